import { Observable, Subject, filter, finalize, switchMap, timer, type Subscription } from 'rxjs';
import type { ActiveCalls } from '../actions/active-calls.js';
import { LiveCall } from '../actions/live-call.js';
import { Call } from '../call.js';
import { isolated } from '../connection/isolated.js';
import { OverloadError, RelayWarning, isGone } from '../protocol/errors.js';
import type { CallReceiveEvent } from '../protocol/events/call.js';

/** Time after the connect in which a client without contexts is not warned about, in ms. */
const CONTEXT_GRACE = 5_000;

const NO_CONTEXTS =
  'calls$ is subscribed to, but the client receives no context, so no call can come: give the option contexts, for ' +
  "example contexts: ['default'], or call receive()";

/** Takes the calls that RELAY offers, or passes them on to other clients of their context. */
export class Admission {
  /** The calls that were taken. */
  readonly calls$: Observable<Call>;
  readonly #calls$ = new Subject<Call>();
  readonly #activeCalls: ActiveCalls;
  readonly #maxActiveCalls: number;
  #warnedOfContexts = false;

  constructor(activeCalls: ActiveCalls, maxActiveCalls: number) {
    this.#activeCalls = activeCalls;
    this.#maxActiveCalls = maxActiveCalls;
    this.calls$ = new Observable((subscriber) => {
      subscriber.add(this.#watchContexts());
      subscriber.add(this.#calls$.subscribe(isolated(subscriber)));
    });
    activeCalls.connection.on('calling.call.receive').subscribe({
      next: (event) => this.#receive(event),
      error: (error: unknown) => this.#calls$.error(error as Error),
      complete: () => this.#calls$.complete(),
    });
  }

  /** Warns once when `calls$` is subscribed to and no context is received. */
  #watchContexts(): Subscription {
    const { connection } = this.#activeCalls;
    const { contexts, status$, platform } = connection;
    const lacksContexts = (): boolean => contexts.size === 0 && !this.#warnedOfContexts;
    return (
      status$
        .pipe(
          filter((status) => status === 'connected' && lacksContexts()),
          switchMap(() => timer(CONTEXT_GRACE, platform.scheduler)),
          filter(lacksContexts),
        )
        // eslint-disable-next-line rxjs-x/no-ignored-error -- statuses and timers do not fail
        .subscribe(() => {
          this.#warnedOfContexts = true;
          connection.report(new RelayWarning('ERR_RELAY_NO_CONTEXTS', NO_CONTEXTS));
        })
    );
  }

  #receive(event: CallReceiveEvent): void {
    const { callId, nodeId, callState, context } = event;
    // RELAY may offer a call again, for example after a resume.
    if (this.#activeCalls.connection.router.hasCall(callId)) return;
    const why = this.#whyNot(callId);
    if (why !== undefined) return this.#pass(callId, nodeId, why);
    this.#activeCalls.received(callId, context);
    this.#calls$.next(new Call(new LiveCall(this.#activeCalls, callId, nodeId, callState, true), event));
  }

  /** The reason not to take an offered call; undefined if it is taken. */
  #whyNot(callId: string): string | undefined {
    const { connection, live } = this.#activeCalls;
    if (live.size >= this.#maxActiveCalls) {
      connection.report(new OverloadError(callId, this.#maxActiveCalls));
      return 'maxActiveCalls are live';
    }
    if (connection.isDraining) return 'the client is draining';
    return this.#calls$.observed ? undefined : 'nobody is subscribed to calls$';
  }

  #pass(callId: string, nodeId: string, why: string): void {
    const { connection, passes } = this.#activeCalls;
    this.#activeCalls.handedBack(callId, why);
    const passed$ = connection.executeOwed(callId, 'calling.pass', { node_id: nodeId, call_id: callId });
    const pass = passes.add(callId);
    passed$.pipe(finalize(() => pass.unsubscribe())).subscribe({
      error: (error: unknown) => {
        // The caller may have hung up in the meantime.
        if (!isGone(error)) connection.report(error as Error);
      },
    });
  }
}
