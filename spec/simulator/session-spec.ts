import { stage, tts, VirtualApp, conversation } from './virtual-app.js';

const resumeOf = (app: VirtualApp): Record<string, unknown> => {
  const { protocol } = app.frames.find(({ result }) => result?.['protocol'] !== undefined)?.result ?? {};
  return { protocol, authorization_state: app.authorizationState, contexts: ['default'] };
};

describe('signalwire.connect', () => {
  it('answers with the session and what was authorized, then sends an authorization state', () => {
    const { app: open } = stage();
    const app = open();
    const { authorization, ...session } = app.frames[0]?.result ?? {};
    const { signature } = authorization as { signature: string };
    expect(authorization).toMatchObject({ project: 'p', signature: expect.stringMatching(/^[^_]+$/) });
    expect(session).toEqual({
      protocol: expect.stringMatching(new RegExp(`^signalwire_${signature}_`)),
      identity: expect.any(String),
      sessionid: expect.any(String),
      session_restored: false,
    });
    expect(app.events).toEqual([
      { at: 0, type: 'signalwire.authorization.state', params: { authorization_state: expect.any(String) } },
    ]);
  });

  it.each([
    ['a wrong token', { project: 'p', token: 'x' }],
    ['a wrong project', { project: 'x', token: 't' }],
    ['a JWT that is not expected', { jwt_token: 'j' }],
    ['nothing', {}],
  ])('refuses %s', (_, authentication) => {
    const { engine, clock } = stage();
    const app = new VirtualApp(engine, clock);
    const data = { signalwire_error_code: 'AUTH_REQUIRED' };
    expect(app.connect({ authentication })?.error).toEqual({ code: -32002, message: 'Unauthorized', data });
    expect(app.request('calling.end')?.error).toMatchObject({ code: -32002, data });
  });

  it('takes a JWT in place of project and token', () => {
    const { engine, clock } = stage({ jwtToken: 'j' });
    const app = new VirtualApp(engine, clock);
    expect(app.connect({ authentication: { jwt_token: 'j' } })?.result).toHaveProperty('protocol');
  });

  it('says which parameter is wrong', () => {
    const { engine, clock } = stage();
    const app = new VirtualApp(engine, clock);
    expect(app.connect({ contexts: 'default' })?.error).toEqual({
      code: -32602,
      message: 'contexts is a list of strings, not "default"',
      data: { signalwire_error_code: 'INVALID_PARAMS' },
    });
  });

  it.each([2, 3])('takes version %d', (major) => {
    const { engine, clock } = stage();
    const app = new VirtualApp(engine, clock);
    expect(app.connect({ version: { major, minor: 0, revision: 0 } })?.result).toHaveProperty('protocol');
  });

  it('takes no other version', () => {
    const { engine, clock } = stage();
    const app = new VirtualApp(engine, clock);
    expect(app.connect({ version: { major: 4 } })?.error).toMatchObject({
      code: -32602,
      message: 'version.major is 2 or 3, not 4',
    });
  });

  it('comes once on a connection', () => {
    const { app: open } = stage();
    expect(open().connect()?.error).toMatchObject({ code: -32600 });
  });
});

describe('a session', () => {
  it('is resumed with its calls, and gets the events that it missed', () => {
    const { app, engine, clock, caller } = conversation();
    const resume = resumeOf(app);
    app.leave();
    clock.advance(10_000);
    caller.hangUp();

    const back = new VirtualApp(engine, clock);
    expect(back.connect(resume)?.result).toMatchObject({
      protocol: resume['protocol'],
      session_restored: true,
      sessionid: app.frames[0]?.result?.['sessionid'],
    });
    expect(back.eventsOf('calling.call.state').map(({ call_state }) => call_state)).toEqual([
      'ending',
      'ended',
    ]);
    expect(back.frames[0]).toHaveProperty('result.protocol');
    expect(engine.unacknowledged).toEqual([]);
  });

  it('is resumed by its protocol alone, with the credentials', () => {
    const { app, engine, clock, caller } = conversation();
    const { protocol } = resumeOf(app);
    app.leave();
    const back = new VirtualApp(engine, clock);
    expect(back.connect({ protocol })?.result).toMatchObject({ protocol, session_restored: true });
    caller.hangUp();
    expect(back.eventsOf('calling.call.state')).toHaveLength(2);
  });

  it.each([
    ['a protocol that nobody has had', { protocol: 'signalwire_x_y' }],
    ['the authorization state of somebody else', { authorization_state: 'x' }],
  ])('is not resumed under %s: a new one is opened', (_, wrong) => {
    const { app, engine, clock } = conversation();
    const resume = resumeOf(app);
    app.leave();
    const result = new VirtualApp(engine, clock).connect({ ...resume, ...wrong })?.result;
    expect(result).toMatchObject({ session_restored: false, protocol: expect.any(String) });
    expect(result?.['protocol']).not.toBe(resume['protocol']);
    expect(engine.sessions.map(({ state }) => state)).toEqual(['away', 'connected']);
  });

  it('is not resumed without the credentials', () => {
    const { app, engine, clock } = conversation();
    const authentication = { project: 'p', token: 'x' };
    const back = new VirtualApp(engine, clock);
    expect(back.connect({ ...resumeOf(app), authentication })?.error).toMatchObject({ code: -32002 });
  });

  it('takes the authorization state of before until the new one is acknowledged', () => {
    const { app, engine, clock } = conversation();
    const first = resumeOf(app);
    app.leave();
    const deaf = new VirtualApp(engine, clock);
    deaf.answers = false;
    deaf.connect(first);
    deaf.leave();
    const second = new VirtualApp(engine, clock);
    expect(second.connect(first)?.result).toBeDefined();
    second.leave();
    const third = new VirtualApp(engine, clock);
    expect(third.connect(first)?.result).toMatchObject({ session_restored: false });
  });

  it('moves to the newer of two connections', () => {
    const { app, engine, clock, caller } = conversation();
    const back = new VirtualApp(engine, clock);
    back.connect(resumeOf(app));
    expect(app.closeCode).toBe(1000);
    expect(engine.connections).toBe(1);
    caller.hangUp();
    expect(back.eventsOf('calling.call.state')).toHaveLength(2);
  });

  it('keeps the latest events when it is away, as many as queueLimit', () => {
    const { app, engine, clock, caller } = conversation({ queueLimit: 1 });
    const resume = resumeOf(app);
    app.leave();
    caller.hangUp();
    const back = new VirtualApp(engine, clock);
    back.connect(resume);
    expect(back.events.map(({ type, params }) => [type, params['call_state']])).toEqual([
      ['signalwire.authorization.state', undefined],
      ['calling.call.state', 'ended'],
    ]);
  });

  it('is lost with its calls when it is away for longer than sessionTimeout', () => {
    const { app, engine, clock, caller } = conversation({ sessionTimeout: 5000 });
    const resume = resumeOf(app);
    app.leave();
    clock.advance(5000);
    expect(caller.endReason).toBe('error');
    expect(engine.sessions).toEqual([]);
    const { result } = new VirtualApp(engine, clock).connect(resume) ?? {};
    expect(result).toMatchObject({ session_restored: false });
  });

  it('leaves the calls that it has not answered to others when it is lost', () => {
    const { engine, app: open, clock } = stage({ sessionTimeout: 5000 });
    const first = open();
    const caller = engine.call();
    clock.advance(0);
    const second = open();
    first.leave();
    clock.advance(5000);
    expect(second.eventsOf('calling.call.receive')).toMatchObject([{ call_id: caller.callId }]);
    expect(caller.state).toBe('ringing');
  });
});

describe('signalwire.reauthenticate', () => {
  it('takes fresh credentials, and the session goes on', () => {
    const { app, ask } = conversation();
    const authentication = { project: 'p', token: 't' };
    expect(app.request('signalwire.reauthenticate', { authentication })?.result).toEqual({});
    expect(ask('calling.end')['code']).toBe('200');
  });

  it('refuses wrong ones, and the session goes on all the same', () => {
    const { app, ask } = conversation();
    const authentication = { project: 'p', token: 'x' };
    expect(app.request('signalwire.reauthenticate', { authentication })?.error).toMatchObject({
      code: -32002,
    });
    expect(ask('calling.end')['code']).toBe('200');
  });
});

describe.each([
  ['receive', 'Receiving events'],
  ['unreceive', 'Unreceiving events'],
])('signalwire.%s', (name, message) => {
  it('is answered in its own words', () => {
    const { app: open } = stage();
    expect(open().request(`signalwire.${name}`, { contexts: ['sales'] })?.result).toEqual({
      code: '200',
      message,
    });
  });

  it('is refused by a code in the result', () => {
    const { app: open, engine } = stage();
    engine.faults.refuse(`signalwire.${name}`, 402, 'Payment required');
    expect(open().request(`signalwire.${name}`, { contexts: ['sales'] })?.result).toEqual({
      code: '402',
      message: 'Payment required',
    });
  });
});

describe('a connection', () => {
  it('is pinged at an interval, and answers pings', () => {
    const { app: open, clock } = stage({ pingInterval: 5000 });
    const app = open();
    clock.advance(15_000);
    expect(app.frames.filter(({ method }) => method === 'signalwire.ping')).toHaveLength(3);
    expect(app.request('signalwire.ping', { timestamp: 7 })?.result).toEqual({ timestamp: 7 });
    app.leave();
    clock.advance(15_000);
    expect(app.frames.filter(({ method }) => method === 'signalwire.ping')).toHaveLength(3);
  });

  it('is given up when a ping is unanswered for pingTimeout, and its session is away from then on', () => {
    const { app: open, engine, clock } = stage({ pingInterval: 5000, pingTimeout: 12_000 });
    const app = open();
    clock.advance(5000);
    app.answers = false;
    clock.advance(16_999);
    expect(app.closeCode).toBeUndefined();
    clock.advance(1);
    expect([app.closeCode, engine.connections]).toEqual([1006, 0]);
    expect(engine.sessions.map(({ state }) => state)).toEqual(['away']);
  });

  it('is never given up when pingTimeout is 0', () => {
    const { app: open, clock } = stage({ pingInterval: 5000, pingTimeout: 0 });
    const app = open();
    app.answers = false;
    clock.advance(600_000);
    expect(app.closeCode).toBeUndefined();
  });

  it('is told that a method is unknown', () => {
    const { app: open } = stage();
    expect(open().request('calling.levitate')?.error).toEqual({
      code: -32601,
      message: 'Unknown method calling.levitate',
      data: { signalwire_error_code: 'METHOD_NOT_FOUND' },
    });
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '7',
    '{}',
    '{"id":"x"}',
    '{"id":"x","method":7}',
    '{"id":"x","method":"m","params":[]}',
  ])('survives the frame %j', (frame) => {
    const { app: open } = stage();
    const app = open();
    app.sendRaw(frame);
    const code = frame.includes('"x"') ? -32600 : undefined;
    expect(app.frames.at(-1)?.error?.code).toBe(code);
    expect(app.request('signalwire.ping')?.result).toEqual({});
  });

  it('leaves the events that it does not acknowledge to be seen', () => {
    const { app, engine, caller } = conversation();
    expect(engine.unacknowledged).toEqual([]);
    app.answers = false;
    caller.hangUp();
    expect(engine.unacknowledged.map(({ type }) => type)).toEqual([
      'calling.call.state',
      'calling.call.state',
    ]);
  });

  it('is sent again, once it has resumed, what it has not acknowledged, in order and under the same ids', () => {
    const { app, engine, caller, clock } = conversation();
    app.answers = false;
    caller.hangUp();
    const missed = engine.unacknowledged;
    expect(missed).toHaveLength(2);
    const authorization_state = app.authorizationState;
    app.leave();
    const next = new VirtualApp(engine, clock);
    next.connect({ protocol: missed[0]!.protocol, authorization_state });
    const told = next.frames.filter(({ method }) => method === 'signalwire.event');
    expect(told.map(({ id }) => id)).toEqual([expect.anything(), ...missed.map(({ id }) => id)]);
    expect(next.eventsOf('calling.call.state')).toEqual(app.eventsOf('calling.call.state').slice(-2));
    expect(engine.unacknowledged.filter(({ type }) => type.startsWith('calling.'))).toEqual([]);
  });

  it('is remembered by its latest events when it acknowledges none', () => {
    const { app, engine, ask } = conversation();
    app.answers = false;
    for (let time = 0; time < 600; time++) {
      ask('calling.play', { control_id: 'p1', play: [tts('hello')] });
      ask('calling.play.stop', { control_id: 'p1' });
    }
    expect(engine.unacknowledged).toHaveLength(1000);
  });
});
