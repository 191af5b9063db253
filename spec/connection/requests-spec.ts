import { defer, retry } from 'rxjs';
import { MAX_WAITING } from '../../lib/connection/requests.js';
import { RelayConnectionError } from '../../lib/protocol/errors.js';
import { REQUEST_TIMEOUT, liveSession } from './live-session.js';
import { hear } from './support.js';

describe('Requests', () => {
  it('sends at once when the connection is there', () => {
    const { requests, sockets } = liveSession();
    sockets.latest.accept();
    hear(requests.execute('calling.x', { n: 1 }));
    expect(sockets.latest.requests('calling.x')).toMatchObject([{ params: { n: 1 } }]);
    expect(requests.size).toEqual({ waiting: 0, unanswered: 1 });
  });

  it('tells just before a request leaves, and not before that', () => {
    const { requests, sockets } = liveSession();
    let sent = -1;
    hear(requests.execute('calling.x', {}, () => (sent = sockets.latest.requests('calling.x').length)));
    expect(sent).toBe(-1);
    sockets.latest.accept();
    expect(sent).toBe(0);
    expect(sockets.latest.requests('calling.x')).toHaveLength(1);
  });

  it('keeps what is asked while the connection is away, and sends it in order, after the authentication', () => {
    const { requests, sockets } = liveSession();
    for (const n of [1, 2, 3]) hear(requests.execute('calling.x', { n }));
    sockets.latest.open();
    for (const n of [4, 5]) hear(requests.execute('calling.x', { n }));
    expect(sockets.latest.requests().map(({ method }) => method)).toEqual(['signalwire.connect']);
    sockets.latest.answer('signalwire.connect', { protocol: 'P' });
    expect(sockets.latest.requests('calling.x').map(({ params }) => params!['n'])).toEqual([1, 2, 3, 4, 5]);
    expect(requests.size).toEqual({ waiting: 0, unanswered: 5 });
  });

  it('sends what is asked while it sends what has waited after all of that', () => {
    const { requests, sockets } = liveSession();
    const again = () => hear(requests.execute('calling.x', { n: 'asked meanwhile' }));
    hear(requests.execute('calling.x', { n: 1 }, again));
    hear(requests.execute('calling.x', { n: 2 }));
    sockets.latest.accept();
    expect(sockets.latest.requests('calling.x').map(({ params }) => params!['n'])).toEqual([
      1,
      2,
      'asked meanwhile',
    ]);
  });

  it('keeps what is asked while RELAY takes its leave', () => {
    const { requests, sockets, clock } = liveSession();
    sockets.latest.accept();
    sockets.latest.say({ jsonrpc: '2.0', id: 'd', method: 'signalwire.disconnect', params: {} });
    hear(requests.execute('calling.x', {}));
    expect(sockets.latest.requests('calling.x')).toEqual([]);
    sockets.latest.shut(1000);
    clock.advance(1_000);
    sockets.latest.accept();
    expect(sockets.latest.requests('calling.x')).toHaveLength(1);
  });

  it('does not send what was withdrawn before', () => {
    const { requests, sockets } = liveSession();
    hear(requests.execute('calling.withdrawn', {})).unsubscribe();
    hear(requests.execute('calling.x', {}));
    expect(requests.size).toEqual({ waiting: 1, unanswered: 0 });
    sockets.latest.accept();
    expect(sockets.latest.requests().map(({ method }) => method)).toEqual([
      'signalwire.connect',
      'calling.x',
    ]);
  });

  it('sends nothing twice, whatever becomes of the connection', () => {
    const { requests, sockets, clock } = liveSession();
    const outcome = hear(requests.execute('calling.x', {}));
    sockets.latest.accept();
    sockets.latest.shut(1006);
    expect(outcome.error).toBeInstanceOf(RelayConnectionError);
    expect(outcome.error).toMatchObject({ delivery: 'unknown' });
    clock.advance(1_000);
    sockets.latest.accept();
    expect(sockets.all.map((socket) => socket.requests('calling.x').length)).toEqual([1, 0]);
  });

  it('keeps 500, and refuses the next', () => {
    const { requests, sockets } = liveSession();
    const kept = Array.from({ length: MAX_WAITING }, (_, n) => hear(requests.execute('calling.x', { n })));
    const refused = hear(requests.execute('calling.x', { n: MAX_WAITING }));
    expect(MAX_WAITING).toBe(500);
    expect(refused.error).toMatchObject({ name: 'RelayConnectionError', delivery: 'unsent' });
    kept[0]!.unsubscribe();
    hear(requests.execute('calling.x', { n: 'in its place' }));
    sockets.latest.accept();
    const sent = sockets.latest.requests('calling.x').map(({ params }) => params!['n']);
    expect(sent).toHaveLength(500);
    expect(sent.slice(-2)).toEqual([499, 'in its place']);
  });

  it('refuses those of a loop in later turns of the event loop, so that it can be left', () => {
    const { requests, clock } = liveSession();
    for (let n = 0; n < MAX_WAITING; n += 1) hear(requests.execute('calling.x', { n }));
    let asked = 0;
    const loop = hear(
      defer(() => {
        asked += 1;
        if (asked > 10_000) throw new Error('The loop is never left');
        return requests.execute('calling.loop', {});
      }).pipe(retry({ count: 20_000 })),
    );
    expect(asked).toBeLessThan(20);
    clock.advance(1_000);
    expect(asked).toBeGreaterThan(20);
    expect(asked).toBeLessThan(200);
    expect(loop.ended).toBeUndefined();
    loop.unsubscribe();
    const before = asked;
    clock.advance(1_000);
    expect(asked).toBe(before);
  });

  it('gives up on what has waited too long, each by its own time, and sends it no more', () => {
    const { requests, sockets, clock } = liveSession();
    const first = hear(requests.execute('calling.first', {}));
    clock.advance(4_000);
    const second = hear(requests.execute('calling.second', {}));
    clock.advance(REQUEST_TIMEOUT - 4_001);
    expect(first.ended).toBeUndefined();
    clock.advance(1);
    expect(first.error).toMatchObject({
      name: 'RelayConnectionError',
      delivery: 'unsent',
      message: expect.stringContaining('calling.first'),
    });
    expect(second.ended).toBeUndefined();
    sockets.latest.accept();
    expect(sockets.latest.requests('calling.first')).toEqual([]);
    expect(sockets.latest.requests('calling.second')).toHaveLength(1);
  });

  it('holds the connection from the asking to the answer', () => {
    const { requests, sockets, clock, session, hold } = liveSession();
    hold.unsubscribe();
    clock.advance(0);
    expect(session.state.kind).toBe('idle');
    hear(requests.execute('calling.x', {}));
    sockets.latest.accept();
    clock.advance(1_000);
    expect(session.state.kind).toBe('ready');
    sockets.latest.answer('calling.x');
    clock.advance(0);
    expect(session.state.kind).toBe('idle');
  });

  it('holds it no longer when nobody waits for the answer, and is not disturbed by that answer', () => {
    const { requests, sockets, clock, session, hold, signals } = liveSession();
    sockets.latest.accept();
    hear(requests.execute('calling.x', {})).unsubscribe();
    sockets.latest.answer('calling.x');
    expect(signals.filter(({ kind }) => kind === 'trouble')).toEqual([]);
    hold.unsubscribe();
    clock.advance(0);
    expect(session.state.kind).toBe('idle');
  });

  it.each([
    ['completes', undefined],
    ['errors', new RelayConnectionError('over')],
  ])('%s at the end of the connection, and so does what is asked afterwards', (_, error) => {
    const { requests, sockets, session, clock } = liveSession();
    const waiting = hear(requests.execute('calling.waiting', {}));
    session.dispatch({ kind: 'close', ...(error && { error }) });
    const late = hear(requests.execute('calling.late', {}));
    for (const heard of [waiting, late]) {
      expect(heard).toMatchObject({ ended: error ? 'failed' : 'completed', error, values: [] });
    }
    sockets.latest.shut(1000);
    expect(requests.size).toEqual({ waiting: 0, unanswered: 0 });
    expect(clock.timers).toBe(0);
  });

  it('goes on with the others when one of them fails as it is sent', () => {
    const { requests, sockets } = liveSession();
    const bad = hear(requests.execute('calling.bad', { n: 1n }));
    hear(requests.execute('calling.x', {}));
    sockets.latest.accept();
    expect(bad.error).toBeInstanceOf(TypeError);
    expect(sockets.latest.requests('calling.x')).toHaveLength(1);
  });
});
