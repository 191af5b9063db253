import { Subject } from 'rxjs';
import { ActiveCalls } from '../../lib/actions/active-calls.js';
import { LiveCall } from '../../lib/actions/live-call.js';
import { Connection } from '../../lib/connection/connection.js';
import type { RelayClientOptions } from '../../lib/client/options.js';
import { settle } from '../../lib/client/settings.js';
import { Metrics, type Gauges } from '../../lib/metrics/metrics.js';
import { RelayConnectionError, RelaySessionLostError } from '../../lib/protocol/errors.js';
import { Clock, FakeSockets, event, hear } from './support.js';

function setUp(options: RelayClientOptions = {}) {
  const clock = new Clock();
  const sockets = new FakeSockets();
  const settings = settle(
    {
      project: 'p',
      token: 't',
      scheduler: clock,
      socket: sockets.factory,
      reconnect: { random: () => 1 },
      ...options,
    },
    {},
  );
  const metrics: Metrics = new Metrics(settings.platform, () => ({}) as Gauges);
  const connection = new Connection(settings, metrics);
  const activeCalls = new ActiveCalls(connection, metrics, settings.callTimeout);
  return { clock, sockets, connection, activeCalls };
}

/** How much is held of anybody's behalf. */
const held = ({ size }: Connection): number => Object.values(size).reduce((sum, count) => sum + count, 0);

describe('Connection', () => {
  it('brings an event to its operation, its call, the listeners of its type and those of all, in that order', () => {
    const { sockets, connection } = setUp();
    const order: string[] = [];
    connection.events$.subscribe(() => order.push('all'));
    connection.on('calling.call.play').subscribe(() => order.push('type'));
    connection.on('calling.call.collect').subscribe(() => order.push('another type'));
    connection.router.addCall('c', { event: () => order.push('call'), cutOff: () => undefined });
    connection.router.addOperation('c', 'k', { event: () => order.push('operation') });
    connection.hold();
    sockets.latest.accept();
    sockets.latest.say(event('calling.call.play', { call_id: 'c', control_id: 'k', state: 'playing' }));
    expect(order).toEqual(['operation', 'call', 'type', 'all']);
  });

  it('goes on when a listener throws', () => {
    jest.useFakeTimers();
    try {
      const { sockets, connection } = setUp();
      connection.events$.subscribe(() => {
        throw new Error('broken');
      });
      const heard = hear(connection.events$);
      connection.hold();
      sockets.latest.accept();
      for (const n of [1, 2]) sockets.latest.say(event('x', { n }));
      expect(heard.values.map(({ params }) => params['n'])).toEqual([1, 2]);
      // RxJS rethrows it where nobody is hurt but who listens for uncaught errors.
      expect(() => jest.runAllTimers()).toThrow('broken');
    } finally {
      jest.useRealTimers();
    }
  });

  it('hears first and holds then, so that what comes first is not missed', () => {
    const { sockets, connection } = setUp({
      socket: (url, options) => {
        const socket = sockets.factory(url, options);
        // A server that is faster than any other.
        socket.readyState = 1;
        socket.on('sent', ({ method }: { method?: string }) => {
          if (method !== 'signalwire.connect') return;
          socket.answer('signalwire.connect', { protocol: 'P' });
          socket.say(event('x', {}));
        });
        return socket;
      },
    });
    const heard = hear(connection.held(connection.events$));
    expect(heard.values.map(({ type }) => type)).toEqual(['x']);
  });

  it('keeps a listener’s place for a type only while somebody listens', () => {
    const { sockets, connection } = setUp();
    const both = [hear(connection.on('x')), hear(connection.on('x'))];
    hear(connection.on('y')).unsubscribe();
    expect(connection.size.types).toBe(1);
    expect(held(connection)).toBe(1);
    both[0]!.unsubscribe();
    connection.hold();
    sockets.latest.accept();
    sockets.latest.say(event('x', {}));
    expect(both.map(({ values }) => values.length)).toEqual([0, 1]);
    both[1]!.unsubscribe();
    expect(held(connection)).toBe(0);
  });

  it('lets listeners come and go from within an event', () => {
    const { sockets, connection } = setUp();
    const heard: string[] = [];
    const first = connection.on('x').subscribe(() => {
      heard.push('first');
      first.unsubscribe();
      connection.on('x').subscribe(() => heard.push('second'));
    });
    connection.hold();
    sockets.latest.accept();
    for (const n of [1, 2]) sockets.latest.say(event('x', { n }));
    expect(heard).toEqual(['first', 'second']);
  });

  it('watches without holding: errors$, status$, events$ and on open nothing', () => {
    const { sockets, connection } = setUp();
    hear(connection.errors$);
    hear(connection.status$);
    hear(connection.events$);
    hear(connection.on('x'));
    expect(sockets.all).toHaveLength(0);
  });

  it('tells of what went wrong, and writes a warning', () => {
    const warn = jest.fn();
    const ignore = (): void => undefined;
    const { connection } = setUp({ logger: { debug: ignore, info: ignore, warn, error: ignore } });
    const errors = hear(connection.errors$);
    const error = new RelayConnectionError('lost');
    connection.report(error);
    expect(errors.values).toEqual([error]);
    expect(warn).toHaveBeenCalledWith('lost', { name: 'RelayConnectionError', code: 'ERR_RELAY_CONNECTION' });
  });

  it('tells of an answer to nothing that was asked', () => {
    const { sockets, connection } = setUp();
    const errors = hear(connection.errors$);
    connection.hold();
    sockets.latest.accept();
    sockets.latest.say({ jsonrpc: '2.0', id: 'unknown', result: {} });
    expect(errors.values).toMatchObject([{ name: 'RelayProtocolError' }]);
  });

  it('has nothing left of anybody when it is over', () => {
    const { clock, sockets, connection, activeCalls } = setUp();
    hear(connection.on('x'));
    const call = new LiveCall(activeCalls, 'c', 'n', 'created');
    hear(connection.execute('calling.waiting', {}));
    sockets.latest.accept();
    hear(call.command('calling.answer'));
    expect(connection.size).toMatchObject({ calls: 1, unanswered: 2, types: 1 });
    connection.close();
    sockets.latest.shut(1000);
    expect(held(connection)).toBe(0);
    expect(clock.timers).toBe(0);
  });

  it('ends the calls first, then what waits, then the listeners, and errors$ without an error', () => {
    const giveUp = new Subject<void>();
    const { sockets, connection, activeCalls } = setUp({ reconnect: () => giveUp });
    const order: string[] = [];
    const end = (name: string) => ({
      error: () => order.push(name),
      complete: () => order.push(`${name} completes`),
    });
    connection.errors$.subscribe(end('errors$'));
    connection.events$.subscribe(end('events$'));
    connection.on('x').subscribe(end('on'));
    new LiveCall(activeCalls, 'c', 'n', 'created').ended$.subscribe(end('call'));
    sockets.latest.accept();
    sockets.latest.shut(1006);
    connection.execute('calling.x', {}).subscribe(end('request'));
    giveUp.complete();
    expect(order).toEqual(['call completes', 'request', 'on', 'events$', 'errors$ completes']);
  });
});

describe('Connection: a session that is lost', () => {
  it('ends the calls before anything that waits goes out', () => {
    const { clock, sockets, connection, activeCalls } = setUp();
    const call = new LiveCall(activeCalls, 'c', 'n', 'created');
    sockets.latest.accept('P');
    sockets.latest.shut(1006);
    let ended = false;
    call.ended$.subscribe(({ reason }) => (ended = reason === 'sessionLost'));
    let endedFirst = false;
    hear(connection.execute('calling.x', {}, () => (endedFirst = ended)));
    clock.advance(1_000);
    sockets.latest.accept('Q');
    expect(endedFirst).toBe(true);
    expect(call.state).toBe('ended');
    expect(connection.size.calls).toBe(0);
  });

  it('leaves the calls alone when the session is resumed', () => {
    const { clock, sockets, activeCalls } = setUp();
    const call = new LiveCall(activeCalls, 'c', 'n', 'created');
    sockets.latest.accept('P');
    sockets.latest.shut(1006);
    clock.advance(1_000);
    sockets.latest.accept('P');
    expect(call.isOver).toBe(false);
  });

  it('sends no command for a call of the old one', () => {
    const { clock, sockets, activeCalls } = setUp();
    const call = new LiveCall(activeCalls, 'c', 'n', 'created');
    sockets.latest.accept('P');
    sockets.latest.shut(1006);
    const command = hear(call.command('calling.answer'));
    clock.advance(1_000);
    sockets.latest.accept('Q');
    expect(sockets.latest.requests('calling.answer')).toEqual([]);
    expect(command.error).toBeInstanceOf(RelaySessionLostError);
  });
});
