import { Observable } from 'rxjs';
import type { RelayClient } from '../client.js';
import { warnOnConsole } from '../connection/logger.js';
import { FlowError, RelayWarning } from '../protocol/errors.js';
import { MarbleAssertionError, MarbleScriptError } from './diagrams/failure.js';
import { frame as inWords, show } from './diagrams/show.js';

/**
 * Warnings about likely mistakes in a flow. Those about a call that is left unanswered or up are not among them: they
 * are common in a test of one step.
 */
const MISTAKES: ReadonlySet<string> = new Set<RelayWarning['code']>([
  'ERR_RELAY_UNIT',
  'ERR_RELAY_RESULT_LOST',
  'ERR_RELAY_CALL_ENDED_LOOP',
  'ERR_RELAY_CLIENT_ENDED_LOOP',
]);

interface Reported {
  readonly frame: number;
  readonly error: Error;
  /** Whether the test expects it or observes `errors$`. */
  isExpected: boolean;
}

/**
 * The errors reported on the client's `errors$` in a test. They are shown with each failure; an unexpected error of a
 * flow is a failure itself.
 */
export class ReportedErrors {
  readonly #reported: Reported[] = [];
  /** Errors of flows that the test expects. */
  readonly #expected = new Set<unknown>();
  #watchers = 0;

  /** @param now the current frame. */
  constructor(client: RelayClient, now: () => number) {
    const { errors$ } = client;
    errors$.subscribe((error) =>
      this.#reported.push({ frame: now(), error, isExpected: this.#watchers > 0 }),
    );
    const watched$ = new Observable<Error>((subscriber) => {
      this.#watchers += 1;
      subscriber.add(() => (this.#watchers -= 1));
      subscriber.add(errors$.subscribe(subscriber));
    });
    (client as { errors$: Observable<Error> }).errors$ = watched$;
  }

  /** Marks the error of a flow as expected. */
  expect(cause: unknown): void {
    this.#expected.add(cause);
  }

  /** The first error of a flow that is a mistake of the test itself. */
  get scriptError(): MarbleScriptError | undefined {
    return this.#reported.map(({ error }) => error.cause).find((cause) => cause instanceof MarbleScriptError);
  }

  /** @throws {MarbleAssertionError} when a flow has failed and the test does not expect it. */
  check(): void {
    const unexpected = this.#reported.find(
      ({ error, isExpected }) =>
        error instanceof FlowError && !isExpected && !this.#expected.has(error.cause),
    );
    if (unexpected === undefined) return;
    const { frame, error } = unexpected;
    const message =
      `A flow failed, and the test does not expect it: at ${inWords(frame)}, ${show(error)}.\n\n` +
      "Where it is right, the test says so: expectFlow(flow).toBe('--#', …), or an expectation on client.errors$.";
    throw new MarbleAssertionError(
      message,
      { actual: [error.cause], expected: [] },
      { frames: framesOf(error.cause) },
      error.cause,
    );
  }

  /** Writes the warnings that the test did not observe, as a client without a logger does. */
  warn(): void {
    for (const { error, isExpected } of this.#reported)
      if (error instanceof RelayWarning && MISTAKES.has(error.code) && !isExpected) warnOnConsole(error);
  }

  /** Adds the reported errors to the message of a failure. */
  addTo(failure: unknown): void {
    if (!(failure instanceof Error) || this.#reported.length === 0) return;
    const lines = this.#reported.map(({ frame, error }) => `  at ${inWords(frame)}  ${show(error)}`);
    addToMessage(failure, `\n\nReported on errors$:\n${lines.join('\n')}`);
  }
}

/** Runners read the message out of the stack. */
export function addToMessage(failure: Error, text: string): void {
  const { message, stack = '' } = failure;
  try {
    failure.message = message + text;
    failure.stack = stack.replace(message, () => message + text);
  } catch {
    // It is not to be changed, and says what it said.
  }
}

function framesOf(cause: unknown): string {
  const stack = cause instanceof Error ? (cause.stack ?? '') : '';
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}
