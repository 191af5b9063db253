import fc from 'fast-check';
import { EMPTY, NEVER, of, throwError } from 'rxjs';
import { defaultPlatform } from '../../lib/connection/platform.js';
import { ceiling, retryDelay, type ReconnectOption } from '../../lib/connection/reconnect.js';
import { RelayConnectionError } from '../../lib/protocol/errors.js';
import { Clock, hear } from './support.js';

const error = new RelayConnectionError('lost');

/** When each attempt would be made, in ms. */
function delays(
  option: ReconnectOption,
  attempts: readonly number[],
  random = () => 1,
): (number | undefined)[] {
  return attempts.map((attempt) => {
    const clock = new Clock();
    let at: number | undefined;
    retryDelay(option, { ...defaultPlatform, scheduler: clock, random })(error, attempt).subscribe(() => {
      at = clock.now();
    });
    clock.flush();
    return at;
  });
}

describe('ceiling', () => {
  it('doubles from the first wait up to the longest', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 100].map((attempt) => ceiling(attempt, 1_000, 30_000))).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
    ]);
  });

  it('is a wait for any number of attempts', () => {
    const ms = fc.integer({ min: 0, max: 1e9 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), ms, ms, (attempt, initial, max) => {
        const wait = ceiling(attempt, initial, max);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(max);
        expect(ceiling(attempt + 1, initial, max)).toBeGreaterThanOrEqual(wait);
      }),
      { examples: [[2_000, 0, 30_000]] },
    );
  });
});

describe('retryDelay', () => {
  it('waits 1 s doubling to 30 s unless it is told otherwise', () => {
    expect(delays({}, [1, 2, 5, 6, 50])).toEqual([1_000, 2_000, 16_000, 30_000, 30_000]);
  });

  it('waits as it is told', () => {
    expect(delays({ initialDelay: 10, maxDelay: 35, random: () => 1 }, [1, 2, 3, 4])).toEqual([
      10, 20, 35, 35,
    ]);
  });

  it('takes any part of the longest wait: full jitter', () => {
    expect(delays({}, [1, 2, 3], () => 0)).toEqual([0, 0, 0]);
    expect(delays({}, [1, 2, 3], () => 0.5)).toEqual([500, 1_000, 2_000]);
    expect(delays({ random: () => 0.25 }, [3], () => 1)).toEqual([1_000]);
  });

  it('draws lots anew for each attempt', () => {
    const random = jest.fn(() => 0.5);
    const delay = retryDelay({ random }, { ...defaultPlatform, scheduler: new Clock() });
    expect(random).not.toHaveBeenCalled();
    hear(delay(error, 1));
    hear(delay(error, 2));
    expect(random).toHaveBeenCalledTimes(2);
  });

  it('gives up at once for false', () => {
    expect(hear(retryDelay(false, defaultPlatform)(error, 1))).toMatchObject({
      ended: 'completed',
      values: [],
    });
  });

  it('does as a function says, which is given the error and the attempt', () => {
    const notifier = jest.fn(() => of('now'));
    const delay = retryDelay(notifier, defaultPlatform);
    expect(notifier).not.toHaveBeenCalled();
    expect(hear(delay(error, 4)).values).toEqual(['now']);
    expect(notifier).toHaveBeenCalledWith(error, 4);
    expect(hear(retryDelay(() => EMPTY, defaultPlatform)(error, 1)).ended).toBe('completed');
    expect(hear(retryDelay(() => NEVER, defaultPlatform)(error, 1)).ended).toBeUndefined();
  });

  it('takes a promise or an array for a notifier', async () => {
    expect(hear(retryDelay(() => [1], defaultPlatform)(error, 1)).values).toEqual([1]);
    const promised = hear(retryDelay(() => Promise.resolve('now'), defaultPlatform)(error, 1));
    await Promise.resolve();
    expect(promised.values).toEqual(['now']);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
    ['errors', () => throwError(() => new Error('broken'))],
  ])('fails when the function %s', (_, notifier) => {
    expect(hear(retryDelay(notifier, defaultPlatform)(error, 1))).toMatchObject({
      ended: 'failed',
      values: [],
    });
  });
});
