import { Observable, Subject, defer, takeUntil, type Subscriber } from 'rxjs';
import { isolate } from '../connection/isolated.js';
import type { CommandResult } from '../protocol/answer.js';
import type { RelayEvent } from '../protocol/events/index.js';
import type { OperationRequest } from '../protocol/options/operation.js';
import type { CommandName, OperationKind } from './kind.js';
import type { LiveCall } from './live-call.js';
import type { Notifier } from './notifier.js';
import { Run, type RunOwner } from './run.js';

/** Where an operation stands. `reusable` says whether a control id that the caller gave may be used again. */
type Phase<E extends RelayEvent> =
  | { readonly tag: 'idle'; readonly controlId: string }
  | { readonly tag: 'running'; readonly controlId: string; readonly run: Run<E>; readonly reusable: boolean }
  | {
      readonly tag: 'ended';
      readonly controlId: string;
      readonly result: E | undefined;
      readonly answer: E | undefined;
      readonly reusable: boolean;
    };

/** Params of a request, as they go on the wire, and others made from them. */
export type ChangeParams = (params: OperationRequest['params']) => OperationRequest['params'];

/** What an action and all that command operators derive from it share: one run at a time, one after another. */
export class Operation<E extends RelayEvent> implements RunOwner<E> {
  readonly call: LiveCall;
  readonly kind: OperationKind<E>;
  readonly request: OperationRequest;
  /** The events of the other half, for the run in progress or, before there is one, the next. */
  readonly playback$: Observable<RelayEvent>;
  #phase: Phase<E>;
  #playback$ = new Subject<RelayEvent>();

  constructor(call: LiveCall, kind: OperationKind<E>, request: OperationRequest) {
    this.call = call;
    this.kind = kind;
    this.request = request;
    this.#phase = { tag: 'idle', controlId: request.controlId ?? this.#newId() };
    this.playback$ = isolate(defer(() => this.#playback$.pipe(takeUntil(call.settled$))));
  }

  get controlId(): string {
    return this.#phase.controlId;
  }

  get isDone(): boolean {
    return this.#phase.tag === 'ended';
  }

  /** What `wait` waits for, of the latest run, once there is one. */
  get answer(): E | undefined {
    switch (this.#phase.tag) {
      case 'idle':
        return undefined;
      case 'running':
        return this.#phase.run.answer;
      case 'ended':
        return this.#phase.answer;
    }
  }

  get result(): E | undefined {
    return this.#phase.tag === 'ended' ? this.#phase.result : undefined;
  }

  /** The same operation with other params, on its own: what is asked next, when this one has been answered. */
  derive(change: ChangeParams): Operation<E> {
    const { controlId, params, ...request } = this.request;
    return new Operation(this.call, this.kind, {
      ...request,
      params: change(params),
      controlId: this.#reusable() ? controlId : undefined,
    });
  }

  /** Joins the run in progress, or starts one; and sees that the run has these notifiers. */
  join(subscriber: Subscriber<E>, notifiers: readonly Notifier[]): void {
    const { life } = this.call;
    if (life.tag === 'over') {
      if (this.#phase.tag === 'idle')
        this.#phase = { ...this.#phase, tag: 'ended', result: undefined, answer: undefined, reusable: false };
      this.call.afterwards().subscribe(subscriber);
      return;
    }
    if (this.#phase.tag === 'running') {
      const { run } = this.#phase;
      run.join(subscriber);
      for (const notifier of notifiers) run.attach(notifier);
      return;
    }
    const run = new Run<E>(this, this.#nextId());
    this.#phase = { tag: 'running', controlId: run.controlId, run, reusable: this.#reusable() };
    run.join(subscriber);
    run.start();
    for (const notifier of notifiers) run.attach(notifier);
  }

  /** A command for the run in progress when it is subscribed to; with none, it completes empty. */
  command(name: CommandName, params: object = {}): Observable<CommandResult> {
    return new Observable((subscriber) => {
      if (this.#phase.tag !== 'running') return subscriber.complete();
      this.#phase.run.command(name, params).subscribe(subscriber);
    });
  }

  playback(event: RelayEvent): void {
    this.#playback$.next(event);
  }

  over(run: Run<E>, result: E | undefined): void {
    const { controlId } = run;
    // A late terminal event of a run that ended without one must not end another: its id is not used again.
    const reusable = this.#reusable() && (controlId !== this.request.controlId || result !== undefined);
    this.#phase = { tag: 'ended', controlId, result, answer: run.answer, reusable };
    const playback$ = this.#playback$;
    this.#playback$ = new Subject();
    playback$.complete();
  }

  #reusable(): boolean {
    return this.#phase.tag === 'idle' || this.#phase.reusable;
  }

  #nextId(): string {
    if (this.#phase.tag === 'idle') return this.#phase.controlId;
    return (this.#reusable() ? this.request.controlId : undefined) ?? this.#newId();
  }

  #newId(): string {
    return this.call.connection.platform.generateId();
  }
}
