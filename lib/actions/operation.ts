import { Observable, type Subscriber } from 'rxjs';
import { SubscriberList } from '../connection/subscriber-list.js';
import type { CommandResult } from '../protocol/answer.js';
import type { RelayEvent } from '../protocol/events/index.js';
import type { OperationRequest } from '../protocol/options/operation.js';
import type { CommandName, OperationKind } from './kind.js';
import type { LiveCall } from './live-call.js';
import type { Notifier } from './notifier.js';
import { announceCall } from './reader.js';
import { Run, type RunOwner } from './run.js';

/** The phase of an operation. `reusable`: a control id that the user gave may be used again. */
type Phase<E extends RelayEvent> =
  | { readonly kind: 'idle'; readonly controlId: string }
  | { readonly kind: 'running'; readonly controlId: string; readonly run: Run<E>; readonly reusable: boolean }
  | {
      readonly kind: 'ended';
      readonly controlId: string;
      readonly result: E | undefined;
      readonly answer: E | undefined;
      readonly reusable: boolean;
    };

/**
 * How many requests with a known answer are answered at once: promises of an existing result, and commands without a
 * run. Beyond that they are answered in a later turn, so that a loop over them does not block the event loop.
 */
const AT_ONCE = 10;

/** Makes the params of a run from those of the operation, as they go on the wire. */
export type ChangeParams = (params: OperationRequest['params']) => OperationRequest['params'];

/** The state that an action shares with the actions that operators derive from it: one run at a time. */
export class Operation<E extends RelayEvent> implements RunOwner<E> {
  readonly call: LiveCall;
  readonly kind: OperationKind<E>;
  readonly request: OperationRequest;
  #phase: Phase<E>;
  /** Subscribers of `playback$`, for the run in progress or else the next one. */
  #playback = new SubscriberList<RelayEvent>();
  /** How many requests were answered at once. */
  #atOnce = 0;

  constructor(call: LiveCall, kind: OperationKind<E>, request: OperationRequest) {
    this.call = call;
    this.kind = kind;
    this.request = request;
    this.#phase = { kind: 'idle', controlId: request.controlId ?? this.#newId() };
  }

  get controlId(): string {
    return this.#phase.controlId;
  }

  get isDone(): boolean {
    return this.#phase.kind === 'ended';
  }

  /** The event that `wait` resolves with, of the latest run; undefined until it has come. */
  get answer(): E | undefined {
    switch (this.#phase.kind) {
      case 'idle':
        return undefined;
      case 'running':
        return this.#phase.run.answer;
      case 'ended':
        return this.#phase.answer;
    }
  }

  /** Whether the next known answer must wait for a later turn of the event loop. */
  isAskedTooOften(): boolean {
    this.#atOnce += 1;
    return this.#atOnce > AT_ONCE;
  }

  get result(): E | undefined {
    return this.#phase.kind === 'ended' ? this.#phase.result : undefined;
  }

  /** The events of the other half; they complete with the run, or with the call. */
  get playback$(): Observable<RelayEvent> {
    return new Observable((subscriber) => {
      if (this.call.isOver) return this.call.answerLate(subscriber);
      this.#playback.add(subscriber);
      if (this.#phase.kind !== 'running') this.call.completeAtEnd(subscriber);
    });
  }

  /**
   * Joins the run in progress, or starts one, with these notifiers.
   *
   * @param change what to change in the params, where a run is started.
   */
  join(subscriber: Subscriber<E>, notifiers: readonly Notifier[], change?: ChangeParams): void {
    announceCall(subscriber, this.call);
    if (this.#phase.kind === 'running') return this.#phase.run.join(subscriber, notifiers);
    if (this.call.isOver) {
      if (this.#phase.kind === 'idle')
        this.#phase = {
          ...this.#phase,
          kind: 'ended',
          result: undefined,
          answer: undefined,
          reusable: false,
        };
      return this.call.answerLate(subscriber);
    }
    const { params } = this.request;
    const run = new Run<E>(this, this.#nextId(), change === undefined ? params : change(params));
    this.#phase = { kind: 'running', controlId: run.controlId, run, reusable: this.#reusable() };
    run.join(subscriber, notifiers);
    run.start();
  }

  /** A command for the run in progress when it is subscribed to; with none, it completes empty. */
  command(name: CommandName, params: object = {}): Observable<CommandResult> {
    return new Observable((subscriber) => {
      if (this.call.isOver) return this.call.answerLate(subscriber);
      if (this.#phase.kind === 'running') return this.#phase.run.command(name, params).subscribe(subscriber);
      if (!this.isAskedTooOften()) return subscriber.complete();
      // Later by the clock too: a loop must not stop virtual time.
      return this.call.connection.lateTimers.schedule(() => subscriber.complete(), 1);
    });
  }

  playback(event: RelayEvent): void {
    this.#playback.next(event);
  }

  over(run: Run<E>, result: E | undefined): void {
    const { controlId } = run;
    // The id of a run without a terminal event is not used again: that event may still come, and must not end the next
    // run.
    const reusable = this.#reusable() && (controlId !== this.request.controlId || result !== undefined);
    this.#phase = { kind: 'ended', controlId, result, answer: run.answer, reusable };
    const playback = this.#playback;
    this.#playback = new SubscriberList();
    playback.complete();
  }

  #reusable(): boolean {
    return this.#phase.kind === 'idle' || this.#phase.reusable;
  }

  #nextId(): string {
    if (this.#phase.kind === 'idle') return this.#phase.controlId;
    return (this.#reusable() ? this.request.controlId : undefined) ?? this.#newId();
  }

  #newId(): string {
    return this.call.connection.platform.generateId();
  }
}
