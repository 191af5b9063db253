import { inspect } from 'node:util';
import fc from 'fast-check';
import { Subject, defer, of, throwError } from 'rxjs';
import { RelayAuthenticationError, type RelayConnectionError } from '../../lib/protocol/errors.js';
import { REQUEST_TIMEOUT, liveSession, session as setUp } from './live-session.js';
import {
  InexactClock,
  AUTHORIZATION_STATE,
  TOKEN,
  authorization,
  event,
  hear,
  request,
  type FakeSockets,
} from './support.js';

const connectParams = (sockets: FakeSockets): unknown =>
  sockets.latest.requests('signalwire.connect')[0]?.params;

describe('Session: while it is held', () => {
  it('opens one socket, says who it is once that is open, and is ready when it is let in', () => {
    const { sockets, session, signals, statuses } = setUp();
    expect(sockets.all).toHaveLength(0);
    session.hold();
    session.hold();
    expect(sockets.all).toHaveLength(1);
    expect(sockets.latest.frames).toEqual([]);
    sockets.latest.open();
    expect(sockets.latest.requests().map(({ method }) => method)).toEqual(['signalwire.connect']);
    expect(session.state.kind).toBe('authenticating');
    sockets.latest.answer('signalwire.connect', { protocol: 'P', identity: 'i' });
    expect(session.state).toMatchObject({ kind: 'ready', continuity: 'first' });
    expect(signals).toEqual([{ kind: 'ready', continuity: 'first' }]);
    expect(statuses).toEqual(['disconnected', 'connecting', 'connected']);
  });

  it('closes when the last holder lets go, at the end of the turn', () => {
    const { clock, sockets, session, statuses } = setUp();
    const holds = [session.hold(), session.hold()];
    sockets.latest.accept();
    holds[0]!.unsubscribe();
    holds[0]!.unsubscribe();
    clock.advance(0);
    expect(session.state.kind).toBe('ready');
    holds[1]!.unsubscribe();
    expect(session.state.kind).toBe('ready');
    clock.advance(0);
    expect(session.state.kind).toBe('idle');
    expect(sockets.latest.closing).toBe(1000);
    expect(statuses.at(-1)).toBe('disconnected');
  });

  it('stays when it is held again within the turn', () => {
    const { clock, sockets, session } = setUp();
    const hold = session.hold();
    sockets.latest.accept();
    hold.unsubscribe();
    session.hold();
    clock.advance(0);
    expect(session.state.kind).toBe('ready');
    expect(sockets.all).toHaveLength(1);
  });

  it('gives up what it was about to try when nobody holds it any more', () => {
    const { clock, sockets, session } = setUp();
    const hold = session.hold();
    sockets.latest.shut(1006);
    expect(session.state.kind).toBe('waiting');
    hold.unsubscribe();
    clock.advance(60_000);
    expect(session.state.kind).toBe('idle');
    expect(sockets.all).toHaveLength(1);
    expect(clock.timers).toBe(0);
  });

  it('tears a socket down whose server does not close it within 2 s', () => {
    const { clock, sockets, session } = setUp();
    session.hold().unsubscribe();
    sockets.latest.accept();
    clock.advance(1_999);
    expect(sockets.latest.closing).toBe(1000);
    clock.advance(1);
    expect(sockets.latest.closing).toBe('terminated');
    expect(clock.timers).toBe(0);
  });
});

describe('Session: when its credentials come from elsewhere', () => {
  it('says who it is when they are there, and on no other socket than its own', () => {
    const credentials$ = new Subject<object>();
    const { clock, sockets, session } = liveSession(undefined, credentials$);
    sockets.latest.open();
    expect(sockets.latest.frames).toEqual([]);
    sockets.latest.shut(1006);
    expect(credentials$.observed).toBe(false);
    clock.advance(1_000);
    sockets.latest.open();
    credentials$.next({ authorization_state: 'now' });
    expect(sockets.all.map(({ frames }) => frames.length)).toEqual([0, 1]);
    expect(connectParams(sockets)).toEqual({ authorization_state: 'now' });
    sockets.latest.answer('signalwire.connect', { protocol: 'P' });
    expect(session.state.kind).toBe('ready');
  });

  it('waits, and asks for them again, when they cannot be had', () => {
    const error = new Error('the key server is away');
    let asked = 0;
    const credentials$ = defer(() => ((asked += 1) === 1 ? throwError(() => error) : of({})));
    const { clock, sockets, session, signals } = liveSession(undefined, credentials$);
    sockets.latest.open();
    expect(session.state).toMatchObject({ kind: 'waiting', memory: { attempt: 1, refusals: 0 } });
    expect(signals.at(-1)).toMatchObject({ kind: 'trouble', error: { cause: error } });
    expect(sockets.latest.closing).toBe(1000);
    clock.advance(1_000);
    sockets.latest.accept();
    expect(session.state.kind).toBe('ready');
    expect(asked).toBe(2);
  });

  it('keeps the session that it is to resume when they cannot be had for a while', () => {
    let there = true;
    const credentials$ = defer(() => (there ? of({}) : throwError(() => new Error('away'))));
    const { clock, sockets, signals } = liveSession(undefined, credentials$);
    sockets.latest.accept('P');
    there = false;
    sockets.latest.shut(1006);
    clock.advance(1_000);
    sockets.latest.open();
    there = true;
    clock.advance(2_000);
    sockets.latest.accept('P');
    expect(signals.at(-1)).toEqual({ kind: 'ready', continuity: 'resumed' });
  });

  it('shows no secret that RELAY duplicates when it refuses', () => {
    const authentication = { project: 'p', token: TOKEN };
    const { clock, sockets, session, signals } = liveSession(
      undefined,
      of({ authentication, authorization_state: AUTHORIZATION_STATE }),
    );
    for (const attempt of [0, 1, 2]) {
      sockets.latest.open();
      sockets.latest.refuse('signalwire.connect', -32002, `${TOKEN} (${AUTHORIZATION_STATE}) is not good`);
      if (attempt < 2) clock.advance(2_000);
    }
    expect(session.state).toMatchObject({ kind: 'closed' });
    const { error } = session.state as { error: RelayConnectionError };
    expect(error.message).toContain('(masked) ((masked)) is not good');
    const shown = inspect([error, signals], { depth: Infinity, showHidden: true });
    expect(shown).not.toContain(TOKEN);
    expect(shown).not.toContain(AUTHORIZATION_STATE);
  });
});

describe('Session: when the connection is lost', () => {
  it('waits 1 s doubling to 30 s, and 1 s again once a connection has lasted for 30 s', () => {
    const { clock, sockets } = liveSession();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 7; attempt++) {
      const [opened, since] = [sockets.all.length, clock.now()];
      sockets.latest.shut(1006);
      while (sockets.all.length === opened) clock.advance(500);
      waits.push(clock.now() - since);
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    sockets.latest.accept();
    for (let time = 0; time < 29_999; time += 1_000) {
      clock.advance(Math.min(1_000, 29_999 - time));
      sockets.latest.ping();
    }
    sockets.latest.shut(1006);
    clock.advance(29_999);
    expect(sockets.all).toHaveLength(8);
    clock.advance(1);
    sockets.latest.accept();
    for (let time = 0; time < 30_000; time += 1_000) {
      clock.advance(1_000);
      sockets.latest.ping();
    }
    sockets.latest.shut(1006);
    clock.advance(1_000);
    expect(sockets.all).toHaveLength(10);
  });

  it('waits longer and longer for a connection that closes as soon as it is up', () => {
    const { clock, sockets } = liveSession();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 6; attempt++) {
      sockets.latest.accept();
      const [opened, since] = [sockets.all.length, clock.now()];
      sockets.latest.shut(1006);
      while (sockets.all.length === opened) clock.advance(500);
      waits.push(clock.now() - since);
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000]);
  });

  it.each([-32603, -32000, -32601, 500])('connects afresh when its resume is refused with %i', (code) => {
    const { clock, sockets, signals } = liveSession();
    sockets.latest.accept('P');
    sockets.latest.shut(1006);
    clock.advance(1_000);
    sockets.latest.open();
    sockets.latest.refuse('signalwire.connect', code);
    sockets.latest.accept('Q');
    expect(connectParams(sockets)).toEqual({});
    expect(signals.at(-1)).toEqual({ kind: 'ready', continuity: 'lost' });
  });

  it('ends in a fresh session when RELAY names no protocol any more, and does not go round', () => {
    const { clock, sockets, signals } = liveSession();
    sockets.latest.accept('P');
    sockets.latest.shut(1006);
    clock.advance(1_000);
    for (const afresh of [false, true]) {
      sockets.latest.open();
      expect(connectParams(sockets)).toEqual(afresh ? {} : { protocol: 'P' });
      sockets.latest.answer('signalwire.connect', { identity: 'i' });
    }
    expect(sockets.all).toHaveLength(3);
    expect(signals.at(-1)).toEqual({ kind: 'ready', continuity: 'lost' });
  });

  it('believes RELAY that says that it has restored the session', () => {
    const { clock, sockets, signals } = liveSession();
    sockets.latest.accept('P');
    sockets.latest.shut(1006);
    clock.advance(1_000);
    sockets.latest.open();
    sockets.latest.answer('signalwire.connect', { protocol: 'Q', session_restored: true });
    expect(signals.at(-1)).toEqual({ kind: 'ready', continuity: 'resumed' });
  });

  it('shows why RELAY closes, without a secret', () => {
    const { sockets, signals } = liveSession(
      { random: () => 1 },
      of({ authentication: { project: 'p', token: TOKEN } }),
    );
    sockets.latest.accept('P');
    sockets.latest.emit('close', 4000, Buffer.from(`maintenance, ${TOKEN}`));
    expect(signals.at(-1)).toMatchObject({
      error: { message: 'The connection was lost: the socket closed with code 4000 (maintenance, (masked))' },
    });
  });

  it('is connecting until it was let in once, and reconnecting from then on', () => {
    const { clock, sockets, statuses } = liveSession();
    sockets.latest.shut(1006);
    clock.advance(1_000);
    sockets.latest.accept();
    sockets.latest.shut(1006);
    clock.advance(2_000);
    sockets.latest.accept();
    expect(statuses).toEqual(['disconnected', 'connecting', 'connected', 'reconnecting', 'connected']);
  });

  it('shows the session to be resumed, with the last authorization state', () => {
    const { clock, sockets, signals } = liveSession();
    sockets.latest.accept('P');
    expect(connectParams(sockets)).toEqual({});
    sockets.latest.say(authorization('first'));
    sockets.latest.say(authorization());
    sockets.latest.shut(1006);
    clock.advance(1_000);
    sockets.latest.accept('P');
    expect(connectParams(sockets)).toEqual({ protocol: 'P', authorization_state: AUTHORIZATION_STATE });
    expect(signals.filter(({ kind }) => kind === 'ready')).toEqual([
      { kind: 'ready', continuity: 'first' },
      { kind: 'ready', continuity: 'resumed' },
    ]);
  });

  it('says that the session is lost when another comes', () => {
    const { clock, sockets, signals } = liveSession();
    sockets.latest.accept('P');
    sockets.latest.shut(1006);
    clock.advance(1_000);
    sockets.latest.accept('Q');
    expect(signals.at(-1)).toEqual({ kind: 'ready', continuity: 'lost' });
  });

  it('connects afresh at once when the resume is refused, and does not count that', () => {
    const { clock, sockets, session, signals } = liveSession();
    sockets.latest.accept('P');
    sockets.latest.shut(1006);
    clock.advance(1_000);
    sockets.latest.open();
    const before = clock.now();
    sockets.latest.refuse('signalwire.connect', -32002);
    expect(sockets.all).toHaveLength(3);
    expect(clock.now()).toBe(before);
    sockets.latest.open();
    expect(connectParams(sockets)).toEqual({});
    expect(session.state).toMatchObject({ memory: { refusals: 0 } });
    sockets.latest.answer('signalwire.connect', { protocol: 'Q' });
    expect(signals.at(-1)).toEqual({ kind: 'ready', continuity: 'lost' });
  });

  it('forgets the session when RELAY restarts, and keeps it otherwise', () => {
    for (const [restart, params] of [
      [true, {}],
      [false, { protocol: 'P', authorization_state: AUTHORIZATION_STATE }],
    ] as const) {
      const { clock, sockets, session } = liveSession();
      sockets.latest.accept('P');
      sockets.latest.say(authorization());
      sockets.latest.say(request('signalwire.disconnect', { restart }));
      expect(session.state.kind).toBe('leaving');
      expect(sockets.latest.closing).toBeUndefined();
      sockets.latest.shut(1000);
      clock.advance(1_000);
      sockets.latest.open();
      expect(connectParams(sockets)).toEqual(params);
    }
  });

  it('closes by itself when RELAY takes its leave and does not go within 5 s', () => {
    const { clock, sockets } = liveSession();
    sockets.latest.accept();
    sockets.latest.say(request('signalwire.disconnect', {}));
    clock.advance(4_999);
    expect(sockets.latest.closing).toBeUndefined();
    clock.advance(1);
    expect(sockets.latest.closing).toBe(1000);
    clock.advance(1_000);
    expect(sockets.all).toHaveLength(2);
  });

  it('still hears events and answers while RELAY takes its leave', () => {
    const { sockets, signals, requests } = liveSession();
    sockets.latest.accept();
    const asked = hear(requests.execute('calling.x', {}));
    sockets.latest.say(request('signalwire.disconnect', {}));
    sockets.latest.say(event('x', {}));
    sockets.latest.answer('calling.x');
    expect(signals.at(-1)).toMatchObject({ kind: 'event', params: { event_type: 'x' } });
    expect(asked.ended).toBe('completed');
  });

  it('gives up when it is told to, with the error that it gave up on', () => {
    const { sockets, session, signals, statuses } = liveSession(false);
    sockets.latest.accept();
    sockets.latest.shut(1006, new Error('ECONNRESET'));
    expect(session.state.kind).toBe('closed');
    expect(signals.at(-1)).toMatchObject({ kind: 'ended', error: { cause: { message: 'ECONNRESET' } } });
    expect(statuses.at(-1)).toBe('disconnected');
  });

  it('asks a function when to try again, and gives up when that ends without a value', () => {
    const notifier = jest.fn((_: RelayConnectionError, attempt: number) => (attempt < 3 ? of(1) : []));
    const { sockets, session } = liveSession(notifier);
    for (let n = 0; n < 3; n++) sockets.latest.shut(1006);
    expect(notifier.mock.calls.map(([error, attempt]) => [error.name, attempt])).toEqual([
      ['RelayConnectionError', 1],
      ['RelayConnectionError', 2],
      ['RelayConnectionError', 3],
    ]);
    expect(sockets.all).toHaveLength(3);
    expect(session.state.kind).toBe('closed');
  });

  it('gives up when that function throws', () => {
    const { sockets, session } = setUp(() => {
      throw new Error('broken');
    });
    session.hold();
    sockets.latest.shut(1006);
    expect(session.state).toMatchObject({ kind: 'closed', error: { name: 'RelayConnectionError' } });
  });

  it('is not disturbed by what is still said on a socket that it has left', () => {
    const { clock, sockets, session, signals } = liveSession();
    sockets.latest.accept();
    const hold = session.hold();
    const [first] = sockets.all;
    session.dispatch({ kind: 'setback', setback: { kind: 'silent', method: 'm' } });
    clock.advance(1_000);
    const before = signals.length;
    first!.say(event('x', {}));
    first!.shut(1006);
    expect(signals).toHaveLength(before);
    expect(session.state.kind).toBe('connecting');
    hold.unsubscribe();
  });
});

describe('Session: credentials', () => {
  it('ends at the third refusal running, and tries no more', () => {
    const { clock, sockets, signals } = liveSession();
    for (let n = 0; n < 3; n++) {
      sockets.latest.open();
      sockets.latest.refuse('signalwire.connect', -32002, 'Unauthorized');
      clock.advance(60_000);
    }
    expect(sockets.all).toHaveLength(3);
    expect(signals.at(-1)).toMatchObject({ kind: 'ended' });
    expect((signals.at(-1) as { error: unknown }).error).toBeInstanceOf(RelayAuthenticationError);
    expect(sockets.all.every(({ closing }) => closing !== undefined)).toBe(true);
    expect(clock.timers).toBe(0);
  });

  it('takes an answer that names no protocol for a refusal that may pass', () => {
    const { clock, sockets, session } = liveSession();
    sockets.latest.open();
    sockets.latest.answer('signalwire.connect', { identity: 'i' });
    expect(session.state).toMatchObject({
      kind: 'waiting',
      error: { message: expect.stringContaining('no protocol') },
    });
    clock.advance(1_000);
    sockets.latest.accept();
    expect(session.state.kind).toBe('ready');
  });
});

describe('Session: a connection that is half-open', () => {
  it('is probed after 15 s without a ping, and replaced when there is no answer to that', () => {
    const { clock, sockets, session } = liveSession();
    sockets.latest.accept();
    clock.advance(14_999);
    expect(sockets.latest.requests('signalwire.ping')).toHaveLength(0);
    clock.advance(1);
    expect(sockets.latest.requests('signalwire.ping')).toHaveLength(1);
    clock.advance(REQUEST_TIMEOUT - 1);
    expect(session.state.kind).toBe('ready');
    clock.advance(1);
    expect(session.state.kind).toBe('waiting');
    expect(sockets.latest.closing).toBe(1000);
    clock.advance(1_000);
    expect(sockets.all).toHaveLength(2);
  });

  it('is left alone when the probe is answered, and probed again after as long a silence', () => {
    const { clock, sockets, session } = liveSession();
    sockets.latest.accept();
    for (let n = 1; n <= 4; n++) {
      clock.advance(15_000);
      expect(sockets.latest.requests('signalwire.ping')).toHaveLength(n);
      sockets.latest.answer('signalwire.ping', {});
    }
    expect(session.state.kind).toBe('ready');
    expect(sockets.all).toHaveLength(1);
  });

  it('is not suspect while it pings', () => {
    const { clock, sockets } = liveSession();
    sockets.latest.accept();
    for (let n = 0; n < 20; n++) {
      clock.advance(14_000);
      sockets.latest.ping();
    }
    expect(sockets.all).toHaveLength(1);
    expect(sockets.latest.requests('signalwire.ping')).toHaveLength(0);
  });

  it('is found out by a request that has no answer', () => {
    const { clock, sockets, session, requests } = liveSession();
    sockets.latest.accept();
    const asked = hear(requests.execute('calling.x', {}));
    clock.advance(5_000);
    const second = hear(requests.execute('calling.y', {}));
    clock.advance(REQUEST_TIMEOUT - 5_000);
    expect(asked.error).toMatchObject({ name: 'RelayConnectionError', delivery: 'unknown' });
    expect(second.error).toMatchObject({ name: 'RelayConnectionError', delivery: 'unknown' });
    expect(session.state.kind).toBe('waiting');
  });

  it('is found, however early or late timers fire, with a request and without', () => {
    const offsets$ = fc.array(fc.oneof(fc.double({ min: -1, max: 0, noNaN: true }), fc.nat(9_000)), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(offsets$, fc.option(fc.nat(30_000)), (offsets, askedAt) => {
        const { clock, sockets, requests } = liveSession(undefined, undefined, new InexactClock(offsets));
        sockets.latest.accept();
        if (askedAt !== null) {
          clock.advance(askedAt);
          hear(requests.execute('calling.x', {}));
        }
        clock.advance(90_000);
        expect(sockets.all.length).toBeGreaterThan(1);
      }),
      { numRuns: 500 },
    );
  });

  it('is found out when signalwire.connect itself has no answer', () => {
    const { clock, sockets, session } = liveSession();
    sockets.latest.open();
    clock.advance(REQUEST_TIMEOUT);
    expect(session.state).toMatchObject({ kind: 'waiting', memory: { attempt: 1 } });
    clock.advance(1_000);
    sockets.latest.accept();
    expect(session.state.kind).toBe('ready');
  });
});

describe('Session: its end', () => {
  it('leaves no listener, no timer and no request behind', () => {
    const { clock, sockets, session, requests } = liveSession();
    sockets.latest.accept();
    clock.advance(20_000);
    hear(requests.execute('calling.x', {}));
    session.dispatch({ kind: 'close' });
    const { latest } = sockets;
    expect(latest.closing).toBe(1000);
    expect(['open', 'message', 'upgrade'].map((name) => latest.listenerCount(name))).toEqual([0, 0, 0]);
    latest.shut(1000);
    expect(clock.timers).toBe(0);
    expect(requests.size).toEqual({ waiting: 0, unanswered: 0 });
  });

  it('leaves nothing behind of a connection that came and went many times', () => {
    const { clock, sockets, session } = setUp();
    const hold = session.hold();
    for (let n = 0; n < 50; n++) {
      sockets.latest.accept('P');
      sockets.latest.ping();
      sockets.latest.shut(1006);
      clock.advance(30_000);
    }
    sockets.latest.accept('P');
    hold.unsubscribe();
    clock.advance(0);
    sockets.latest.shut(1000);
    expect(clock.timers).toBe(0);
    for (const socket of sockets.all.slice(0, -1)) expect(socket.eventNames()).toEqual([]);
  });

  it('may come from within a signal', () => {
    const { sockets, session, signals$, signals } = setUp();
    signals$.subscribe(({ kind }) => {
      if (kind === 'ready') session.dispatch({ kind: 'close' });
    });
    session.hold();
    sockets.latest.accept();
    expect(session.state.kind).toBe('closed');
    expect(signals.map(({ kind }) => kind)).toEqual(['ready', 'ended']);
    expect(sockets.latest.closing).toBe(1000);
  });
});
