/* eslint-disable @typescript-eslint/no-deprecated -- a subscriber of its own is what an action can find downstream */
import { Subscriber, type OperatorFunction } from 'rxjs';
import { completingCall } from '../actions/ending-call.js';
import type { LiveCall } from '../actions/live-call.js';
import { readFrom, readsCall } from '../actions/reader.js';
import { CallEndedError } from '../protocol/errors.js';

/** The way to read a result from the events of an operation. */
export interface ResultReading<E, T> {
  /** Whether an event is the last one. */
  readonly ends: (event: E) => boolean;
  /** The value of an event; undefined for none. The reader fails with an error that it throws. */
  readonly read: (event: E) => T | undefined;
  /** Whether a value without the last event is a result, as in continuous mode. False by default. */
  readonly valueIsResult?: boolean;
}

/**
 * Reads the result of an operation. It fails with `CallEndedError` when the source completes without a result and the
 * call of the operation is over, whatever operators stand in between.
 */
export function readResults<E, T>(reading: ResultReading<E, T>): OperatorFunction<E, T> {
  return (events$) =>
    readFrom<E, T>(events$, (subscriber: Subscriber<T>) => new ResultReader(subscriber, reading));
}

class ResultReader<E, T> extends Subscriber<E> {
  readonly #values: Subscriber<T>;
  readonly #reading: ResultReading<E, T>;
  #call: LiveCall | undefined;
  #hasResult = false;

  constructor(values: Subscriber<T>, reading: ResultReading<E, T>) {
    super(values);
    this.#values = values;
    this.#reading = reading;
  }

  /** Called when an action upstream is subscribed to. */
  [readsCall](call: LiveCall): void {
    this.#call = call;
  }

  protected override _next(event: E): void {
    const { ends, read, valueIsResult = false } = this.#reading;
    if (ends(event)) this.#hasResult = true;
    let value: T | undefined;
    try {
      value = read(event);
    } catch (error) {
      this.error(error);
      return;
    }
    if (value === undefined) return;
    if (valueIsResult) this.#hasResult = true;
    this.#values.next(value);
  }

  protected override _complete(): void {
    const call = this.#call ?? completingCall();
    if (!this.#hasResult && call?.isOver === true) this._error(new CallEndedError(call.callId));
    else super._complete();
  }
}
