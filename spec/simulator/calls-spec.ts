import { conversation, stage, tts } from './virtual-app.js';
import type { VirtualApp } from './virtual-app.js';

const received = (app: VirtualApp): unknown[] =>
  app.eventsOf('calling.call.receive').map(({ call_id }) => call_id);

const states = (app: VirtualApp): unknown[] =>
  app.eventsOf('calling.call.state').map(({ call_state }) => call_state);

const address = (callId: string): Record<string, unknown> => ({ node_id: 'id-1', call_id: callId });

describe('an inbound call', () => {
  it('is told to the app as RELAY tells it', () => {
    const { engine, app: open, clock } = stage();
    const app = open(['sales']);
    const caller = engine.call({ context: 'sales', from: '+15550111', to: '+15550122' });
    clock.advance(0);
    expect(app.eventsOf('calling.call.receive')).toEqual([
      {
        call_id: caller.callId,
        node_id: 'id-1',
        project_id: 'p',
        context: 'sales',
        segment_id: expect.any(String),
        tag: expect.any(String),
        direction: 'inbound',
        call_state: 'created',
        device: {
          type: 'phone',
          params: { from_number: '+15550111', to_number: '+15550122', headers: [] },
        },
      },
    ]);
  });

  it('goes to the connections of its context in turn', () => {
    const { engine, app: open, clock } = stage();
    const apps = [open(), open(), open(['other'])];
    const calls = Array.from({ length: 4 }, () => engine.call().callId);
    clock.advance(0);
    expect(apps.map(received)).toEqual([[calls[0], calls[2]], [calls[1], calls[3]], []]);
  });

  it('goes on to the next connection when it is passed, and to nobody twice', () => {
    const { engine, app: open, clock } = stage();
    const apps = [open(), open()] as const;
    const { callId } = engine.call();
    clock.advance(0);
    for (const app of apps) {
      expect(app.request('calling.pass', address(callId))?.result).toMatchObject({ code: '200' });
      clock.advance(0);
    }
    expect(apps.map(received)).toEqual([[callId], [callId]]);
    expect(apps[0].request('calling.answer', address(callId))?.result).toMatchObject({ code: '404' });
  });

  it('rings on when everybody has passed it, until somebody new subscribes', () => {
    const { engine, app: open, clock } = stage();
    const first = open();
    const caller = engine.call();
    clock.advance(0);
    first.request('calling.pass', address(caller.callId));
    clock.advance(1000);
    expect(caller.state).toBe('ringing');
    const second = open();
    clock.advance(0);
    expect(received(second)).toEqual([caller.callId]);
  });

  it('waits for somebody to receive its context', () => {
    const { engine, app: open, clock } = stage();
    const app = open(['other']);
    const caller = engine.call();
    clock.advance(1000);
    expect(received(app)).toEqual([]);
    expect(app.request('signalwire.receive', { contexts: ['default'] })?.result).toBeDefined();
    clock.advance(0);
    expect(received(app)).toEqual([caller.callId]);
  });

  it('does not go to somebody who receives its context no more', () => {
    const { engine, app: open, clock } = stage();
    const app = open();
    app.request('signalwire.unreceive', { contexts: ['default'] });
    engine.call();
    clock.advance(0);
    expect(received(app)).toEqual([]);
  });

  it('ends with noAnswer when nobody answers it in time', () => {
    const { engine, app: open, clock } = stage({ ringTimeout: 20_000 });
    const app = open();
    const caller = engine.call();
    clock.advance(20_000);
    expect(caller.endReason).toBe('noAnswer');
    expect(states(app)).toEqual(['ending', 'ended']);
  });

  it('does not ring out once it is answered', () => {
    const { clock, caller } = conversation({ ringTimeout: 20_000 });
    clock.advance(60_000);
    expect(caller.state).toBe('answered');
  });

  it('ends with cancel when the caller hangs up before the answer', () => {
    const { engine, app: open, clock } = stage();
    const app = open();
    const caller = engine.call();
    clock.advance(0);
    caller.hangUp();
    expect(app.eventsOf('calling.call.state').at(-1)).toMatchObject({ end_reason: 'cancel' });
  });
});

describe('an answered call', () => {
  it('tells its states with their times', () => {
    const { app, caller, clock } = conversation();
    clock.advance(5000);
    caller.hangUp();
    expect(app.eventsOf('calling.call.state')).toEqual([
      expect.objectContaining({ call_state: 'answered', start_time: 0, answer_time: 0 }),
      expect.objectContaining({ call_state: 'ending', end_reason: 'hangup' }),
      expect.objectContaining({ call_state: 'ended', end_reason: 'hangup', answer_time: 0, end_time: 5000 }),
    ]);
    expect(app.events.at(-1)?.params).not.toHaveProperty('final');
  });

  it.each(['hangup', 'busy', 'decline'])('ends for the reason that the app gives: %s', (reason) => {
    const { ask, caller } = conversation();
    expect(ask('calling.end', { reason })['code']).toBe('200');
    expect([caller.state, caller.endReason]).toEqual(['ended', reason]);
  });

  it('ends at max_duration, which is seconds', () => {
    const { engine, app: open, clock } = stage();
    const app = open();
    const caller = engine.call();
    clock.advance(0);
    app.request('calling.answer', { ...address(caller.callId), max_duration: 60 });
    clock.advance(59_999);
    expect(caller.state).toBe('answered');
    clock.advance(1);
    expect(caller.endReason).toBe('max_duration');
  });

  it('is out of reach once it is transferred', () => {
    const { ask, caller, app } = conversation();
    const transfers: string[] = [];
    caller.transferredTo$.subscribe((dest) => transfers.push(dest));
    expect(ask('calling.transfer', { dest: 'sales' })['code']).toBe('200');
    expect(transfers).toEqual(['sales']);
    expect(states(app).at(-1)).toBe('ended');
    expect(ask('calling.end')['code']).toBe('410');
  });
});

describe('a request is refused', () => {
  const SPEC = { control_id: 'c1', play: [tts('hello')], collect: { digits: {} } };

  it('with 404 when the call never was', () => {
    const { app } = conversation();
    expect(app.request('calling.end', address('nobody'))?.result).toMatchObject({
      code: '404',
      call_id: 'nobody',
    });
  });

  it('with 410 when the call has ended', () => {
    const { ask, caller } = conversation();
    caller.hangUp();
    expect(ask('calling.play_and_collect', SPEC)['code']).toBe('410');
  });

  it('with 409 when the control id is in use', () => {
    const { ask } = conversation();
    ask('calling.play_and_collect', SPEC);
    expect(ask('calling.play', SPEC)).toMatchObject({ code: '409', control_id: 'c1' });
  });

  it('with 409 when the call is passed after the answer, or used before it', () => {
    const { ask, engine, app, clock } = conversation();
    expect(ask('calling.pass')['code']).toBe('409');
    const { callId } = engine.call();
    clock.advance(0);
    expect(app.request('calling.play', { ...address(callId), ...SPEC })?.result?.['code']).toBe('409');
  });

  it('with 404 when the operation is over, never was, or is of another kind', () => {
    const { ask, clock } = conversation();
    ask('calling.play', SPEC);
    expect(ask('calling.play_and_collect.stop', { control_id: 'c1' })['code']).toBe('404');
    clock.advance(60_000);
    expect(ask('calling.play.stop', { control_id: 'c1' })['code']).toBe('404');
    expect(ask('calling.play.volume', { control_id: 'c2', volume: 0 })['code']).toBe('404');
  });

  it.each([
    ['calling.play', {}, 'control_id is missing: it is a string that is not empty'],
    ['calling.play', { control_id: 'c1' }, 'play is missing: it is a list of media {type, params}'],
    ['calling.play', { control_id: 'c1', play: [] }, 'play is a list of media {type, params}, not []'],
    [
      'calling.play',
      { control_id: 'c1', play: [{ type: 'tts', text: 'flat' }] },
      'play[0].params is missing: it is an object',
    ],
    [
      'calling.play',
      { control_id: 'c1', play: [tts('hello'), { type: 'audio', params: {} }] },
      'play[1].params.url is missing: it is a string that is not empty',
    ],
    [
      'calling.play_and_collect',
      { control_id: 'c1', play: [tts('hello')], collect: {} },
      'collect is an object with digits, speech or both, not {}',
    ],
    [
      'calling.play_and_collect',
      { ...SPEC, collect: { digits: { max: 0 } } },
      'collect.digits.max is an integer of at least 1, not 0',
    ],
    [
      'calling.play_and_collect',
      { ...SPEC, collect: { digits: {}, initial_timeout: '4' } },
      'collect.initial_timeout is a number of seconds, 0 or more, not "4"',
    ],
    [
      'calling.play.volume',
      { control_id: 'c1', volume: 41 },
      'volume is a number of dB from -40 to 40, not 41',
    ],
    [
      'calling.end',
      { reason: 'bored' },
      'reason is one of hangup, cancel, busy, noAnswer, no_answer, decline, declined, error, abandoned, max_duration, not_found, not "bored"',
    ],
  ])('with 400 by %s for %j', (method, params, message) => {
    expect(conversation().ask(method, params)).toMatchObject({ code: '400', message });
  });
});
