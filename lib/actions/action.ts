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

/** How a command operator reaches an action, whichever build of this library the action came from. */
export const withNotifier: unique symbol = Symbol.for('relay-rx.withNotifier') as never;

/** How a flow operator asks the same thing with other params, as they go on the wire. */
export const withParams: unique symbol = Symbol.for('relay-rx.withParams') as never;

// eslint-disable-next-line @typescript-eslint/no-unused-vars
export interface Action<E extends RelayEvent> {
  pipe: ActionPipe<this>;
}

/**
 * An operation on a call, as the stream of its events.
 *
 * - The first subscription starts a run: the control id is registered, then the request is sent. Later subscribers
 *   join the run in progress.
 * - It emits every event of its type and control id, the terminal one last, and completes.
 * - When the last subscriber leaves before that, the operation is stopped on the server.
 * - Subscribing after the end starts a new run under a new control id; so `retry` and `repeat` ask again.
 * - When the call ends it completes without a terminal event. A refusal is a `RelayError`; the end of the
 *   connection is a `RelayConnectionError`. A reconnect ends nothing.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/actions
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export abstract class Action<E extends RelayEvent> extends Observable<E> {
  readonly #operation: Operation<E>;
  readonly #notifiers: readonly Notifier[];
  readonly #change: ChangeParams | undefined;

  constructor(operation: Operation<E>, notifiers: readonly Notifier[] = [], change?: ChangeParams) {
    super((subscriber) => operation.join(subscriber, notifiers, change));
    this.#operation = operation;
    this.#notifiers = notifiers;
    this.#change = change;
  }

  /** The control id of the latest run; before there is one, of the first. */
  get controlId(): string {
    return this.#operation.controlId;
  }

  /** Whether the latest run has ended, however. */
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
   * A promise of the terminal event: at once when there is one; starts a run when there is none in progress.
   *
   * It holds the run to its end, also after a `TimeoutError` (the operation continues, and may be waited for again);
   * aborting `signal` unsubscribes it.
   *
   * @throws {RangeError} when `timeout` is not 0 or more.
   * Rejects with `TimeoutError`; with `CallEndedError` when the call ends first; with the stream's error; with the
   * reason of `signal`.
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
   * The events for `for await`: the loop starts a run or joins the one in progress, ends after the last event, throws what
   * the stream fails with, and unsubscribes when the loop ends early. Events are kept until they are read.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<E> {
    return new AsyncEvents(this);
  }

  /** @internal The same action with one more notifier: it shares its runs with this one. */
  [withNotifier](notifier: Notifier): this {
    return this.#same([...this.#notifiers, notifier], this.#change);
  }

  /** @internal The same action, which asks with other params when it starts a run. */
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

  /** A command for the run in progress. */
  protected command(name: CommandName, params?: object): Observable<CommandResult> {
    return this.#operation.command(name, params);
  }

  /** The events of the other half. */
  protected get otherHalf$(): Observable<RelayEvent> {
    return this.#operation.playback$;
  }
}
