import { Subscription } from 'rxjs';
import type { RelayConnectionError } from '../protocol/errors.js';

/** What tells an event's way. */
export interface Addressed {
  readonly type?: string;
  readonly callId: string | undefined;
  readonly controlId: string | undefined;
  /** Of the legs of a dial. */
  readonly tag?: string | undefined;
  /** Of an outbound message. */
  readonly messageId?: string | undefined;
}

type Listener<E> = (event: E) => void;

/** Who hears of a call, a dial or a message: its events, and the end of everything before its own. */
export interface RouteListener<E> {
  event(event: E): void;
  /** It is out of reach: with the error that says why, or because the user closed the connection. */
  cutOff(error: RelayConnectionError | undefined): void;
}

interface CallRoute<E> {
  readonly call: RouteListener<E>;
  /** The operations that run on the call, by control id. */
  readonly operations: Map<string, readonly Listener<E>[]>;
  /** Those whose events may come without a control id, by the type of these. */
  readonly byType: Map<string, readonly Listener<E>[]>;
}

/** So many events of messages that nobody knows yet are held, until it is known whose they are. */
export const MAX_HELD = 1000;

/**
 * Brings each event to the call, the operation, the dial or the message that it belongs to: one look-up for each key
 * it carries, however many there are.
 */
export class Router<E extends Addressed> {
  readonly #calls = new Map<string, CallRoute<E>>();
  readonly #tags = new Map<string, RouteListener<E>>();
  /** An id stands for one message; where RELAY gives it to two, none of them may be left without an end. */
  readonly #messages = new Map<string, readonly RouteListener<E>[]>();
  /** Events of messages whose id is not known yet: it comes with the answer, which they may overtake. */
  #held: E[] = [];
  #awaiting = 0;

  /** Adds a call. A call id stands for one call: adding it again while it is there is a defect of the caller's. */
  addCall(callId: string, call: RouteListener<E>): Subscription {
    return add(this.#calls, callId, { call, operations: new Map(), byType: new Map() });
  }

  /** Adds an operation on a call that was added before. Its key is released when the subscription ends. */
  addOperation(callId: string, controlId: string, listener: Listener<E>): Subscription {
    const operations = this.#calls.get(callId)?.operations;
    if (operations === undefined) return Subscription.EMPTY;
    return join(operations, controlId, listener);
  }

  /** Adds an operation that also receives the events of a type which carry no control id. */
  addUnaddressed(callId: string, type: string, listener: Listener<E>): Subscription {
    const byType = this.#calls.get(callId)?.byType;
    if (byType === undefined) return Subscription.EMPTY;
    return join(byType, type, listener);
  }

  /** Adds a dial, which hears of all its legs. */
  addDial(tag: string, dial: RouteListener<E>): Subscription {
    return add(this.#tags, tag, dial);
  }

  /** Adds an outbound message, which hears of what overtook the answer that brought its id. */
  addMessage(messageId: string, message: RouteListener<E>): Subscription {
    const route = join(this.#messages, messageId, message);
    const overtook = this.#held.filter((event) => event.messageId === messageId);
    this.#held = this.#held.filter((event) => event.messageId !== messageId);
    for (const event of overtook) message.event(event);
    return route;
  }

  /** Holds the events of unknown messages until the subscription ends: a message is being sent. */
  awaitMessage(): Subscription {
    this.#awaiting += 1;
    return new Subscription(() => {
      this.#awaiting -= 1;
      if (this.#awaiting === 0) this.#held = [];
    });
  }

  hasCall(callId: string): boolean {
    return this.#calls.has(callId);
  }

  /**
   * Brings an event out: to its operation first, so that whoever hears of it from the call finds the operation as
   * the event left it. Says whether anybody knew what it is about; an event without a key belongs to nobody here.
   */
  route(event: E): boolean {
    const call = this.#routeCall(event);
    const dial = this.#routeDial(event);
    const isKnown = this.#routeMessage(event);
    if (!isKnown && this.#awaiting > 0 && this.#held.length < MAX_HELD) this.#held.push(event);
    return call !== false || dial;
  }

  /** Tells everybody that what they are about is out of reach. */
  cutOff(error: RelayConnectionError | undefined): void {
    const calls = [...this.#calls.values()].map(({ call }) => call);
    const messages = [...this.#messages.values()].flat();
    for (const listener of [...calls, ...this.#tags.values(), ...messages]) listener.cutOff(error);
  }

  /** How many keys there are: shown to be back at zero when everything has ended. */
  get size(): Readonly<Record<'calls' | 'operations' | 'dials' | 'messages' | 'held', number>> {
    let operations = 0;
    for (const route of this.#calls.values()) operations += route.operations.size;
    return {
      calls: this.#calls.size,
      operations,
      dials: this.#tags.size,
      messages: this.#messages.size,
      held: this.#held.length,
    };
  }

  #routeCall(event: E): boolean | undefined {
    if (event.callId === undefined) return undefined;
    const route = this.#calls.get(event.callId);
    if (route === undefined) return false;
    const listeners =
      event.controlId === undefined
        ? route.byType.get(event.type ?? '')
        : route.operations.get(event.controlId);
    if (listeners !== undefined) for (const listener of listeners) listener(event);
    route.call.event(event);
    return true;
  }

  #routeDial(event: E): boolean {
    const dial = event.tag === undefined ? undefined : this.#tags.get(event.tag);
    dial?.event(event);
    return dial !== undefined;
  }

  /** Whether it is no event of a message, or one of a message that is known. */
  #routeMessage(event: E): boolean {
    if (event.messageId === undefined) return true;
    const messages = this.#messages.get(event.messageId);
    for (const message of messages ?? []) message.event(event);
    return messages !== undefined;
  }
}

/** Adds a key, and takes it away when the subscription ends, unless another has taken its place. */
function add<T>(routes: Map<string, T>, key: string, route: T): Subscription {
  routes.set(key, route);
  return new Subscription(() => {
    if (routes.get(key) === route) routes.delete(key);
  });
}

/**
 * Adds a listener to those of a key until the subscription ends. Lists are replaced, never changed: an event that is
 * being brought out reaches who was there when it came.
 */
function join<T>(routes: Map<string, readonly T[]>, key: string, route: T): Subscription {
  routes.set(key, [...(routes.get(key) ?? []), route]);
  return new Subscription(() => {
    const rest = (routes.get(key) ?? []).filter((other) => other !== route);
    if (rest.length === 0) routes.delete(key);
    else routes.set(key, rest);
  });
}
