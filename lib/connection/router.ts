import { Subscription } from 'rxjs';
import type { RelayConnectionError } from '../protocol/errors.js';

/** What tells an event's way. */
export interface Addressed {
  readonly callId: string | undefined;
  readonly controlId: string | undefined;
}

type Listener<E> = (event: E) => void;

/** Who hears of a call: its events, and the end of everything before the call's own. */
export interface CallListener<E> {
  event(event: E): void;
  /** The call is out of reach: with the error that says why, or because the user closed the connection. */
  cutOff(error: RelayConnectionError | undefined): void;
}

interface CallRoute<E> {
  readonly call: CallListener<E>;
  /** The operations that run on the call, by control id. */
  readonly operations: Map<string, readonly Listener<E>[]>;
}

/**
 * Brings each event to the call, and to the operation of that call, that it belongs to: one look-up by call id and
 * one by control id, however many calls and prompts there are.
 */
export class Router<E extends Addressed> {
  readonly #calls = new Map<string, CallRoute<E>>();

  /** Adds a call. A call id stands for one call: adding it again while it is there is a defect of the caller's. */
  addCall(callId: string, listener: CallListener<E>): Subscription {
    const route: CallRoute<E> = { call: listener, operations: new Map() };
    this.#calls.set(callId, route);
    return new Subscription(() => {
      if (this.#calls.get(callId) === route) this.#calls.delete(callId);
    });
  }

  /** Adds an operation on a call that was added before. Its key is released when the subscription ends. */
  addOperation(callId: string, controlId: string, listener: Listener<E>): Subscription {
    const operations = this.#calls.get(callId)?.operations;
    if (operations === undefined) return Subscription.EMPTY;
    // Lists are replaced, never changed: an event that is being brought out reaches who was there when it came.
    operations.set(controlId, [...(operations.get(controlId) ?? []), listener]);
    return new Subscription(() => {
      const rest = (operations.get(controlId) ?? []).filter((other) => other !== listener);
      if (rest.length === 0) operations.delete(controlId);
      else operations.set(controlId, rest);
    });
  }

  get callCount(): number {
    return this.#calls.size;
  }

  hasCall(callId: string): boolean {
    return this.#calls.has(callId);
  }

  /**
   * Brings an event out: to its operation first, so that whoever hears of it from the call finds the operation as
   * the event left it. Says whether the call was known; an event without a call id belongs to nobody here.
   */
  route(event: E): boolean {
    if (event.callId === undefined) return true;
    const route = this.#calls.get(event.callId);
    if (route === undefined) return false;
    const listeners = event.controlId === undefined ? undefined : route.operations.get(event.controlId);
    if (listeners !== undefined) for (const listener of listeners) listener(event);
    route.call.event(event);
    return true;
  }

  /** Tells every call that it is out of reach. */
  cutOff(error: RelayConnectionError | undefined): void {
    for (const { call } of [...this.#calls.values()]) call.cutOff(error);
  }

  /** How many keys there are: shown to be back at zero when everything has ended. */
  get size(): { readonly calls: number; readonly operations: number } {
    let operations = 0;
    for (const route of this.#calls.values()) operations += route.operations.size;
    return { calls: this.#calls.size, operations };
  }
}
