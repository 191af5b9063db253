import { pending, phone, stage, tts } from './virtual-app.js';
import type { Stage, VirtualApp } from './virtual-app.js';

interface Dialling extends Omit<Stage, 'app'> {
  readonly app: VirtualApp;
}

const dialling = (): Dialling => {
  const { app: open, ...rest } = stage();
  return { ...rest, app: open() };
};

const dial = (app: VirtualApp, devices: unknown, params: object = {}): unknown =>
  app.request('calling.dial', { tag: 't1', devices, ...params })?.result;

const states = (app: VirtualApp): unknown[] =>
  app
    .told('calling.call.state')
    .map(([at, { device, call_state, end_reason }]) => [
      at,
      (device as { params: { to_number: string } }).params.to_number,
      end_reason ?? call_state,
    ]);

const dials = (app: VirtualApp): unknown[] =>
  app.told('calling.call.dial').map(([at, { dial_state }]) => [at, dial_state]);

const idOf = (app: VirtualApp, index = 0): unknown => app.eventsOf('calling.call.state')[index]?.['call_id'];

describe('calling.dial', () => {
  it('is answered without a call id, and then tells the leg and the winner', () => {
    const { app, clock } = dialling();
    expect(dial(app, [[phone('+1')]])).toEqual({ code: '200', message: 'Dialing' });
    clock.advance(10_000);
    expect(states(app)).toEqual([
      [0, '+1', 'created'],
      [0, '+1', 'ringing'],
      [1000, '+1', 'answered'],
    ]);
    expect(dials(app)).toEqual([
      [0, 'dialing'],
      [1000, 'answered'],
    ]);
    expect(app.eventsOf('calling.call.dial').at(-1)).toEqual({
      node_id: 'id-1',
      tag: 't1',
      dial_state: 'answered',
      call: { call_id: idOf(app), node_id: 'id-1', tag: 't1', device: phone('+1'), dial_winner: true },
    });
    expect(app.eventsOf('calling.call.state')).toEqual(
      Array(3).fill(expect.objectContaining({ tag: 't1', direction: 'outbound' })),
    );
  });

  it('tells the answer of the leg before it names it the winner', () => {
    const { app, clock } = dialling();
    dial(app, [[phone('+1')]]);
    clock.advance(1000);
    expect(app.events.slice(-2).map(({ type }) => type)).toEqual(['calling.call.state', 'calling.call.dial']);
  });

  it.each([
    ['busy', 'busy'],
    ['decline', 'decline'],
  ] as const)('fails when the one device is scripted to %s', (answer, reason) => {
    const { app, clock, engine } = dialling();
    engine.callee({ to: '+1', answer, after: 200 });
    dial(app, [[phone('+1')]]);
    clock.advance(10_000);
    expect(states(app).at(-1)).toEqual([200, '+1', reason]);
    expect(dials(app).at(-1)).toEqual([200, 'failed']);
  });

  it('rings for the timeout of the device when nobody answers', () => {
    const { app, clock, engine } = dialling();
    engine.callee({ answer: 'noAnswer' });
    dial(app, [[phone('+1', { timeout: 20 })]]);
    clock.advance(60_000);
    expect(states(app).at(-1)).toEqual([20_000, '+1', 'noAnswer']);
    expect(app.told('calling.call.dial').at(-1)).toEqual([
      20_000,
      { tag: 't1', dial_state: 'failed', reason: 'noAnswer' },
    ]);
  });

  it('calls the lists of devices one after the other', () => {
    const { app, clock, engine } = dialling();
    engine.callee({ to: '+1', answer: 'busy', after: 100 });
    dial(app, [[phone('+1')], [phone('+2')]]);
    clock.advance(10_000);
    expect(dials(app)).toEqual([
      [0, 'dialing'],
      [100, 'dialing'],
      [1100, 'answered'],
    ]);
  });

  it('calls the devices of one list at the same time, and gives up those that lose', () => {
    const { app, clock, engine } = dialling();
    engine.callee({ to: '+2', after: 300 });
    dial(app, [[phone('+1'), phone('+2')], [phone('+3')]]);
    clock.advance(10_000);
    expect(states(app).slice(-3)).toEqual([
      [300, '+2', 'answered'],
      [300, '+1', 'cancel'],
      [300, '+1', 'cancel'],
    ]);
    expect(engine.calls.map(({ to }) => to)).toEqual(['+2']);
  });

  it('is cancelled when the app ends the leg while it rings', () => {
    const { app, clock } = dialling();
    dial(app, [[phone('+1')]]);
    clock.advance(500);
    app.request('calling.end', { node_id: 'id-1', call_id: idOf(app), reason: 'hangup' });
    expect(states(app).at(-1)).toEqual([500, '+1', 'cancel']);
    expect(dials(app).at(-1)).toEqual([500, 'failed']);
    expect(pending(clock)).toEqual([]);
  });

  it('ends the call at max_duration, which is seconds', () => {
    const { app, clock } = dialling();
    dial(app, [[phone('+1')]], { max_duration: 60 });
    clock.advance(120_000);
    expect(states(app).at(-1)).toEqual([61_000, '+1', 'max_duration']);
  });

  it.each([
    ['sip', { to: 'sip:a@example.test', from: 'b' }, 'sip:a@example.test'],
    ['webrtc', { to: 'a', from: 'b' }, 'a'],
    ['stream', { url: 'wss://example.test' }, 'wss://example.test'],
    ['queue', { queue_name: 'support' }, 'support'],
    ['call', { call_id: 'c1' }, 'c1'],
    ['agora', { channel: 'ch' }, 'ch'],
    ['agora', {}, 'agora'],
  ])('knows a device of the type %s by its address: %j', (type, params, to) => {
    const { app, clock, engine } = dialling();
    const called: string[] = [];
    engine.dialled$.subscribe((callee) => called.push(callee.to));
    dial(app, [[{ type, params }]]);
    clock.advance(0);
    expect(called).toEqual([to]);
  });

  it('is refused with 409 while the tag is in use', () => {
    const { app, clock, engine } = dialling();
    dial(app, [[phone('+1')]]);
    expect(dial(app, [[phone('+2')]])).toMatchObject({ code: '409', message: 'Tag t1 is in use' });
    clock.advance(1000);
    expect(dial(app, [[phone('+2')]])).toMatchObject({ code: '409' });
    engine.calls[0]?.hangUp();
    expect(dial(app, [[phone('+2')]])).toMatchObject({ code: '200' });
  });

  it.each([
    [undefined, 'devices is missing: it is a list of lists of devices, at least one'],
    [[], 'devices is a list of lists of devices, at least one, not []'],
    [[[]], 'devices[0] is a list of devices, at least one, not []'],
    [[[{ type: 'phone' }]], 'devices[0][0].params is missing: it is an object'],
    [
      [[{ type: 'phone', params: { from_number: '+1' } }]],
      'devices[0][0].params.to_number is missing: it is a string that is not empty',
    ],
    [
      [[{ type: 'pigeon', params: {} }]],
      'devices[0][0].type is one of phone, sip, webrtc, stream, queue, call, agora, not "pigeon"',
    ],
  ])('is refused with 400 for the devices %j', (devices, message) => {
    expect(dial(dialling().app, devices)).toEqual({ code: '400', message });
  });

  it('may be answered by an event that overtakes its answer', () => {
    const { app, engine, clock } = dialling();
    engine.faults.overtake({ method: 'calling.dial', event: 'calling.call.dial' });
    expect(dial(app, [[phone('+1')]])).toMatchObject({ code: '200' });
    clock.advance(0);
    const answer = app.frames.findIndex(({ result }) => result?.['message'] === 'Dialing');
    expect(app.frames[answer - 1]?.params).toMatchObject({ event_type: 'calling.call.dial' });
  });

  it('leaves nothing when the session is lost, or the engine is closed', () => {
    for (const end of ['lose', 'close'] as const) {
      const { app, engine, clock } = dialling();
      dial(app, [[phone('+1')], [phone('+2')]]);
      clock.advance(100);
      if (end === 'lose') engine.faults.disconnect({ restart: true });
      else engine.close();
      expect(engine.calls).toEqual([]);
      expect(pending(clock)).toEqual([]);
    }
  });
});

describe('somebody who is called', () => {
  it('can be acted for by whoever watches dialled$', () => {
    const { app, engine, clock } = dialling();
    engine.callee({ answer: 'manual' });
    engine.dialled$.subscribe((callee) => (callee.to === '+1' ? callee.refuse('busy') : callee.answer()));
    dial(app, [[phone('+1')], [phone('+2')]]);
    clock.advance(0);
    expect(dials(app).at(-1)).toEqual([0, 'answered']);
    expect(engine.calls).toMatchObject([{ to: '+2', tag: 't1', state: 'answered' }]);
  });

  it('hears, presses and hangs up like any caller', () => {
    const { app, engine, clock } = dialling();
    engine.callee({
      to: '+1',
      script: [{ hear: 'Press 1' }, { press: '1' }, { wait: 500 }, { hangUp: true }],
    });
    dial(app, [[phone('+1')]]);
    clock.advance(1000);
    const address = { node_id: 'id-1', call_id: idOf(app), control_id: 'c1' };
    app.request('calling.play_and_collect', {
      ...address,
      play: [tts('Press 1')],
      collect: { digits: { max: 1 } },
    });
    expect(app.eventsOf('calling.call.collect')).toMatchObject([{ result: { params: { digits: '1' } } }]);
    clock.advance(500);
    expect(states(app).at(-1)).toEqual([1500, '+1', 'hangup']);
    expect(pending(clock)).toEqual([]);
  });

  it('follows a script that hears the app from the very answer on', () => {
    const { app, engine, clock } = dialling();
    engine.callee({ to: '+1', script: [{ hear: 'Press 1' }, { hangUp: true }] });
    dial(app, [[phone('+1')]]);
    app.onEvent = ({ params }) => {
      if (params['call_state'] !== 'answered') return;
      const { call_id, node_id } = params;
      app.request('calling.play', { call_id, node_id, control_id: 'p1', play: [tts('Press 1')] });
    };
    clock.advance(1000);
    expect(states(app).at(-1)).toEqual([1000, '+1', 'hangup']);
  });

  it('cannot refuse what they have answered, or answer twice', () => {
    const { app, engine, clock } = dialling();
    engine.dialled$.subscribe((callee) => {
      callee.answer();
      callee.refuse();
      callee.answer();
    });
    dial(app, [[phone('+1')]]);
    clock.advance(2000);
    expect(states(app).slice(2)).toEqual([[0, '+1', 'answered']]);
  });

  it('hears what the app plays, and how loud', () => {
    const { app, engine, clock } = dialling();
    const heard: unknown[] = [];
    engine.dialled$.subscribe((callee) => {
      callee.heard$.subscribe((what) => heard.push(what));
      callee.volume$.subscribe((db) => heard.push(db));
    });
    dial(app, [[phone('+1')]]);
    clock.advance(1000);
    const address = { node_id: 'id-1', call_id: idOf(app), control_id: 'c1' };
    app.request('calling.play', { ...address, play: [tts('hello')], volume: 10 });
    app.request('calling.play.volume', { ...address, volume: -4 });
    expect(heard).toEqual([10, { kind: 'tts', text: 'hello' }, -4]);
  });

  it('declines by hanging up before the answer', () => {
    const { app, engine, clock } = dialling();
    engine.dialled$.subscribe((callee) => callee.hangUp());
    dial(app, [[phone('+1')]]);
    clock.advance(0);
    expect(states(app).at(-1)).toEqual([0, '+1', 'decline']);
  });

  it('behaves as was said last, until that is taken back', () => {
    const { app, engine, clock } = dialling();
    engine.callee({ to: '+1', after: 0 });
    const busy = engine.callee({ to: '+1', answer: 'busy', after: 0 });
    dial(app, [[phone('+1')]]);
    clock.advance(0);
    busy.unsubscribe();
    dial(app, [[phone('+1')]]);
    clock.advance(0);
    expect(dials(app).map((told) => (told as unknown[])[1])).toEqual([
      'dialing',
      'failed',
      'dialing',
      'answered',
    ]);
  });

  it('cannot be scripted to do what nobody can do', () => {
    const { engine } = dialling();
    expect(() => engine.callee({ script: [{ press: 'x' }] })).toThrow(RangeError);
    expect(() => engine.callee({ after: -1 })).toThrow('after is a number of at least 0, not -1');
  });

  it('is neither answered nor passed by the app', () => {
    const { app, clock } = dialling();
    dial(app, [[phone('+1')]]);
    clock.advance(0);
    const address = { node_id: 'id-1', call_id: idOf(app) };
    for (const method of ['calling.answer', 'calling.pass']) {
      expect(app.request(method, address)?.result).toMatchObject({
        code: '409',
        message: 'Call is an outbound one',
      });
    }
    expect(
      app.request('calling.play', { ...address, control_id: 'p', play: [tts('hello')] })?.result,
    ).toMatchObject({ code: '409', message: 'Call is not answered yet' });
  });
});
