import { MarbleAssertionError, MarbleScriptError, type Place } from './diagrams/failure.js';
import { isThenable } from './thenable.js';

/** Any test runner's deep equality: throws, or returns false, when the two differ. */
export type AssertDeepEqual = (actual: unknown, expected: unknown) => unknown;

/** A test runner's deep equality, as this library uses it. */
export class DeepEquality {
  readonly #assert: AssertDeepEqual;

  /** @throws {MarbleScriptError} when it is no function. */
  constructor(assert: AssertDeepEqual) {
    if (typeof assert !== 'function')
      throw new MarbleScriptError(
        'relayMarbles',
        "expects the test runner's deep equality, for example assert.deepStrictEqual",
      );
    this.#assert = assert;
  }

  /** Whether two values are the same. */
  readonly same = (actual: unknown, expected: unknown): boolean => {
    const { agrees, cause } = this.#compare(actual, expected);
    if (cause instanceof MarbleScriptError) throw cause;
    return agrees;
  };

  /** @throws {MarbleAssertionError} when two values differ, with the message that `report` gives. */
  assert(actual: unknown, expected: unknown, place: Place, report: () => string): void {
    const { agrees, cause } = this.#compare(actual, expected);
    if (agrees) return;
    if (cause instanceof MarbleScriptError) throw cause;
    throw new MarbleAssertionError(report(), { actual, expected }, place, cause);
  }

  #compare(actual: unknown, expected: unknown): { readonly agrees: boolean; readonly cause?: unknown } {
    try {
      return { agrees: refusePromise(this.#assert(actual, expected)) !== false };
    } catch (cause) {
      return { agrees: false, cause };
    }
  }
}

/** The outcome of a promise is not known when the test is over: such an assertion could not fail. */
function refusePromise(result: unknown): unknown {
  if (!isThenable(result)) return result;
  result.then(undefined, () => undefined);
  throw new MarbleScriptError(
    'relayMarbles',
    'the deep equality gave a promise. It must throw, or return false, when two values differ',
  );
}
