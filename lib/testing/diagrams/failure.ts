/**
 * A failed marble test. The message has both diagrams, aligned, and the first difference in words. `actual` and
 * `expected` are the compared values, for runners that show a diff.
 */
export class MarbleAssertionError extends Error {
  override readonly name = 'MarbleAssertionError';
  readonly actual: unknown;
  readonly expected: unknown;

  /**
   * @param place the place of the expectation, so that runners point there.
   * @param cause the error of the test's deep equality; kept if it says more than that the values differ.
   */
  constructor(
    message: string,
    compared: { readonly actual: unknown; readonly expected: unknown },
    place: Place,
    cause?: unknown,
  ) {
    super(message, saysMore(cause) ? { cause } : undefined);
    this.actual = compared.actual;
    this.expected = compared.expected;
    // Runners read the message out of the stack.
    this.stack = `${this.name}: ${message}\n${place.frames}`;
  }
}

/** Whether an error says more than that two values differ. Assertion errors of runners have the compared values. */
const saysMore = (error: unknown): boolean =>
  error instanceof Error && !('matcherResult' in error) && !('expected' in error);

/** A place in the test, as lines of a stack. */
export interface Place {
  readonly frames: string;
}

/** The place from which `callee` was called. */
export function placeOf(callee: (...args: never[]) => unknown): Place {
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, callee);
  const [, ...frames] = (holder.stack ?? '').split('\n');
  return { frames: frames.join('\n') };
}

/** A mistake in a test. The message begins with the name of the helper. */
export class MarbleScriptError extends Error {
  override readonly name = 'MarbleScriptError';

  /**
   * @param options `cause`: the error in the helper. `place`: where it was called, for mistakes that are found later.
   */
  constructor(
    helper: string,
    message: string,
    { place, ...options }: { readonly cause?: unknown; readonly place?: Place | undefined } = {},
  ) {
    super(`${helper}: ${message}`, options);
    // Runners read the message out of the stack.
    if (place !== undefined) this.stack = `${this.name}: ${this.message}\n${place.frames}`;
  }
}
