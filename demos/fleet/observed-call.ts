// A call as its caller sees it, independent of what a worker reports.
import type { Caller } from 'relay-rx/simulator';
import { filter, ignoreElements, take, tap, type Observable } from 'rxjs';
import type { CallerPlan } from './caller-plan.js';
import type { CallRecord } from './tally.js';

export class ObservedCall {
  readonly #heard: string[] = [];
  readonly #start = performance.now();
  #answer: { readonly by: string; readonly after: number } | undefined;

  constructor(
    readonly caller: Caller,
    readonly plan: CallerPlan,
  ) {
    caller.heard$.subscribe((heard) => this.#heard.push('text' in heard ? heard.text : heard.kind));
    const answered$ = caller.state$.pipe(
      filter((state) => state === 'answered'),
      take(1),
      tap(() => (this.#answer = { by: this.worker ?? 'nobody', after: performance.now() - this.#start })),
    );
    answered$.subscribe();
  }

  /** The worker that has the call, or had it when it ended. */
  get worker(): string | undefined {
    return this.caller.servedBy?.agent;
  }

  get isTalking(): boolean {
    return this.caller.state === 'answered';
  }

  /** Completes when the call has ended. */
  get over$(): Observable<never> {
    return this.caller.state$.pipe(ignoreElements());
  }

  get record(): CallRecord {
    const { caller } = this;
    const [by, after] = [this.#answer?.by, this.#answer?.after];
    const heard = this.#heard.map((text) => `"${text}"`).join(', ') || 'nothing';
    return {
      callId: caller.callId,
      offers: caller.offers.map(({ agent = 'nobody' }) => agent),
      answeredBy: by,
      answeredAfter: after,
      fate: this.#fate,
      story: `heard ${heard} and ${caller.endReason === undefined ? 'is still there' : `ended with ${caller.endReason}`}`,
    };
  }

  get #fate(): CallRecord['fate'] {
    const { caller, plan } = this;
    if (caller.state !== 'ended') return 'live';
    if (caller.lostWith !== undefined) return 'lost';
    const served = caller.endReason === 'hangup' && this.#heard.join('\n') === plan.heard.join('\n');
    return served ? 'completed' : 'spoilt';
  }
}
