import type { Caller } from '../../lib/simulator/index.js';
import { another, conversation, pending, phone, tts } from './virtual-app.js';
import type { Conversation } from './virtual-app.js';

const connects = ({ app, caller }: Conversation): unknown[] =>
  app.events
    .filter(({ type }) => type === 'calling.call.connect')
    .map(({ at, params }) => [
      at,
      params['call_id'] === caller.callId ? 'caller' : 'peer',
      params['connect_state'],
    ]);

const peerOf = ({ engine, caller }: Conversation): Caller =>
  engine.calls.find(({ callId }) => callId !== caller.callId)!;

const connect = (talk: Conversation, params: object = {}): unknown =>
  talk.ask('calling.connect', { devices: [[phone('+1')]], ...params })['code'];

const connected = (): Conversation & { readonly peer: Caller } => {
  const talk = conversation();
  connect(talk);
  talk.clock.advance(1000);
  return { ...talk, peer: peerOf(talk) };
};

const heardBy = (caller: Caller): unknown[] => {
  const heard: unknown[] = [];
  caller.heard$.subscribe((what) => heard.push(what));
  caller.receivedDigits$.subscribe((key) => heard.push(key));
  return heard;
};

describe('calling.connect', () => {
  it('calls a device and connects the call to it, which is told of both', () => {
    const talk = conversation();
    expect(connect(talk)).toBe('200');
    talk.clock.advance(10_000);
    expect(connects(talk)).toEqual([
      [0, 'caller', 'connecting'],
      [1000, 'caller', 'connected'],
      [1000, 'peer', 'connected'],
    ]);
    const peer = peerOf(talk);
    expect(talk.app.eventsOf('calling.call.connect')[1]).toMatchObject({
      peer: { call_id: peer.callId, node_id: 'id-1', device: phone('+1') },
    });
  });

  it('lets each hear what the other says and presses', () => {
    const { caller, peer, clock } = connected();
    const [near, far] = [heardBy(caller), heardBy(peer)];
    caller.say('is anybody there');
    caller.press('5');
    clock.advance(1000);
    peer.say('yes');
    clock.advance(1000);
    expect(far).toEqual(['5', { kind: 'speech', text: 'is anybody there' }]);
    expect(near).toEqual([{ kind: 'speech', text: 'yes' }]);
  });

  it('can be followed by the scripts of both', () => {
    const talk = conversation({}, { script: [{ hear: 'Who is it' }, { say: 'it is me' }] });
    talk.engine.callee({ to: '+1', greeting: 'Who is it?', script: [{ hear: 'me' }, { hangUp: true }] });
    connect(talk);
    talk.clock.advance(10_000);
    expect(connects(talk).at(-1)).toEqual([1600, 'caller', 'disconnected']);
  });

  it('leaves the call to the app when the other end hangs up', () => {
    const talk = connected();
    talk.peer.hangUp();
    expect(connects(talk).at(-1)).toEqual([1000, 'caller', 'disconnected']);
    expect(talk.caller.state).toBe('answered');
    const heard = heardBy(talk.peer);
    talk.caller.say('hello');
    talk.clock.advance(1000);
    expect(heard).toEqual([]);
  });

  it('takes the other end along when the caller hangs up, and tells nothing of a call that has ended', () => {
    const talk = connected();
    talk.caller.hangUp();
    expect(talk.peer.endReason).toBe('hangup');
    expect(connects(talk).slice(3)).toEqual([[1000, 'peer', 'disconnected']]);
    const ended = talk.app.events.findIndex(({ params }) => params['call_state'] === 'ended');
    expect(
      talk.app.events.slice(ended + 1).filter(({ params }) => params['call_id'] === talk.caller.callId),
    ).toEqual([]);
    expect(pending(talk.clock)).toEqual([]);
  });

  it('fails when nobody answers', () => {
    const talk = conversation();
    talk.engine.callee({ answer: 'decline', after: 0 });
    connect(talk, { devices: [[phone('+1'), phone('+2')], [phone('+3')]] });
    talk.clock.advance(10_000);
    expect(connects(talk).at(-1)).toEqual([0, 'caller', 'failed']);
    expect(connect(talk)).toBe('200');
  });

  it('plays ringback until somebody answers', () => {
    const talk = conversation();
    connect(talk, { ringback: [tts('please hold on')] });
    talk.clock.advance(10_000);
    expect(talk.heard.map(([at]) => at)).toEqual([0, 300, 600, 900]);
  });

  it('gives the other end up when the caller hangs up while it rings', () => {
    const talk = conversation();
    connect(talk);
    talk.clock.advance(500);
    const peer = peerOf(talk);
    talk.caller.hangUp();
    expect(peer.endReason).toBe('cancel');
    expect(pending(talk.clock)).toEqual([]);
  });

  it('is refused with 409 on a call that is connected already, and with 400 for bad devices', () => {
    const talk = connected();
    expect(connect(talk)).toBe('409');
    expect(conversation().ask('calling.connect', { devices: [] })['code']).toBe('400');
  });
});

describe('calling.disconnect', () => {
  it('leaves both calls to the app', () => {
    const talk = connected();
    expect(talk.ask('calling.disconnect')['code']).toBe('200');
    expect(connects(talk).slice(3)).toEqual([
      [1000, 'caller', 'disconnected'],
      [1000, 'peer', 'disconnected'],
    ]);
    expect([talk.caller.state, talk.peer.state]).toEqual(['answered', 'answered']);
    talk.caller.hangUp();
    expect(talk.peer.state).toBe('answered');
  });

  it('calls off a connect in progress', () => {
    const talk = conversation();
    connect(talk);
    talk.clock.advance(500);
    talk.ask('calling.disconnect');
    expect(connects(talk).at(-1)).toEqual([500, 'caller', 'failed']);
    expect(talk.engine.calls).toHaveLength(1);
  });

  it('is refused with 409 on a call that is not connected', () => {
    expect(conversation().ask('calling.disconnect')['code']).toBe('409');
  });
});

describe('calling.hold', () => {
  it('keeps two who are connected from hearing each other', () => {
    const talk = connected();
    const held: boolean[] = [];
    talk.caller.held$.subscribe((is) => held.push(is));
    const heard = heardBy(talk.caller);
    talk.ask('calling.hold');
    talk.peer.say('hello');
    talk.clock.advance(1000);
    talk.ask('calling.unhold');
    talk.peer.say('hello again');
    talk.clock.advance(1000);
    expect(heard).toEqual([{ kind: 'speech', text: 'hello again' }]);
    expect(held).toEqual([false, true, false]);
    expect(talk.app.told('calling.call.hold')).toEqual([
      [1000, { state: 'hold' }],
      [2000, { state: 'unhold' }],
    ]);
  });
});

it('calling.denoise tells that it is on, and off', () => {
  const { ask, app } = conversation();
  ask('calling.denoise');
  ask('calling.denoise.stop');
  expect(app.told('calling.call.denoise')).toEqual([
    [0, { denoised: true }],
    [0, { denoised: false }],
  ]);
});

it('calling.echo lets callers hear themselves for a time', () => {
  const { ask, app, caller, clock } = conversation();
  const heard = heardBy(caller);
  ask('calling.echo', { timeout: 2 });
  caller.say('hello');
  clock.advance(5000);
  caller.say('hello again');
  clock.advance(5000);
  expect(heard).toEqual([{ kind: 'speech', text: 'hello' }]);
  expect(app.told('calling.call.echo')).toEqual([
    [0, { state: 'echoing' }],
    [2000, { state: 'finished' }],
  ]);
});

describe('calling.refer', () => {
  const device = { type: 'sip', params: { to: 'sip:a@example.test', from: 'sip:b@example.test' } };

  it('sends the caller to somebody else', () => {
    const { ask, app, caller, clock } = conversation();
    ask('calling.refer', { device });
    clock.advance(10_000);
    expect(app.told('calling.call.refer').at(-1)).toEqual([
      1000,
      {
        state: 'success',
        sip_refer_to: 'sip:a@example.test',
        sip_refer_response_code: '202',
        sip_notify_response_code: '200',
      },
    ]);
    expect(caller.endReason).toBe('hangup');
  });

  it('leaves the call to the app when those do not answer', () => {
    const { ask, app, caller, clock, engine } = conversation();
    engine.callee({ to: 'sip:a@example.test', answer: 'busy', after: 200 });
    ask('calling.refer', { device });
    clock.advance(10_000);
    expect(app.told('calling.call.refer').at(-1)).toMatchObject([
      200,
      { state: 'busy', sip_notify_response_code: '486' },
    ]);
    expect(caller.state).toBe('answered');
  });
});

describe('a queue', () => {
  const queued = (talk: Pick<Conversation, 'ask'>): unknown =>
    talk.ask('calling.queue.enter', { control_id: 'q1', queue_name: 'support' })['code'];
  const statuses = ({ app }: Conversation): unknown[] =>
    app.told('calling.call.queue').map(([, { status, position, size }]) => [status, position, size]);

  it('tells who is in it, and where', () => {
    const talk = conversation();
    const next = another(talk);
    expect([queued(talk), queued(next)]).toEqual(['200', '200']);
    expect(talk.engine.queues).toEqual([
      { id: expect.any(String), name: 'support', callIds: [talk.caller.callId, next.caller.callId] },
    ]);
    talk.ask('calling.queue.leave', { control_id: 'q1', queue_name: 'support' });
    expect(statuses(talk)).toEqual([
      ['enqueue', 1, 1],
      ['enqueue', 2, 2],
      ['leave', 1, 1],
    ]);
    next.caller.hangUp();
    expect(talk.engine.queues).toEqual([]);
  });

  it('gives its next call to who connects to it, and that stays when they go', () => {
    const talk = conversation();
    const waiting = another(talk);
    const device = { type: 'queue', params: { queue_name: 'support' } };
    connect(talk, { devices: [[device]] });
    queued(waiting);
    expect(connects(talk).at(-1)).toEqual([0, 'peer', 'connected']);
    expect(statuses(talk).at(-1)).toEqual(['dequeue', 1, 0]);
    talk.caller.hangUp();
    expect(waiting.caller.state).toBe('answered');
  });

  it('is never connected to itself', () => {
    const talk = conversation();
    queued(talk);
    connect(talk, { devices: [[{ type: 'queue', params: { queue_name: 'support', timeout: 5 } }]] });
    talk.clock.advance(60_000);
    expect(connects(talk).at(-1)).toEqual([5000, 'caller', 'failed']);
  });

  it('gives up what it was connected to when somebody takes it', () => {
    const talk = conversation();
    const waiting = another(talk);
    waiting.ask('calling.connect', { devices: [[phone('+1')]] });
    talk.clock.advance(1000);
    queued(waiting);
    connect(talk, { devices: [[{ type: 'queue', params: { queue_name: 'support' } }]] });
    waiting.caller.hangUp();
    expect(talk.caller.state).toBe('answered');
    expect(connects(talk).at(-1)).toEqual([1000, 'caller', 'disconnected']);
    expect(talk.engine.calls.map(({ to }) => to)).toContain('+1');
  });

  it('is waited for until the time of the device is up', () => {
    const talk = conversation();
    connect(talk, { devices: [[{ type: 'queue', params: { queue_name: 'support', timeout: 5 } }]] });
    talk.clock.advance(60_000);
    expect(connects(talk).at(-1)).toEqual([5000, 'caller', 'failed']);
    expect(pending(talk.clock)).toEqual([]);
  });
});
