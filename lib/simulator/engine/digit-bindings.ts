import { filter, map, tap } from 'rxjs';

import type { Call } from '../call/call.js';
import { sessionOf } from '../call/call-state.js';
import type { Fields } from '../wire/json-rpc.js';
import type { Session } from './session.js';

/** A press of bound keys. */
export interface DigitTrigger {
  /** Scheduler time, in ms. */
  readonly at: number;
  readonly callId: string;
  readonly digits: string;
  readonly realm: string;
  /** The bound method. */
  readonly method: string;
  readonly params: Fields;
  /** The result of the method, as the app would receive it. */
  readonly answer: Fields;
}

export interface Binding {
  readonly digits: string;
  readonly realm: string;
  readonly method: string;
  readonly params: Fields;
  /** The most times that it can be triggered. */
  readonly maxTriggers: number;
}

interface Bound {
  readonly binding: Binding;
  left: number;
}

/** Limits memory in a simulator that runs for days. */
const KEPT = 1000;

/** Bindings of `calling.bind_digit`: the simulator runs the method when the keys are pressed. */
export class DigitBindings {
  readonly #byCall = new Map<Call, Bound[]>();
  readonly #triggers: DigitTrigger[] = [];

  /** @param carryOut runs a method for a session, and returns its result */
  constructor(private readonly carryOut: (session: Session, method: string, params: Fields) => Fields) {}

  get triggers(): readonly DigitTrigger[] {
    return this.#triggers;
  }

  bind(call: Call, binding: Binding): void {
    const bound = this.#byCall.get(call) ?? this.#listen(call);
    bound.push({ binding, left: binding.maxTriggers });
  }

  /** Removes the bindings of a call: those of the realm, or all if it is undefined. */
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
