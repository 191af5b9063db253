import { EMPTY, Observable, Subscription, catchError, share, type Subscriber } from 'rxjs';
import type { LiveCall } from '../actions/live-call.js';
import type { CommandResult } from '../protocol/answer.js';
import { isGone, leavesOpen, withUnknownDelivery } from '../protocol/errors.js';
import type { RelayEvent } from '../protocol/events/index.js';

/** The stage of a command whose effect lasts, according to an event or RELAY's answer. */
export type Stage =
  /** RELAY is carrying it out. */
  | 'begun'
  /** It is in effect. */
  | 'held'
  /** It is in effect no longer, or never came to be. */
  | 'over'
  /** Nothing: it is about another one. */
  | undefined;

/** One run of a command whose effect lasts, such as a bridge or the stay in a conference. */
export interface LastingCommand<E extends RelayEvent> {
  readonly method: string;
  readonly params: object;
  /** The events that may be about it. */
  readonly events$: Observable<E>;
  /** The stage according to RELAY's answer. */
  answered(answer: CommandResult): Stage;
  /** The stage according to an event. */
  event(event: E): Stage;
  /** The error of a command that never took effect, if that is a failure. */
  failure(event: E): Error | undefined;
  /** The request that undoes it; undefined as long as RELAY could not carry it out. */
  undo(): { readonly method: string; readonly params: object } | undefined;
}

/** Unsubscribed runs that may still take effect, by call and subject. */
const unwanted = new WeakMap<LiveCall, Map<string, { end(): void }>>();

/** Forgets an unsubscribed run that may still take effect: from now on, events of its kind are about another. */
export function forgetUnwanted(call: LiveCall, subject: string): void {
  unwanted.get(call)?.get(subject)?.end();
}

/**
 * A command whose effect lasts for as long as it is subscribed to. The first subscription sends it and later ones join.
 * When the last one unsubscribes, it is undone. Subscribing after the end sends it again.
 *
 * @param subject names what a call can have only one of: its bridge, or a conference of that name.
 * @param make makes the command of a run.
 */
export function lastingCommand<E extends RelayEvent>(
  call: LiveCall,
  subject: string,
  make: () => LastingCommand<E>,
): Observable<E> {
  return new Observable<E>((subscriber) => {
    if (call.isOver) return call.answerLate(subscriber);
    forgetUnwanted(call, subject);
    new LastingRun(call, subject, make(), subscriber).start();
  }).pipe(share());
}

class LastingRun<E extends RelayEvent> {
  readonly #call: LiveCall;
  readonly #subject: string;
  readonly #command: LastingCommand<E>;
  readonly #subscriber: Subscriber<E>;
  /** Teardown for when the run is over. */
  readonly #resources = new Subscription();
  #isWanted = true;
  #isSent = false;
  #stage: 'asked' | 'begun' | 'held' = 'asked';
  /** The stage in which it was last undone. */
  #undoneAt: 'asked' | 'begun' | 'held' | undefined;

  constructor(call: LiveCall, subject: string, command: LastingCommand<E>, subscriber: Subscriber<E>) {
    this.#call = call;
    this.#subject = subject;
    this.#command = command;
    this.#subscriber = subscriber;
  }

  start(): void {
    const { method, params, events$ } = this.#command;
    this.#subscriber.add(() => this.#abandon());
    this.#resources.add(
      events$.subscribe({
        next: (event) => this.#event(event),
        // The call ends with the connection, and completes the subscribers.
        error: () => undefined,
      }),
    );
    // eslint-disable-next-line rxjs-x/no-ignored-error -- they only complete
    this.#resources.add(this.#call.events$.subscribe({ complete: () => this.#callEnded() }));
    this.#resources.add(
      this.#call
        .execute(method, params, () => (this.#isSent = true))
        .subscribe({
          next: (answer) => this.#reach(this.#command.answered(answer)),
          error: (error: unknown) => this.#refused(error),
        }),
    );
  }

  /** Releases the run. */
  end(): void {
    const runs = unwanted.get(this.#call);
    if (runs?.get(this.#subject) === this) runs.delete(this.#subject);
    this.#resources.unsubscribe();
  }

  #event(event: E): void {
    const stage = this.#command.event(event);
    if (stage === undefined) return;
    if (stage !== 'over') {
      this.#subscriber.next(event);
      return this.#reach(stage);
    }
    // An end before the beginning may be that of the run before.
    if (this.#stage === 'asked') return;
    const failure = this.#stage === 'held' ? undefined : this.#command.failure(event);
    this.end();
    this.#subscriber.next(event);
    if (failure === undefined) this.#subscriber.complete();
    else this.#subscriber.error(failure);
  }

  #reach(stage: Stage): void {
    if (stage === 'held' || (stage === 'begun' && this.#stage === 'asked')) this.#stage = stage;
    if (!this.#isWanted) this.#undo();
  }

  #refused(error: unknown): void {
    const mayHold = this.#isSent && leavesOpen(error);
    if (!mayHold) this.end();
    // Unsubscribes, which undoes a run that may be in effect.
    this.#subscriber.error(error);
  }

  #callEnded(): void {
    const { failure } = this.#call;
    this.end();
    if (failure === undefined) this.#subscriber.complete();
    else this.#subscriber.error(this.#isSent ? withUnknownDelivery(failure) : failure);
  }

  #abandon(): void {
    if (this.#resources.closed) return;
    this.#isWanted = false;
    if (!this.#isSent || this.#call.isOver) return this.end();
    const runs = unwanted.get(this.#call) ?? new Map<string, { end(): void }>();
    unwanted.set(this.#call, runs.set(this.#subject, this));
    this.#undo();
  }

  /** Undoes it once, and again if it takes effect nevertheless. */
  #undo(): void {
    const request = this.#command.undo();
    const isHeld = this.#stage === 'held';
    if (request === undefined || this.#undoneAt === 'held' || (this.#undoneAt !== undefined && !isHeld))
      return;
    this.#undoneAt = this.#stage;
    const undone$ = this.#call.execute(request.method, request.params).pipe(
      catchError((error: unknown) => {
        if (isGone(error)) return EMPTY;
        throw error;
      }),
    );
    // RELAY may refuse to undo what is not in effect yet.
    this.#call.issue(undone$, () => !isHeld || this.#resources.closed);
  }
}
