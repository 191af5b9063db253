import { filter, map, tap } from 'rxjs';

import type { Call } from '../call/call.js';
import { sessionOf } from '../call/call-state.js';
import type { Fields } from '../wire/json-rpc.js';
import type { Session } from './session.js';

/** Keys that were bound, and have been pressed. */
export interface DigitTrigger {
  /** Milliseconds of the scheduler. */
  readonly at: number;
  readonly callId: string;
  readonly digits: string;
  readonly realm: string;
  /** RELAY's reaction, with the params that it was bound with. */
  readonly method: string;
  readonly params: Fields;
  /** The answer that the app would have had to that, had it asked. */
  readonly answer: Fields;
}

export interface Binding {
  readonly digits: string;
  readonly realm: string;
  readonly method: string;
  readonly params: Fields;
  /** How often it may be triggered. */
  readonly maxTriggers: number;
}

interface Bound {
  readonly binding: Binding;
  left: number;
}

/** A simulator that runs for days keeps the latest triggers only. */
const KEPT = 1000;

/** Bindings of `calling.bind_digit`: the simulator itself carries the method out when the keys are pressed. */
export class DigitBindings {
  readonly #byCall = new Map<Call, Bound[]>();
  readonly #triggers: DigitTrigger[] = [];

  /** @param carryOut carries out a method of a session, and answers as it would be answered */
  constructor(private readonly carryOut: (session: Session, method: string, params: Fields) => Fields) {}

  get triggers(): readonly DigitTrigger[] {
    return this.#triggers;
  }

  bind(call: Call, binding: Binding): void {
    const bound = this.#byCall.get(call) ?? this.#listen(call);
    bound.push({ binding, left: binding.maxTriggers });
  }

  /** All of them, unless a realm is named. */
  clear(call: Call, realm: string | undefined): void {
    const bound = this.#byCall.get(call) ?? [];
    const kept = bound.filter(({ binding }) => realm !== undefined && binding.realm !== realm);
    bound.splice(0, bound.length, ...kept);
  }

  #listen(call: Call): Bound[] {
    const bound: Bound[] = [];
    let pressed = '';
    const key$ = call.farEnd.input$.pipe(
      map((input) => (input.kind === 'key' ? input.key : '')),
      filter((key) => key !== ''),
      tap((key) => {
        pressed += key;
        const due = bound.find(({ binding, left }) => left > 0 && pressed.endsWith(binding.digits));
        const longest = Math.max(0, ...bound.map(({ binding }) => binding.digits.length));
        pressed = due === undefined ? pressed.slice(-longest) : '';
        if (due !== undefined) this.#trigger(call, due);
      }),
    );
    this.#byCall.set(call, bound);
    call.life.add(key$.subscribe());
    call.life.add(() => this.#byCall.delete(call));
    return bound;
  }

  #trigger(call: Call, bound: Bound): void {
    const session = sessionOf(call.state);
    if (session === undefined) return;
    bound.left--;
    const { digits, realm, method, params } = bound.binding;
    const { callId, settings } = call;
    const answer = this.carryOut(session, method, { ...params, call_id: callId, node_id: settings.nodeId });
    this.#triggers.push({ at: settings.scheduler.now(), callId, digits, realm, method, params, answer });
    if (this.#triggers.length > KEPT) this.#triggers.shift();
  }
}
