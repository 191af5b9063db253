import { config } from 'rxjs';

/** The prototypes that hostile keys may get at, and what stood on them before. */
const PROTOTYPES = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Map.prototype];
const keysOf = (prototype: object): string => Reflect.ownKeys(prototype).map(String).join();
const untouched = PROTOTYPES.map(keysOf);

const isTouched = (): boolean =>
  PROTOTYPES.some((prototype, index) => keysOf(prototype) !== untouched[index]);

/**
 * Runs what must neither throw, nor leave an error that nobody handled, nor use the clock on the wall, nor touch a
 * prototype. RxJS throws what nobody handled from a timer of the event loop: that is caught here and now.
 */
export function guarded(run: () => void): string | undefined {
  const wrongs: string[] = [];
  const timers: (() => void)[] = [];
  const { setTimeout: real } = globalThis;
  const { onUnhandledError } = config;
  globalThis.setTimeout = ((callback: () => void) => {
    timers.push(callback);
    return 0;
  }) as never;
  config.onUnhandledError = (error) => wrongs.push(`Nobody handled ${textOf(error)}`);
  try {
    run();
    for (const callback of timers) callback();
  } catch (error) {
    wrongs.push(textOf(error));
  } finally {
    globalThis.setTimeout = real;
    config.onUnhandledError = onUnhandledError;
  }
  if (timers.length > wrongs.length) wrongs.push('A timer of the event loop was set, in virtual time');
  if (isTouched()) wrongs.push('A prototype was touched');
  return wrongs[0];
}

const textOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
