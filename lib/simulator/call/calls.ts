import { first, tap } from 'rxjs';

import type { Session } from '../engine/session.js';
import type { Call } from './call.js';
import { sessionOf } from './call-state.js';

/** Ended calls to remember, so that requests on them are refused with 410 instead of 404. */
const REMEMBERED = 1000;

/** The live calls and the latest ended ones, by id. */
export class Calls {
  readonly #live = new Map<string, Call>();
  readonly #ended = new Map<string, Call>();

  get live(): readonly Call[] {
    return [...this.#live.values()];
  }

  get(callId: string): Call | undefined {
    return this.#live.get(callId) ?? this.#ended.get(callId);
  }

  of(session: Session): readonly Call[] {
    return this.live.filter(({ state }) => sessionOf(state) === session);
  }

  add(call: Call): void {
    this.#live.set(call.callId, call);
    call.state$
      .pipe(
        first(({ kind }) => kind === 'ended'),
        tap(() => this.#retire(call)),
      )
      .subscribe();
  }

  #retire(call: Call): void {
    this.#live.delete(call.callId);
    this.#ended.set(call.callId, call);
    const [oldest] = this.#ended.keys();
    if (this.#ended.size > REMEMBERED && oldest !== undefined) this.#ended.delete(oldest);
  }
}
