import { conversation, pending, phone, stage, tts } from './virtual-app.js';

const TAP = { tap: { type: 'audio', params: {} }, device: { type: 'rtp', params: {} } };

/** Every operation that has a control id, with what it needs. */
const OPERATIONS: readonly [kind: string, params: Record<string, unknown>][] = [
  ['play', { play: [tts('hello')] }],
  ['play_and_collect', { play: [tts('hello')], collect: { digits: {} } }],
  ['collect', { digits: {} }],
  ['record', { record: { audio: {} } }],
  ['detect', { detect: { type: 'machine' } }],
  ['send_fax', { document: 'https://example.test/f.pdf' }],
  ['receive_fax', {}],
  ['tap', TAP],
  ['stream', { url: 'wss://example.test' }],
  ['transcribe', {}],
  ['pay', { payment_connector_url: 'https://example.test' }],
  ['ai', {}],
];

describe.each(OPERATIONS)('calling.%s', (kind, params) => {
  const start = (talk: ReturnType<typeof conversation>): unknown =>
    talk.ask(`calling.${kind}`, { control_id: 'c1', ...params })['code'];
  const stop = (talk: ReturnType<typeof conversation>): unknown =>
    talk.ask(`calling.${kind}.stop`, { control_id: 'c1' })['code'];

  it('is refused with 409 while its control id is in use, and may use it again after its end', () => {
    const talk = conversation();
    expect([start(talk), start(talk), stop(talk), start(talk)]).toEqual(['200', '409', '200', '200']);
  });

  it('is not stopped when it is not in progress: 404', () => {
    const talk = conversation();
    expect(stop(talk)).toBe('404');
  });

  it('tells its end once when it is stopped, and leaves no timer', () => {
    const talk = conversation();
    start(talk);
    stop(talk);
    const told = talk.app.events.length;
    expect(JSON.stringify(talk.app.events.at(-1)?.params)).toContain('finished');
    expect(pending(talk.clock)).toEqual([]);
    talk.clock.advance(60_000);
    expect(talk.app.events).toHaveLength(told);
  });

  it('ends with the call, tells nothing after it, and is refused with 410', () => {
    const talk = conversation();
    start(talk);
    talk.caller.hangUp();
    expect(pending(talk.clock)).toEqual([]);
    talk.clock.advance(60_000);
    expect(talk.app.events.at(-1)?.params).toMatchObject({ call_state: 'ended' });
    expect(start(talk)).toBe('410');
  });

  it('names what is missing', () => {
    for (const name of ['control_id', ...Object.keys(params).filter((key) => key !== 'digits')]) {
      const rest = Object.fromEntries(
        Object.entries({ control_id: 'c1', ...params }).filter(([key]) => key !== name),
      );
      const { code, message } = conversation().ask(`calling.${kind}`, rest);
      expect([code, message]).toEqual(['400', expect.stringContaining(`${name} is missing`)]);
    }
  });
});

describe('a method of a call', () => {
  it.each([
    ['calling.connect', 'devices'],
    ['calling.refer', 'device'],
    ['calling.send_digits', 'digits'],
    ['calling.transfer', 'dest'],
    ['calling.join_conference', 'name'],
    ['calling.leave_conference', 'conference_id'],
    ['calling.join_room', 'name'],
    ['calling.queue.enter', 'queue_name'],
    ['calling.bind_digit', 'digits'],
    ['calling.live_transcribe', 'action'],
    ['calling.live_translate', 'action'],
  ])('is refused with 400 without what it needs: %s', (method, name) => {
    expect(conversation().ask(method, { control_id: 'c1' })).toMatchObject({
      code: '400',
      message: expect.stringContaining(`${name} is missing`),
    });
  });

  it.each(['hold', 'denoise', 'echo', 'connect', 'record', 'ai', 'join_room'])(
    'is refused with 410 when the call has ended: %s',
    (method) => {
      const { ask, caller } = conversation();
      caller.hangUp();
      expect(ask(`calling.${method}`)['code']).toBe('410');
    },
  );
});

describe('an engine with everything going on', () => {
  it.each(['the calls end', 'the session is lost', 'the engine is closed'] as const)(
    'keeps nothing when %s',
    (how) => {
      const talk = conversation({ ringTimeout: 60_000 }, { answeredBy: 'machine' });
      const { ask, app, engine, clock } = talk;
      OPERATIONS.forEach(([kind, params], index) =>
        ask(`calling.${kind}`, { control_id: `c${index}`, ...params }),
      );
      ask('calling.connect', { devices: [[phone('+1')]], ringback: [tts('please hold')] });
      app.request('calling.dial', { tag: 't1', devices: [[phone('+2'), phone('+3')], [phone('+4')]] });
      clock.advance(1000);
      ask('calling.echo');
      ask('calling.join_conference', { name: 'team' });
      ask('calling.join_room', { name: 'lobby' });
      ask('calling.queue.enter', { control_id: 'q1', queue_name: 'support' });
      ask('calling.bind_digit', { digits: '1', bind_method: 'calling.hold' });
      ask('calling.refer', { device: phone('+5') });

      if (how === 'the calls end') for (const party of engine.calls) party.hangUp();
      else if (how === 'the session is lost') engine.faults.disconnect({ restart: true });
      else engine.close();
      expect(pending(clock)).toEqual([]);
      expect([engine.calls, engine.conferences, engine.rooms, engine.queues]).toEqual([[], [], [], []]);
    },
  );
});

it('keeps nothing of an engine that is idle', () => {
  expect(pending(stage().clock)).toEqual([]);
});
