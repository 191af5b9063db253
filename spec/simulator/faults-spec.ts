import { conversation, tts, VirtualApp } from './virtual-app.js';
import type { Conversation } from './virtual-app.js';

const PLAY = { control_id: 'p1', play: [tts('hello')] };

const resume = ({ app, engine, clock }: Conversation): VirtualApp => {
  const protocol = engine.sessions[0]?.protocol ?? app.frames[0]?.result?.['protocol'];
  const back = new VirtualApp(engine, clock);
  back.connect({ protocol, authorization_state: app.authorizationState });
  return back;
};

const answersAndEvents = (app: VirtualApp, since: number): string[] =>
  app.frames.slice(since).map(({ result, params }) => String(result?.['code'] ?? params?.['event_type']));

describe('drop', () => {
  it('cuts the connection and keeps the session', () => {
    const talk = conversation();
    talk.engine.faults.drop();
    expect(talk.app.closeCode).toBe(1006);
    expect(talk.engine.connections).toBe(0);
    expect(talk.caller.state).toBe('answered');
    expect(resume(talk).frames[0]).toHaveProperty('result.protocol');
  });

  it('cuts the connection of one session alone', () => {
    const { engine, app, clock } = conversation();
    const other = new VirtualApp(engine, clock);
    other.connect();
    engine.faults.drop({ protocol: engine.sessions[0]!.protocol });
    expect([app.closeCode, other.closeCode]).toEqual([1006, undefined]);
  });
});

describe('disconnect', () => {
  it('asks first, and closes when it is answered', () => {
    const talk = conversation();
    talk.engine.faults.disconnect();
    expect(talk.app.frames.at(-1)).toMatchObject({
      method: 'signalwire.disconnect',
      params: { restart: false },
    });
    expect(talk.app.closeCode).toBe(1000);
    expect(resume(talk).frames[0]).toHaveProperty('result.protocol');
  });

  it('closes after a second when it is not answered', () => {
    const { app, engine, clock } = conversation();
    app.answers = false;
    engine.faults.disconnect();
    clock.advance(999);
    expect(app.closeCode).toBeUndefined();
    clock.advance(1);
    expect(app.closeCode).toBe(1000);
  });

  it('forgets the session when it tells the client to', () => {
    const talk = conversation();
    talk.engine.faults.disconnect({ restart: true });
    expect(talk.caller.endReason).toBe('error');
    expect(resume(talk).frames[0]).toMatchObject({ result: { session_restored: false } });
  });
});

describe('stall', () => {
  it('keeps frames of both directions until it is released, and then sends them in order', () => {
    const { app, engine, ask, clock } = conversation();
    const since = app.frames.length;
    const stalled = engine.faults.stall();
    ask('calling.play', PLAY);
    clock.advance(10_000);
    expect(app.frames).toHaveLength(since);
    stalled.unsubscribe();
    expect(answersAndEvents(app, since)).toEqual(['200', 'calling.call.play']);
  });

  it('is not taken for a connection that has died, however long it lasts', () => {
    const { app, engine, clock } = conversation({ pingInterval: 5000, pingTimeout: 7000 });
    app.answers = false;
    clock.advance(5000);
    const stalled = engine.faults.stall();
    const [{ id } = {}] = app.frames.filter(({ method }) => method === 'signalwire.ping');
    app.sendRaw(JSON.stringify({ jsonrpc: '2.0', id, result: {} }));
    clock.advance(60_000);
    app.answers = true;
    stalled.unsubscribe();
    clock.advance(60_000);
    expect(app.closeCode).toBeUndefined();
  });

  it('leaves the events to the connection that resumes the session', () => {
    const talk = conversation();
    talk.ask('calling.play', PLAY);
    talk.engine.faults.stall();
    talk.clock.advance(10_000);
    expect(resume(talk).eventsOf('calling.call.play')).toMatchObject([{ state: 'finished' }]);
  });
});

describe('halfOpen', () => {
  it('answers nothing, ever, and says nothing of it', () => {
    const { app, engine, clock } = conversation();
    engine.faults.halfOpen();
    expect(app.request('signalwire.ping')).toBeUndefined();
    clock.advance(60_000);
    expect([app.closeCode, engine.connections]).toEqual([undefined, 1]);
  });

  it('keeps events for the resume', () => {
    const talk = conversation();
    talk.engine.faults.halfOpen();
    talk.caller.hangUp();
    expect(resume(talk).eventsOf('calling.call.state')).toHaveLength(2);
  });
});

describe('overtake', () => {
  it('sends the event before the answer to the request that caused it', () => {
    const { app, engine, ask } = conversation();
    const since = app.frames.length;
    engine.faults.overtake();
    ask('calling.play', PLAY);
    expect(answersAndEvents(app, since)).toEqual(['calling.call.play', '200']);
  });

  it('waits for an event of a type, and leaves other methods alone', () => {
    const { app, engine, ask, caller } = conversation();
    engine.faults.overtake({ method: 'calling.play_and_collect', event: 'calling.call.collect' });
    const since = app.frames.length;
    ask('calling.play', PLAY);
    ask('calling.play_and_collect', { ...PLAY, control_id: 'c1', collect: { digits: { max: 1 } } });
    caller.press('1');
    expect(answersAndEvents(app, since)).toEqual([
      '200',
      'calling.call.play',
      'calling.call.play',
      'calling.call.play',
      'calling.call.collect',
      '200',
    ]);
  });
});

describe('repeat', () => {
  it('sends the next events twice, under one id', () => {
    const { app, engine, ask, clock } = conversation();
    const since = app.frames.length;
    engine.faults.repeat(1);
    ask('calling.play', PLAY);
    clock.advance(10_000);
    const events = app.frames.slice(since).filter(({ method }) => method === 'signalwire.event');
    expect(events).toHaveLength(3);
    expect(events[0]).toEqual(events[1]);
  });
});

describe('refuse', () => {
  it('refuses the next requests of a method, which are not carried out', () => {
    const { engine, ask, app } = conversation();
    engine.faults.refuse('calling.play', 500, 'out of order', 2);
    const answers = [ask('calling.play', PLAY), ask('calling.play', PLAY), ask('calling.play', PLAY)];
    expect(answers.map(({ code }) => code)).toEqual(['500', '500', '200']);
    expect(answers[0]).toMatchObject({ message: 'out of order', control_id: 'p1' });
    expect(app.eventsOf('calling.call.play')).toHaveLength(1);
  });

  it('refuses a connect with an error of JSON-RPC', () => {
    const { engine, clock } = conversation();
    engine.faults.refuse('signalwire.connect', -32002, 'Not today');
    const app = new VirtualApp(engine, clock);
    expect(app.connect()?.error).toMatchObject({ code: -32002, message: 'Not today' });
    expect(app.connect()?.result).toBeDefined();
  });
});

describe('ignore', () => {
  it('neither answers the next request of a method nor carries it out', () => {
    const { engine, app, ask } = conversation();
    engine.faults.ignore('calling.play');
    expect(ask('calling.play', PLAY)).toEqual({});
    expect(app.eventsOf('calling.call.play')).toEqual([]);
    expect(ask('calling.play', PLAY)['code']).toBe('200');
  });
});

describe('how often', () => {
  it('is without end where it is Infinity, until it is cleared', () => {
    const { engine, ask } = conversation();
    engine.faults.refuse('calling.play', 500, 'never', Infinity);
    engine.faults.fail('record', Infinity);
    engine.faults.refuse('calling.hold', 500, 'later', 1e15);
    const codes = Array.from({ length: 50 }, () => ask('calling.play', PLAY)['code']);
    expect(new Set(codes)).toEqual(new Set(['500']));
    expect(ask('calling.hold')['code']).toBe('500');
    engine.faults.clear();
    expect(ask('calling.play', PLAY)['code']).toBe('200');
    expect(ask('calling.hold')['code']).toBe('200');
  });

  it.each([0, -1, 1.5, NaN, '2'])('is checked: %p', (times) => {
    const { faults } = conversation().engine;
    const plans = [
      () => faults.refuse('calling.play', 500, '', times as number),
      () => faults.ignore('calling.play', times as number),
      () => faults.fail('play', times as number),
      () => faults.overtake({ times: times as number }),
    ];
    for (const plan of plans) expect(plan).toThrow(RangeError);
  });

  it('forgets with clear() what cannot be carried out, too', () => {
    const { app, engine, ask, clock } = conversation();
    engine.faults.fail('play');
    engine.faults.clear();
    ask('calling.play', PLAY);
    clock.advance(10_000);
    expect(app.eventsOf('calling.call.play').map(({ state }) => state)).toEqual(['playing', 'finished']);
  });
});

describe('garble', () => {
  it('sends the frames that it is given, as they are', () => {
    const { engine } = conversation();
    const sent: unknown[] = [];
    engine.frames$.subscribe(({ frame }) => sent.push(frame));
    engine.faults.garble({ frames: ['null', '17'] });
    expect(sent).toEqual([null, 17]);
  });
});

describe('restart', () => {
  it('forgets the sessions: a resume is refused', () => {
    const talk = conversation();
    talk.engine.faults.restart();
    expect(talk.app.closeCode).toBe(1012);
    expect(talk.caller.endReason).toBe('error');
    expect(resume(talk).frames[0]).toMatchObject({ error: { code: -32002 } });
  });

  it('gives a new session to who resumes, when it is told to', () => {
    const talk = conversation();
    const before = talk.engine.sessions[0]?.protocol;
    talk.engine.faults.restart({ resume: 'new session' });
    const back = resume(talk);
    expect(back.frames[0]).toHaveProperty('result.protocol');
    expect(back.frames[0]?.result?.['protocol']).not.toBe(before);
  });
});
