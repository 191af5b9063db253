import { LATENCY_BOUNDS, Histogram } from '../../lib/metrics/histogram.js';
import { MAX_METHODS, METRICS_INTERVAL, Metrics, type Gauges } from '../../lib/metrics/metrics.js';
import { defaultPlatform } from '../../lib/connection/platform.js';
import { Clock, hear } from '../connection/support.js';

const idle: Gauges = {
  status: 'disconnected',
  activeCalls: 0,
  activeActions: 0,
  activeDials: 0,
  activeMessages: 0,
  waitingRequests: 0,
  unansweredRequests: 0,
};

function setUp() {
  const clock = new Clock();
  let gauges = idle;
  const metrics = new Metrics({ ...defaultPlatform, scheduler: clock }, () => gauges);
  const now = () => hear(metrics.metrics$).values[0]!;
  return { clock, metrics, now, set: (some: Partial<Gauges>) => void (gauges = { ...gauges, ...some }) };
}

describe('Metrics', () => {
  it('begin at nothing', () => {
    expect(setUp().now()).toEqual({
      ...idle,
      at: 0,
      frames: { sent: 0, received: 0 },
      events: { received: 0, forUnknownCalls: 0, repeated: 0 },
      connects: { first: 0, resumed: 0, lost: 0 },
      requests: {},
      calls: { received: 0, passed: 0 },
      errors: 0,
    });
  });

  it('count each thing where it belongs', () => {
    const { metrics, now, set } = setUp();
    metrics.frame('sent');
    metrics.frame('received');
    metrics.frame('received');
    metrics.event();
    metrics.event();
    metrics.eventForUnknownCall();
    metrics.repeatedEvent();
    metrics.connected('first');
    metrics.connected('lost');
    metrics.connected('resumed');
    metrics.connected('resumed');
    metrics.call('received');
    metrics.call('passed');
    metrics.call('passed');
    metrics.error();
    set({ activeCalls: 7 });
    expect(now()).toMatchObject({
      frames: { sent: 1, received: 2 },
      events: { received: 2, forUnknownCalls: 1, repeated: 1 },
      connects: { first: 1, resumed: 2, lost: 1 },
      calls: { received: 1, passed: 2 },
      errors: 1,
      activeCalls: 7,
    });
  });

  it('count requests by method and outcome, and how long the answers took', () => {
    const { metrics, now } = setUp();
    metrics.settled('calling.play', 'succeeded', 4);
    metrics.settled('calling.play', 'refused', 30);
    for (const outcome of ['timedOut', 'lost', 'unsent'] as const) metrics.settled('calling.play', outcome);
    metrics.settled('signalwire.ping', 'succeeded', 1);
    const { requests } = now();
    expect(Object.keys(requests)).toEqual(['calling.play', 'signalwire.ping']);
    expect(requests['calling.play']).toMatchObject({
      ...{ succeeded: 1, refused: 1, timedOut: 1, lost: 1, unsent: 1 },
      latency: { count: 2, sum: 34 },
    });
    expect(requests['calling.play']!.latency.buckets.slice(0, 4)).toEqual([
      { le: 5, count: 1 },
      { le: 10, count: 1 },
      { le: 25, count: 1 },
      { le: 50, count: 2 },
    ]);
  });

  it('have room for so many methods, and count the others together', () => {
    const { metrics, now } = setUp();
    for (let n = 0; n < MAX_METHODS + 5; n += 1) metrics.settled(`own.${n}`, 'succeeded', 1);
    metrics.settled('own.0', 'succeeded', 1);
    const { requests } = now();
    expect(Object.keys(requests)).toHaveLength(MAX_METHODS + 1);
    expect(requests['other']).toMatchObject({ succeeded: 5, latency: { count: 5 } });
    expect(requests['own.0']).toMatchObject({ succeeded: 2 });
  });

  it('are told now, and then at most once a second while something goes on', () => {
    const { clock, metrics } = setUp();
    const heard = hear(metrics.metrics$);
    expect(heard.values).toHaveLength(1);
    expect(clock.timers).toBe(0);
    for (let n = 0; n < 10; n += 1) {
      metrics.frame('sent');
      clock.advance(METRICS_INTERVAL / 10);
    }
    expect(heard.values.map(({ at, frames }) => [at, frames.sent])).toEqual([
      [0, 0],
      [1_000, 10],
    ]);
    clock.advance(60_000);
    expect(heard.values).toHaveLength(2);
    expect(clock.timers).toBe(0);
    metrics.error();
    clock.advance(METRICS_INTERVAL);
    expect(heard.values.at(-1)).toMatchObject({ at: 62_000, errors: 1 });
  });

  it('are told once more at the end, and to who comes later', () => {
    const { clock, metrics, set } = setUp();
    const heard = hear(metrics.metrics$);
    metrics.frame('sent');
    set({ status: 'connected' });
    metrics.end();
    expect(heard.ended).toBe('completed');
    expect(heard.values).toHaveLength(2);
    expect(heard.values[1]).toMatchObject({ frames: { sent: 1 }, status: 'connected' });
    expect(clock.actions.filter(({ closed }) => !closed)).toEqual([]);
    const late = hear(metrics.metrics$);
    expect(late.ended).toBe('completed');
    expect(late.values.at(-1)).toMatchObject({ frames: { sent: 1 } });
  });

  it('leave no timer when nobody listens any more', () => {
    const { clock, metrics } = setUp();
    const heard = hear(metrics.metrics$);
    metrics.frame('sent');
    expect(clock.timers).toBe(1);
    heard.unsubscribe();
    metrics.frame('sent');
    expect(clock.actions.filter(({ closed }) => !closed)).toEqual([]);
  });

  it('are not changed once they are told', () => {
    const { metrics, now } = setUp();
    metrics.settled('calling.play', 'succeeded', 4);
    const before = now();
    const copy = structuredClone(before);
    metrics.settled('calling.play', 'succeeded', 4);
    metrics.frame('sent');
    metrics.event();
    metrics.call('passed');
    metrics.connected('first');
    expect(before).toEqual(copy);
  });
});

describe('Histogram', () => {
  it.each(LATENCY_BOUNDS)('counts %i ms under a bound of as many, and 1 ms more above it', (bound) => {
    const histogram = new Histogram();
    histogram.add(bound);
    histogram.add(bound + 1);
    const { count, sum, buckets } = histogram.snapshot();
    expect([count, sum]).toEqual([2, 2 * bound + 1]);
    for (const bucket of buckets) {
      expect(bucket.count).toBe(bucket.le < bound ? 0 : bucket.le > bound ? 2 : 1);
    }
  });
});
