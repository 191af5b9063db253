import { MAX_WAITING } from '../../lib/connection/requests.js';
import { REQUEST_TIMEOUT, liveSession } from './live-session.js';
import { hear } from './support.js';

const END = 'calling.end';

describe('OwedRequests', () => {
  const hangUp = ({ owed }: ReturnType<typeof liveSession>) => hear(owed.execute('call-1', END, { n: 1 }));

  it('asks at once when the connection is there, and ends with the answer', () => {
    const live = liveSession();
    live.sockets.latest.accept();
    const outcome = hangUp(live);
    expect(live.sockets.latest.requests(END)).toMatchObject([{ params: { n: 1 } }]);
    live.sockets.latest.answer(END);
    expect(outcome).toMatchObject({ ended: 'completed', values: [{ code: '200' }] });
    expect(live.clock.timers).toBe(1);
  });

  it('waits for the connection however long it is away, past any limit of the queue', () => {
    const live = liveSession({ initialDelay: 60_000, maxDelay: 600_000, random: () => 0.99 });
    live.sockets.latest.accept();
    live.sockets.latest.shut(1006);
    for (let n = 0; n < MAX_WAITING; n += 1) hear(live.requests.execute('calling.x', {}));
    const outcomes = Array.from({ length: 1_000 }, (_, n) =>
      hear(live.owed.execute(`call-${n}`, END, { n })),
    );
    live.clock.advance(60_000);
    expect(live.owed.waiting).toBe(1_000);
    live.sockets.latest.accept();
    expect(live.sockets.latest.requests(END).map(({ params }) => params!['n'])).toEqual(
      outcomes.map((_, n) => n),
    );
    expect(live.owed.waiting).toBe(0);
  });

  it('asks again when its answer was lost with the connection, as often as that happens', () => {
    const live = liveSession();
    live.sockets.latest.accept();
    const outcome = hangUp(live);
    for (let times = 0; times < 30; times += 1) {
      live.sockets.latest.shut(1006);
      live.clock.advance(30_000);
      live.sockets.latest.accept();
      expect(live.sockets.latest.requests(END)).toHaveLength(1);
    }
    live.sockets.latest.answer(END);
    expect(outcome.ended).toBe('completed');
  });

  it.each([408, 429, 500, 503, -32603])('asks again after a growing pause when RELAY answers %s', (code) => {
    const live = liveSession();
    live.sockets.latest.accept();
    const outcome = hangUp(live);
    const asked = () => live.sockets.latest.requests(END).length;
    for (const [number, pause] of [500, 1_000, 2_000, 4_000].entries()) {
      live.sockets.latest.answer(END, { code: String(code), message: 'not now' });
      live.clock.advance(pause - 1);
      expect(asked()).toBe(number + 1);
      live.clock.advance(1);
      expect(asked()).toBe(number + 2);
    }
    live.sockets.latest.answer(END);
    expect(outcome.ended).toBe('completed');
  });

  it('pauses as after a first refusal, however often the answer was lost with the connection before', () => {
    const live = liveSession();
    live.sockets.latest.accept();
    hangUp(live);
    for (let times = 0; times < 10; times += 1) {
      live.sockets.latest.shut(1006);
      live.clock.advance(30_000);
      live.sockets.latest.accept();
    }
    live.sockets.latest.answer(END, { code: '503', message: 'not now' });
    live.clock.advance(500);
    expect(live.sockets.latest.requests(END)).toHaveLength(2);
  });

  it('asks again when RELAY does not answer though the connection is alive', () => {
    const live = liveSession();
    live.sockets.latest.accept();
    const outcome = hangUp(live);
    live.clock.advance(REQUEST_TIMEOUT - 1);
    live.sockets.latest.ping();
    live.clock.advance(30_000);
    live.sockets.all.slice(1).forEach((socket) => socket.accept());
    live.sockets.latest.answer(END);
    expect(outcome.ended).toBe('completed');
  });

  it.each(['404', '409', '400'])('errors with a refusal for good, %s, and names the call', (code) => {
    const live = liveSession();
    live.sockets.latest.accept();
    const outcome = hangUp(live);
    live.sockets.latest.answer(END, { code, message: 'no' });
    expect(outcome.error).toMatchObject({
      name: 'RelayError',
      code,
      method: END,
      message: 'calling.end for call call-1 was refused: no',
    });
    live.clock.advance(60_000);
    expect(live.sockets.all.flatMap((socket) => socket.requests(END))).toHaveLength(1);
  });

  it('ends without a value when the session is lost, and asks nothing of the new one', () => {
    const live = liveSession();
    live.sockets.latest.accept('one');
    const outcome = hangUp(live);
    live.sockets.latest.shut(1006);
    live.clock.advance(1_000);
    live.sockets.latest.accept('two');
    expect(outcome).toMatchObject({ ended: 'completed', values: [] });
    expect(live.sockets.latest.requests(END)).toEqual([]);
  });

  it('is given up when it is unsubscribed, in a pause as well, and leaves no timer', () => {
    const live = liveSession();
    live.sockets.latest.accept();
    const outcome = hangUp(live);
    const timers = live.clock.timers;
    live.sockets.latest.answer(END, { code: '503', message: 'not now' });
    expect(live.clock.timers).toBe(timers);
    outcome.unsubscribe();
    expect(live.clock.timers).toBe(timers - 1);
    live.clock.advance(5_000);
    expect(live.sockets.latest.requests(END)).toHaveLength(1);
  });

  it('holds the connection until it ends', () => {
    const live = liveSession();
    live.sockets.latest.accept();
    const outcome = hangUp(live);
    live.hold.unsubscribe();
    live.clock.advance(100);
    expect(live.session.state.kind).toBe('ready');
    live.sockets.latest.answer(END);
    live.clock.advance(1);
    expect(outcome.ended).toBe('completed');
    expect(live.session.state.kind).toBe('idle');
  });

  it('completes when the client is closed, also when it is asked for after that', () => {
    const live = liveSession();
    const outcome = hangUp(live);
    live.session.dispatch({ kind: 'close' });
    expect(outcome).toMatchObject({ ended: 'completed', values: [] });
    expect(hangUp(live)).toMatchObject({ ended: 'completed', values: [] });
  });

  it('names the call and the method when the connection ends for good', () => {
    const live = liveSession(false);
    live.sockets.latest.accept();
    const outcome = hangUp(live);
    live.sockets.latest.shut(1006);
    expect(outcome.error).toMatchObject({ name: 'RelayConnectionError', delivery: 'unknown' });
    expect((outcome.error as Error).message).toMatch(/^calling\.end for call call-1 was given up: /);
  });
});
