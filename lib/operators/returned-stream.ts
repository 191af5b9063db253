import { isObservable, type ObservableInput } from 'rxjs';

/**
 * Checks that a function of the user returned a stream. The error says what it returned, and the likely mistake.
 *
 * @param what names the function in the error.
 * @throws {TypeError} when it is no Observable, promise or the like.
 */
export function returnedStream<T>(input: ObservableInput<T>, what: string): ObservableInput<T> {
  const value: unknown = input;
  if (isObservable(value) || (typeof value === 'object' && value !== null) || typeof value === 'string')
    return input;
  throw new TypeError(
    `${what} must return an Observable, a promise or the like, and returned ${described(value)}`,
  );
}

function described(value: unknown): string {
  if (value === undefined) return 'nothing: is a return missing?';
  if (typeof value === 'function') return 'a function: is it an operator, or a flow, that was not called?';
  return value === null ? 'null' : `a ${typeof value}`;
}
