/**
 * A marble test that failed: its message has both diagrams, one above the other, and the first difference in words.
 * `actual` and `expected` are what was compared, for the runners that show a difference of their own.
 */
export class MarbleAssertionError extends Error {
  override readonly name = 'MarbleAssertionError';
  readonly actual: unknown;
  readonly expected: unknown;

  /**
   * @param place where the expectation was written, so that runners point there.
   * @param cause what the test's deep equality threw; kept when that was no mere difference.
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

/** Whether an error tells more than that two values differ, which runners mark by what was compared. */
const saysMore = (error: unknown): boolean =>
  error instanceof Error && !('matcherResult' in error) && !('expected' in error);

/** Where in the test something was written, as the lines of a stack. */
export interface Place {
  readonly frames: string;
}

/** Where `callee` was called from. */
export function placeOf(callee: (...args: never[]) => unknown): Place {
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, callee);
  const [, ...frames] = (holder.stack ?? '').split('\n');
  return { frames: frames.join('\n') };
}

/** A test that is wrong itself: its message begins with the name of the helper. */
export class MarbleScriptError extends Error {
  override readonly name = 'MarbleScriptError';

  /**
   * @param options `cause`: what went wrong in the helper. `place`: where it was called, for what is found out later.
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
