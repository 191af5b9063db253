import fc from 'fast-check';
import { Arrivals } from '../../lib/connection/arrivals.js';
import { PING_TIMEOUT, Watchdog } from '../../lib/connection/watchdog.js';
import { Clock, ImpatientClock, hear } from './support.js';

const TIMEOUT = 8_000;

/** A watchdog over a connection on which the spec asks and answers. */
function watch(clock = new Clock()) {
  const arrivals = new Arrivals(clock);
  const asked: { method: string; since: number }[] = [];
  const probes: number[] = [];
  const watchdog = new Watchdog({
    arrivals,
    scheduler: clock,
    requestTimeout: TIMEOUT,
    askedAfter: (moment) => asked.find(({ since }) => since >= moment),
    probe: () => {
      probes.push(clock.now());
      asked.push({ method: 'signalwire.ping', since: clock.now() });
    },
  });
  const silence = hear(watchdog.silence$);
  const ask = (): void => void asked.push({ method: 'calling.x', since: clock.now() });
  return { clock, arrivals, asked, ask, probes, watchdog, silence };
}

describe('Watchdog', () => {
  it('asks for a sign of life after 15 s of silence, and emits when nothing comes by the time of an answer', () => {
    const { clock, probes, silence } = watch();
    clock.advance(PING_TIMEOUT - 1);
    expect(probes).toEqual([]);
    clock.advance(1);
    expect(probes).toEqual([15_000]);
    clock.advance(TIMEOUT - 1);
    expect(silence.values).toEqual([]);
    clock.advance(1);
    expect(silence.values).toEqual(['signalwire.ping']);
    expect(PING_TIMEOUT).toBe(15_000);
  });

  it('looks again in time, whatever the fractions of a ms add up to', () => {
    const delays$ = fc.array(fc.double({ min: 0, max: TIMEOUT, noNaN: true }), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(delays$, (delays) => {
        const { clock, arrivals, probes, silence } = watch(new ImpatientClock());
        for (const delay of delays) {
          clock.advance(delay);
          arrivals.note();
        }
        clock.advance(PING_TIMEOUT + 1);
        expect(probes).toHaveLength(1);
        // It looks four times in that time, so that it may be one look later.
        clock.advance(1.25 * TIMEOUT + 1);
        expect(silence.values).toEqual(['signalwire.ping']);
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes any frame for a sign of life', () => {
    const { clock, probes, arrivals, ask, silence } = watch();
    ask();
    for (let n = 0; n < 100; n += 1) {
      clock.advance(3_900);
      arrivals.note();
    }
    expect(probes).toEqual([]);
    expect(silence.values).toEqual([]);
  });

  it('asks sooner where a request has no answer, and emits when that has had its time', () => {
    const { clock, probes, ask, silence } = watch();
    clock.advance(9_000);
    ask();
    clock.advance(TIMEOUT - 1);
    expect(probes).toHaveLength(1);
    expect(silence.values).toEqual([]);
    clock.advance(2_001);
    expect(silence.values).toEqual(['calling.x']);
  });

  it('stays with a connection that answers the probe, though a request has no answer', () => {
    const { clock, probes, ask, arrivals, silence, watchdog } = watch();
    ask();
    for (let n = 0; n < 60; n += 1) {
      const before = probes.length;
      clock.advance(1_000);
      if (probes.length > before) arrivals.note();
      if (clock.now() >= TIMEOUT) expect(watchdog.late(0)).toBe(false);
    }
    expect(silence.values).toEqual([]);
    expect(probes.length).toBeGreaterThan(1);
  });

  it('asks for a sign of life where a request is late before it has looked, and leaves the decision to that', () => {
    const { clock, watchdog, ask, probes } = watch();
    ask();
    expect(watchdog.late(0)).toBe(false);
    expect(probes).toEqual([0]);
    expect(watchdog.late(0)).toBe(false);
    expect(probes).toEqual([0]);
    clock.advance(TIMEOUT / 5);
    expect(watchdog.late(0)).toBe(true);
  });

  it('asks for nothing where a frame has come since a late request was sent', () => {
    const { clock, arrivals, watchdog, ask, probes } = watch();
    ask();
    clock.advance(1);
    arrivals.note();
    expect(watchdog.late(0)).toBe(false);
    expect(probes).toEqual([]);
  });

  it('runs one timer, however much comes, and none once it is unsubscribed', () => {
    const { clock, arrivals, silence } = watch();
    for (let n = 0; n < 50; n += 1) {
      clock.advance(1_000);
      arrivals.note();
      expect(clock.timers).toBe(1);
    }
    silence.unsubscribe();
    expect(clock.timers).toBe(0);
  });
});
