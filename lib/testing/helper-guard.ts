import { MarbleAssertionError, MarbleScriptError, placeOf, type Place } from './diagrams/failure.js';

type AnyFunction = (...args: never[]) => unknown;

/**
 * Wraps the helpers of a test: it notes where each is called, refuses calls after the test, and names the helper in its
 * errors.
 */
export class HelperGuard {
  #isOver = false;
  #place: Place = { frames: '' };

  /** The place from which the current helper was called. */
  get place(): Place {
    return this.#place;
  }

  /** Refuses further calls: the test is over. */
  close(): void {
    this.#isOver = true;
  }

  /** Throws if the test is over. */
  check(helper: string): void {
    if (this.#isOver)
      throw new MarbleScriptError(
        helper,
        'it was used when the test was over. Virtual time ends with the function that the test gives: ' +
          'nothing in it may wait for a promise or a real timer',
      );
  }

  /** The wrapped helpers. Functions in their results are wrapped too. */
  helpers<T extends object>(helpers: T): T {
    return this.#members(helpers, (name) => name);
  }

  #members<T extends object>(object: T, nameOf: (key: string) => string): T {
    const guarded = Object.entries(Object.getOwnPropertyDescriptors(object)).map(([key, descriptor]) => {
      const value: unknown = descriptor.value;
      return [
        key,
        'value' in descriptor ? { ...descriptor, value: this.#value(nameOf(key), value) } : descriptor,
      ];
    });
    return Object.defineProperties({}, Object.fromEntries(guarded) as PropertyDescriptorMap) as T;
  }

  #value(name: string, value: unknown): unknown {
    if (typeof value === 'function') return this.#function(name, value as AnyFunction);
    // Instances of classes are not wrapped.
    const isPlain =
      typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
    return isPlain ? this.#members(value, (key) => `${name}.${key}`) : value;
  }

  #function(name: string, helper: AnyFunction): unknown {
    const guarded = (...args: never[]): unknown => {
      this.check(name);
      const outer = this.#place;
      this.#place = placeOf(guarded);
      try {
        return this.#given(name, helper(...args));
      } catch (error) {
        throw name === 'flush' ? error : asScriptError(name, error);
      } finally {
        this.#place = outer;
      }
    };
    // Its own members (`caller.says`), without those of every function.
    const own = Object.entries(Object.getOwnPropertyDescriptors(helper)).filter(
      ([, { enumerable }]) => enumerable === true,
    );
    const members = this.#members(
      Object.defineProperties({}, Object.fromEntries(own)),
      (key) => `${name}.${key}`,
    );
    return Object.defineProperties(guarded, Object.getOwnPropertyDescriptors(members));
  }

  /**
   * Wraps the result of a helper. An object with `toBe` keeps the name of the helper; the result of `ring` is named
   * `caller`.
   */
  #given(name: string, given: unknown): unknown {
    if (typeof given === 'function') return this.#function('caller', given as AnyFunction);
    const isPlain =
      typeof given === 'object' && given !== null && Object.getPrototypeOf(given) === Object.prototype;
    return isPlain ? this.#members(given, () => name) : given;
  }
}

/** Converts an error inside a helper to a `MarbleScriptError`. */
function asScriptError(helper: string, error: unknown): unknown {
  if (error instanceof MarbleScriptError || error instanceof MarbleAssertionError) return error;
  if (!(error instanceof Error)) return error;
  return new MarbleScriptError(helper, error.message, { cause: error });
}
