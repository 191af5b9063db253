import { MarbleAssertionError, MarbleScriptError, type Place } from './diagrams/failure.js';
import { isThenable } from './thenable.js';

/** The deep equality of a test runner: it throws or returns false when the two values differ. */
export type AssertDeepEqual = (actual: unknown, expected: unknown) => unknown;

/** Uses the deep equality of a test runner. */
export class DeepEquality {
  readonly #assert: AssertDeepEqual;

  /** @throws {MarbleScriptError} when `assert` is not a function. */
  constructor(assert: AssertDeepEqual) {
    if (typeof assert !== 'function')
      throw new MarbleScriptError(
        'relayMarbles',
        "expects the test runner's deep equality, for example assert.deepStrictEqual",
      );
    this.#assert = assert;
  }

  /** Whether two values are equal. */
  readonly same = (actual: unknown, expected: unknown): boolean => {
    const { agrees, cause } = this.#compare(actual, expected);
    if (cause instanceof MarbleScriptError) throw cause;
    return agrees;
  };

  /** @throws {MarbleAssertionError} when the values differ, with the message from `report`. */
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

/** Refuses an async equality: its outcome is not known when the test is over, so it could not fail. */
function refusePromise(result: unknown): unknown {
  if (!isThenable(result)) return result;
  result.then(undefined, () => undefined);
  throw new MarbleScriptError(
    'relayMarbles',
    'the deep equality gave a promise. It must throw, or return false, when two values differ',
  );
}
