import { firstValueFrom } from 'rxjs';

import type { VirtualApp } from './virtual-app.js';
import { another, conversation, pending, phone, stage, tts } from './virtual-app.js';

const code = (answer: Record<string, unknown>): unknown => answer['code'];

describe('what RELAY accepts', () => {
  it.each([
    ['calling.play', { control_id: 'x', play: [tts('hi')], loop: 0, language: 'de-DE', gender: 'female' }],
    ['calling.record', { control_id: 'x', record: { audio: { format: 'mp4', max_length: 5 } } }],
    [
      'calling.join_conference',
      { name: 'a', max_participants: 100_000, stream: { url: 'wss://e.test', realtime: true } },
    ],
    ['calling.detect', { control_id: 'x', detect: { type: 'fax', params: { tone: 'ced' } } }],
    ['calling.transfer', { dest: { version: '1.0.0', sections: { main: ['hangup'] } } }],
    ['calling.transfer', { dest: 'https://example.test/flow' }],
    ['calling.answer', { max_duration: 600, codecs: ['PCMU'] }],
    ['calling.send_fax', { control_id: 'x', document: 'https://e.test/f.pdf', identity: 'Front desk' }],
    ['calling.bind_digit', { digits: '1', bind_method: 'calling.hold', max_triggers: 0 }],
    ['calling.refer', { device: { type: 'sip', params: { to: 'sip:a@example.test' } } }],
    ['calling.refer', { device: { type: 'sip', params: { uri: 'sip:a@example.test' } } }],
    ['calling.connect', { devices: [[{ type: 'phone', to: '+15550101', from: '+15550100' }]] }],
    ['calling.connect', { devices: [[phone('+1')]], ringback: [] }],
    ['calling.connect', { devices: [[{ type: 'agora', params: { appid: 'a', channel: 'c', from: '+1' } }]] }],
  ])('is accepted: %s %j', (method, params) => {
    expect(code(conversation().ask(method, params))).toBe('200');
  });

  it.each([
    [
      'calling.join_conference',
      { name: 'a', max_participants: 100_001 },
      /max_participants is an integer from 1 to 100000/,
    ],
    [
      'calling.tap',
      { control_id: 'x', tap: { type: 'audio' }, device: { type: 'ws', params: {} } },
      /tap.params is missing/,
    ],
    ['calling.refer', { device: { type: 'sip', params: {} } }, /device/],
  ])('is refused: %s %j', (method, params, why) => {
    expect(conversation().ask(method, params)).toMatchObject({
      code: '400',
      message: expect.stringMatching(why),
    });
  });

  it.each(['911', '988', '12345', '+15550101'])('dials %s', (to) => {
    const { app, clock, engine } = stage();
    const called: string[] = [];
    engine.dialled$.subscribe((callee) => called.push(callee.to));
    app().request('calling.dial', { tag: 't', node_id: 'n', devices: [[phone(to)]] });
    clock.advance(5000);
    expect(called).toEqual([to]);
  });

  it('takes a second answer for a success, and the call is answered once', () => {
    const { ask, app } = conversation();
    expect(code(ask('calling.answer'))).toBe('200');
    const answered = app.eventsOf('calling.call.state').filter(({ call_state }) => call_state === 'answered');
    expect(answered).toHaveLength(1);
  });
});

describe('who calls', () => {
  it.each([
    ['anonymous', { from: 'anonymous' }, { type: 'phone', params: { from_number: 'anonymous' } }],
    ['withheld', { from: '' }, { type: 'phone', params: { from_number: '' } }],
    ['a short code', { from: '12345' }, { type: 'phone', params: { from_number: '12345' } }],
    ['SIP', { from: 'sip:a@example.test' }, { type: 'sip', params: { from: 'sip:a@example.test' } }],
    ['no type', { device: { params: { from_number: '+1' } } }, { params: { from_number: '+1' } }],
  ])('may be %s', (_, options, device) => {
    const { app } = conversation({}, options);
    expect(app.eventsOf('calling.call.receive')).toMatchObject([{ device }]);
  });
});

describe('what answers and events say', () => {
  it('the answer to a recording has its url', () => {
    const { ask, app } = conversation();
    const { url } = ask('calling.record', { control_id: 'r', record: { audio: {} } });
    expect(url).toMatch(/^https:/);
    expect(app.eventsOf('calling.call.record')).toMatchObject([{ url }]);
  });

  it('the answer to a tap has its source_device', () => {
    const tap = { type: 'audio', params: {} };
    const device = { type: 'rtp', params: { addr: '127.0.0.1', port: 4000 } };
    const answer = conversation().ask('calling.tap', { control_id: 't', tap, device });
    expect(answer['source_device']).toMatchObject({ type: 'rtp' });
  });

  it('the answer of a conference has the id by which it is left', () => {
    const { ask, engine } = conversation();
    const { conference_id } = ask('calling.join_conference', { name: 'a' });
    expect(engine.conferences).toMatchObject([{ id: conference_id }]);
    expect(code(ask('calling.leave_conference', { conference_id }))).toBe('200');
  });

  it('a fax event has a state, too', () => {
    const { ask, app, clock } = conversation({}, { answeredBy: 'fax' });
    ask('calling.receive_fax', { control_id: 'f' });
    clock.advance(10_000);
    expect(app.eventsOf('calling.call.fax').map(({ state }) => state)).toEqual(['page', 'page', 'finished']);
  });

  it('a machine that is ready has beeped', () => {
    const { ask, app, clock } = conversation({}, { answeredBy: 'machine' });
    ask('calling.detect', { control_id: 'd', detect: { type: 'machine' } });
    clock.advance(10_000);
    const params = app
      .eventsOf('calling.call.detect')
      .map(({ detect }) => (detect as { params: object }).params);
    expect(params).toEqual([{ event: 'MACHINE' }, { event: 'READY', beep: true }, { event: 'finished' }]);
  });

  it.each([
    ['busy', 'busy'],
    ['decline', 'decline'],
    ['noAnswer', 'noAnswer'],
  ] as const)('a connection that failed says why: %s', (answer, failed_reason) => {
    const { ask, app, clock, engine } = conversation();
    engine.callee({ to: '+1', answer });
    ask('calling.connect', { devices: [[phone('+1')]] });
    clock.advance(60_000);
    expect(app.told('calling.call.connect').at(-1)?.[1]).toEqual({ connect_state: 'failed', failed_reason });
  });

  it('a message that was read says so after its delivery', () => {
    const { app, clock, engine } = conversation();
    engine.recipient({ to: '+2', after: 300, readAfter: 500 });
    app.request('messaging.send', { to_number: '+2', from_number: '+1', body: 'hi' });
    clock.advance(5000);
    const states = app.told('messaging.state').map(([at, { message_state }]) => [at, message_state]);
    expect(states.slice(-2)).toEqual([
      [300, 'delivered'],
      [800, 'read'],
    ]);
  });
});

describe('the states of a message', () => {
  const send = (app: VirtualApp, context: string | undefined): void => {
    app.request('messaging.send', { to_number: '+2', from_number: '+1', body: 'hi', context });
  };
  const states = (app: VirtualApp): number => app.eventsOf('messaging.state').length;

  it.each([
    ['to who sent it, without a context', () => undefined, [4, 0]],
    ['to the session whose protocol the context is', (mine: string) => mine, [4, 0]],
    ['to the other one, by its protocol', (_: string, other: string) => other, [0, 4]],
    ['to one that receives the context', () => 'other', [0, 4]],
    ['to nobody, when nobody receives it', () => 'nowhere', [0, 0]],
  ] as const)('go %s', (_, context, expected) => {
    const { app: open, engine, clock } = stage();
    const mine = open(['mine']);
    const other = open(['other']);
    const [first, second] = engine.sessions.map(({ protocol }) => protocol);
    send(mine, context(first ?? '', second ?? ''));
    clock.advance(5000);
    expect([states(mine), states(other)]).toEqual(expected);
  });
});

describe('a queue', () => {
  const ENTER = { control_id: 'q1', queue_name: 'support' };

  it('plays its music until the call is taken', () => {
    const talk = conversation({ audioDuration: 1000 });
    talk.ask('calling.queue.enter', { ...ENTER, wait_url: 'https://example.test/music.mp3' });
    talk.clock.advance(2500);
    expect(talk.heard.map(([at]) => at)).toEqual([0, 1000, 2000]);
    talk.ask('calling.queue.leave', { queue_name: 'support' });
    talk.clock.advance(10_000);
    expect(talk.heard).toHaveLength(3);
    expect(pending(talk.clock)).toEqual([]);
  });

  it('is left by its name or by its id, without a control id, and answers with both', () => {
    for (const by of ['queue_name', 'queue_id'] as const) {
      const { ask } = conversation();
      const entered = ask('calling.queue.enter', ENTER);
      const { queue_name, queue_id } = entered;
      expect([queue_name, typeof queue_id]).toEqual(['support', 'string']);
      const left = ask('calling.queue.leave', { [by]: entered[by] });
      expect(left).toMatchObject({ code: '200', queue_name, queue_id });
      expect(code(ask('calling.queue.leave', { [by]: entered[by] }))).toBe('404');
    }
  });

  it('says how long its calls have waited, and names no operation when one is taken', () => {
    const talk = conversation();
    const waiting = another(talk);
    talk.clock.advance(1000);
    waiting.ask('calling.queue.enter', ENTER);
    talk.clock.advance(3000);
    talk.ask('calling.connect', { devices: [[{ type: 'queue', params: { queue_name: 'support' } }]] });
    const [enqueue, dequeue] = talk.app.eventsOf('calling.call.queue');
    expect(enqueue).toMatchObject({
      control_id: 'q1',
      status: 'enqueue',
      enqueue_ts: 1_000_000,
      avg_time: 0,
    });
    expect(dequeue).toMatchObject({
      control_id: null,
      call_id: waiting.caller.callId,
      status: 'dequeue',
      enqueue_ts: 1_000_000,
      dequeue_ts: 4_000_000,
      avg_time: 3,
      id: enqueue?.['id'],
    });
    const connected = talk.app.told('calling.call.connect').map(([, said]) => said);
    expect(connected).toContainEqual(
      expect.objectContaining({
        peer: expect.objectContaining({ queue_name: 'support', queue_id: dequeue?.['id'] }),
      }),
    );
  });
});

describe('calling.connect with a call that is there already', () => {
  const device = (call_id: string): object => ({ type: 'call', params: { call_id, node_id: 'id-1' } });

  it('connects the two, and each stays when the other ends', () => {
    const talk = conversation();
    const other = another(talk);
    const called: unknown[] = [];
    talk.engine.dialled$.subscribe((callee) => called.push(callee));
    expect(code(talk.ask('calling.connect', { devices: [[device(other.caller.callId)]] }))).toBe('200');
    const heard: unknown[] = [];
    other.caller.heard$.subscribe((what) => heard.push(what));
    talk.caller.say('hello there');
    talk.clock.advance(5000);
    expect(heard).toEqual([{ kind: 'speech', text: 'hello there' }]);
    talk.caller.hangUp();
    expect(other.caller.state).toBe('answered');
    expect(called).toEqual([]);
    expect(talk.app.told('calling.call.connect').at(-1)?.[1]).toMatchObject({
      connect_state: 'disconnected',
    });
  });

  it.each([
    ['there is none', () => 'nobody', 'not_found'],
    ['it is itself', (own: string) => own, 'Call cannot be connected with itself'],
  ])('fails when %s', (_, other, failed_reason) => {
    const { ask, app, caller } = conversation();
    ask('calling.connect', { devices: [[device(other(caller.callId))]] });
    expect(app.told('calling.call.connect').at(-1)?.[1]).toEqual({ connect_state: 'failed', failed_reason });
  });

  it('fails when the other one is not answered', () => {
    const { ask, app, engine, clock } = conversation();
    const { callId } = engine.call();
    clock.advance(0);
    ask('calling.connect', { devices: [[device(callId)]] });
    expect(app.told('calling.call.connect').at(-1)?.[1]).toMatchObject({
      failed_reason: 'Call is not answered',
    });
  });
});

describe('text in scripts without spaces', () => {
  it.each([
    ['Chinese', '欢迎致电我们的公司请按一'],
    ['Japanese', 'お電話ありがとうございます'],
    ['Thai', 'ยินดีต้อนรับสู่บริษัทของเรา'],
  ])('takes the time that it takes to say it: %s', (_, text) => {
    const { ask, app, clock } = conversation({ wordsPerMinute: 150 });
    ask('calling.play', { control_id: 'p', play: [tts(text)] });
    clock.advance(60_000);
    const [, [end] = [0]] = app.told('calling.call.play');
    expect(end).toBeGreaterThanOrEqual(1200);
    expect(end).toBeLessThan(8000);
  });

  it('is understood as it was said', () => {
    const { ask, app, clock, caller } = conversation();
    ask('calling.collect', { control_id: 'c', speech: {} });
    caller.say('我要 转接 销售部门');
    clock.advance(10_000);
    expect(app.eventsOf('calling.call.collect').at(-1)).toMatchObject({
      result: { params: { text: '我要 转接 销售部门' } },
    });
  });
});

describe('calling.echo', () => {
  it('goes on until the call ends when its timeout is 0', () => {
    const { ask, app, clock, caller } = conversation();
    ask('calling.echo', { timeout: 0 });
    clock.advance(3_600_000);
    expect(app.told('calling.call.echo')).toEqual([[0, { state: 'echoing' }]]);
    caller.hangUp();
    expect(pending(clock)).toEqual([]);
  });
});

describe('an operation that RELAY cannot carry out', () => {
  it.each([
    ['play', { play: [tts('hi')] }, { state: 'error' }],
    ['record', { record: { audio: {} } }, { state: 'error' }],
    ['collect', { digits: {} }, { result: { type: 'error' } }],
    ['pay', { payment_connector_url: 'https://e.test' }, { state: 'error' }],
  ] as const)('ends with an error, once: %s', (kind, params, said) => {
    const { ask, app, engine } = conversation();
    engine.faults.fail(kind);
    expect(code(ask(`calling.${kind}`, { control_id: 'x', ...params }))).toBe('200');
    expect(app.eventsOf(`calling.call.${kind}`)).toMatchObject([{ control_id: 'x', ...said }]);
    expect(code(ask(`calling.${kind}`, { control_id: 'x', ...params }))).toBe('200');
  });

  it('is one that can fail', () => {
    const { faults } = conversation().engine;
    expect(() => faults.fail('send_digits' as 'play')).toThrow(RangeError);
  });
});

describe('a scripted caller', () => {
  const pressedAt = (options: object, script: object[]): number | undefined => {
    const talk = conversation(
      { reactionTime: undefined, ...options },
      { script: script as { press: string }[] },
    );
    let at: number | undefined;
    talk.ask('calling.detect', { control_id: 'd', detect: { type: 'digit' }, timeout: 60 });
    talk.app.onEvent = ({ type, at: moment }) => {
      if (type === 'calling.call.detect') at ??= moment;
    };
    talk.ask('calling.play', { control_id: 'p', play: [tts('press one')] });
    talk.clock.advance(10_000);
    return at;
  };

  it.each([
    ['takes 200 ms to react to what is heard', {}, [{ hear: 'press' }, { press: '1' }], 200],
    ['takes as long as is set', { reactionTime: 700 }, [{ hear: 'press' }, { press: '1' }], 700],
    [
      'waits as long as a wait says, and no longer',
      {},
      [{ hear: 'press' }, { wait: 50 }, { press: '1' }],
      50,
    ],
  ])('%s', (_, options, script, at) => {
    expect(pressedAt(options, script)).toBe(at);
  });

  it('transfers with SWML that the caller can be seen to have gone to', async () => {
    const { ask, caller } = conversation();
    ask('calling.transfer', { dest: { version: '1.0.0' } });
    expect(await firstValueFrom(caller.transferredTo$)).toBe('{"version":"1.0.0"}');
  });
});
