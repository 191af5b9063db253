import { Observable } from 'rxjs';
import type { CommandResult } from '../protocol/answer.js';
import { CallEndedError } from '../protocol/errors.js';
import type { RelayEvent } from '../protocol/events/index.js';
import type { ActionPipe } from './action-pipe.js';
import { AsyncEvents } from './async-events.js';
import type { CommandName } from './kind.js';
import type { Notifier } from './notifier.js';
import type { ChangeParams, Operation } from './operation.js';
import { waitFor, type WaitOptions } from './wait.js';

/**
 * Key of the method by which command operators attach a notifier. A global symbol: the action may come from another
 * copy of the library.
 */
export const withNotifier: unique symbol = Symbol.for('relay-rx.withNotifier') as never;

/** Key of the method by which flow operators change the params of the next request. */
export const withParams: unique symbol = Symbol.for('relay-rx.withParams') as never;

// eslint-disable-next-line @typescript-eslint/no-unused-vars
export interface Action<E extends RelayEvent> {
  pipe: ActionPipe<this>;
}

/**
 * An operation on a call, as the stream of its events.
 *
 * - The first subscription starts a run: the control id is registered, then the request is sent. Later subscribers join
 *   the run in progress.
 * - It emits every event of its type and control id, the terminal one last, and completes.
 * - When the last subscriber unsubscribes before that, the operation is stopped on the server.
 * - Subscribing after the end starts a new run under a new control id; so `retry` and `repeat` ask again.
 * - When the call ends, it completes without a terminal event. It fails with `RelayError` when RELAY refuses the
 *   request, and with `RelayConnectionError` when the connection ends for good. A reconnect does not end it.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export abstract class Action<E extends RelayEvent> extends Observable<E> {
  readonly #operation: Operation<E>;
  readonly #notifiers: readonly Notifier[];
  readonly #change: ChangeParams | undefined;

  /** @internal Actions are made by the methods of a call. */
  constructor(operation: Operation<E>, notifiers: readonly Notifier[] = [], change?: ChangeParams) {
    super((subscriber) => operation.join(subscriber, notifiers, change));
    this.#operation = operation;
    this.#notifiers = notifiers;
    this.#change = change;
  }

  /** The control id of the current or latest run; before the first run, the one that it will have. */
  get controlId(): string {
    return this.#operation.controlId;
  }

  /** Whether the latest run has ended, with a terminal event or without one. */
  get isDone(): boolean {
    return this.#operation.isDone;
  }

  /** Whether the latest run has ended with a terminal event. */
  get completed(): boolean {
    return this.result !== undefined;
  }

  /** The terminal event of the latest run, once there is one. */
  get result(): E | undefined {
    return this.#operation.result;
  }

  /**
   * A promise of the terminal event. It resolves at once if the latest run has one, joins a run in progress, and
   * otherwise starts a run.
   *
   * It keeps the run alive to its end, even after a `TimeoutError`: the operation continues, and `wait` may be called
   * again. Aborting `signal` unsubscribes from the run.
   *
   * @throws {RangeError} when `timeout` is not 0 or more. Rejects with `TimeoutError` after `timeout`, with
   * `CallEndedError` when the call ends first, with the error of the stream, or with the reason of `signal`.
   */
  wait(options: WaitOptions = {}): Promise<E> {
    const { answer, call, kind } = this.#operation;
    const isLate = answer !== undefined && this.#operation.isAskedTooOften();
    return waitFor(
      {
        source$: isLate ? call.late(answer) : this,
        answer: isLate ? undefined : answer,
        answers: kind.answers ?? kind.ends,
        missing: () => new CallEndedError(call.callId),
        timers: call.connection.lateTimers,
      },
      options,
    );
  }

  /**
   * The events for `for await`. The loop starts a run or joins the one in progress, ends after the last event, and
   * throws the error of the stream. Leaving the loop early unsubscribes. Events are buffered until they are read.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<E> {
    return new AsyncEvents(this);
  }

  /** @internal The same action with one more notifier: it shares its runs with this one. */
  [withNotifier](notifier: Notifier): this {
    return this.#same([...this.#notifiers, notifier], this.#change);
  }

  /** @internal The same action with changed params for each run that it starts. */
  [withParams](change: ChangeParams): this {
    return this.#same(this.#notifiers, change);
  }

  #same(notifiers: readonly Notifier[], change: ChangeParams | undefined): this {
    const Same = this.constructor as new (
      operation: Operation<E>,
      notifiers: readonly Notifier[],
      change: ChangeParams | undefined,
    ) => this;
    return new Same(this.#operation, notifiers, change);
  }

  /** @internal Sends a command for the run in progress. */
  protected command(name: CommandName, params?: object): Observable<CommandResult> {
    return this.#operation.command(name, params);
  }

  /** @internal The events of the other half. */
  protected get otherHalf$(): Observable<RelayEvent> {
    return this.#operation.playback$;
  }
}
