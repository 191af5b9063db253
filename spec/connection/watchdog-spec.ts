import { PING_TIMEOUT, watchdog } from '../../lib/connection/watchdog.js';
import { Clock } from './support.js';

/** A watchdog, when it barked, and how to ping it. */
function watch(lastPing = 0) {
  const clock = new Clock();
  const pinged = { at: lastPing };
  const barks: number[] = [];
  const subscription = watchdog(() => pinged.at, clock).subscribe(() => barks.push(clock.now()));
  return { clock, pinged, barks, subscription };
}

describe('watchdog', () => {
  it('emits when no ping was heard for 15 s, and again after as long a silence', () => {
    const { clock, barks } = watch();
    clock.advance(14_999);
    expect(barks).toEqual([]);
    clock.advance(30_001);
    expect(barks).toEqual([15_000, 30_000, 45_000]);
    expect(PING_TIMEOUT).toBe(15_000);
  });

  it('stays quiet as long as pings come', () => {
    const { clock, barks, pinged } = watch();
    for (let n = 0; n < 20; n++) {
      clock.advance(10_000);
      pinged.at = clock.now();
    }
    expect(barks).toEqual([]);
  });

  it('counts from the last ping', () => {
    const { clock, barks, pinged } = watch();
    clock.advance(4_000);
    pinged.at = 4_000;
    clock.advance(20_000);
    expect(barks).toEqual([19_000]);
  });

  it('counts from its start when the last ping was on another connection', () => {
    const { clock, barks } = watch(-100_000);
    clock.advance(15_000);
    expect(barks).toEqual([15_000]);
  });

  it('runs one timer, however many pings come, and none once it is left', () => {
    const { clock, pinged, subscription } = watch();
    for (let n = 0; n < 50; n++) {
      clock.advance(1_000);
      pinged.at = clock.now();
      expect(clock.timers).toBe(1);
    }
    subscription.unsubscribe();
    expect(clock.timers).toBe(0);
  });

  it('can be left from within', () => {
    const clock = new Clock();
    const subscription = watchdog(() => 0, clock).subscribe(() => subscription.unsubscribe());
    clock.advance(15_000);
    expect(clock.timers).toBe(0);
  });
});
