import { Subscription } from 'rxjs';
import type { RelayConnectionError } from '../protocol/errors.js';
import type { WireParams } from '../protocol/events/event.js';
import { NONE, withAdded, without } from './replaced-list.js';

/** The fields by which an event is routed. */
export interface Addressed {
  readonly type?: string;
  readonly callId: string | undefined;
  readonly controlId: string | undefined;
  /** The tag of a dial. */
  readonly tag?: string | undefined;
  /** The id of an outbound message. */
  readonly messageId?: string | undefined;
}

/** Receives the events of an operation. */
export interface EventListener<E> {
  event(event: E): void;
  /** Receives an event that does not decode, with its params as they came. */
  undecoded?(type: string, params: WireParams, error: Error): void;
}

/** Receives the events of a call, a dial or a message, and the end of the session or connection. */
export interface RouteListener<E> extends EventListener<E> {
  /**
   * Called when the session is lost or the connection has failed, with the error; without one when the user has closed
   * the client.
   */
  cutOff(error: RelayConnectionError | undefined): void;
}

type Operations<L> = Map<string, readonly L[]>;

/** The routes of a call. They are emptied when the call is removed, as a `Place` is. */
interface CallRoutes<E> {
  call: RouteListener<E> | undefined;
  /** The operations that run on the call, by control id. */
  operations: Operations<EventListener<E>> | undefined;
  /** The operations whose events may lack a control id, by event type. */
  byType: Operations<EventListener<E>> | undefined;
}

/** How many events of unknown messages are held until the message is known. */
export const MAX_HELD = 1000;

/**
 * Routes each event to its call, operation, dial or message: one look-up for each key, however many routes there are.
 */
export class Router<E extends Addressed> {
  readonly #calls = new Map<string, CallRoutes<E>>();
  /** Operations whose call has ended and whose last event is still to come, by call and control id. */
  readonly #late = new Map<string, Operations<RouteListener<E>>>();
  readonly #tags = new Map<string, RouteListener<E>>();
  /** An id belongs to one message. If RELAY gives it to two, both receive the events, so that both end. */
  readonly #messages = new Map<string, readonly RouteListener<E>[]>();
  /** Events of unknown messages: the id of a message comes with the answer, which its events may overtake. */
  #held: E[] = [];
  #awaiting = 0;

  /** Adds a call. The call id must not be in use. */
  addCall(callId: string, call: RouteListener<E>): void {
    this.#calls.set(callId, { call, operations: undefined, byType: undefined });
  }

  /** Removes a call, unless another has taken its place. */
  removeCall(callId: string, call: RouteListener<E>): void {
    const route = this.#calls.get(callId);
    if (route?.call !== call) return;
    this.#calls.delete(callId);
    route.call = undefined;
    route.operations = undefined;
    route.byType = undefined;
  }

  /** Adds an operation on a call that was added before. */
  addOperation(callId: string, controlId: string, listener: EventListener<E>): void {
    const route = this.#calls.get(callId);
    if (route !== undefined)
      insert((route.operations ??= new Map<string, readonly EventListener<E>[]>()), controlId, listener);
  }

  removeOperation(callId: string, controlId: string, listener: EventListener<E>): void {
    const operations = this.#calls.get(callId)?.operations;
    if (operations !== undefined) remove(operations, controlId, listener);
  }

  /** Adds an operation that also receives events of a type without a control id. */
  addUnaddressed(callId: string, type: string, listener: EventListener<E>): void {
    const route = this.#calls.get(callId);
    if (route !== undefined)
      insert((route.byType ??= new Map<string, readonly EventListener<E>[]>()), type, listener);
  }

  removeUnaddressed(callId: string, type: string, listener: EventListener<E>): void {
    const byType = this.#calls.get(callId)?.byType;
    if (byType !== undefined) remove(byType, type, listener);
  }

  /** Adds an operation whose call has ended. The call stays unknown: RELAY may offer it again. */
  addLateOperation(callId: string, controlId: string, listener: RouteListener<E>): Subscription {
    const operations = this.#late.get(callId) ?? new Map<string, readonly RouteListener<E>[]>();
    this.#late.set(callId, operations);
    const route = join(operations, controlId, listener);
    route.add(() => {
      if (operations.size === 0 && this.#late.get(callId) === operations) this.#late.delete(callId);
    });
    return route;
  }

  /** Adds a dial, which receives the events of all its legs. */
  addDial(tag: string, dial: RouteListener<E>): Subscription {
    return add(this.#tags, tag, dial);
  }

  /** Adds an outbound message, which also receives the events that overtook the answer with its id. */
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
   * Routes an event, to its operation first, so that subscribers of the call find the operation up to date. Returns
   * whether its keys were known; an event without a key has no route.
   */
  route(event: E): boolean {
    const call = this.#routeCall(event);
    const dial = this.#routeDial(event);
    const isKnown = this.#routeMessage(event);
    if (!isKnown && this.#awaiting > 0 && this.#held.length < MAX_HELD) this.#held.push(event);
    return call !== false || dial;
  }

  /** Routes an event that does not decode, by the ids that can be read. */
  undecoded(type: string, params: WireParams, error: Error): void {
    const { call_id: callId, control_id: controlId, message_id: messageId } = params;
    const route = typeof callId === 'string' ? this.#calls.get(callId) : undefined;
    const call = route?.call;
    const late = typeof callId === 'string' ? this.#late.get(callId) : undefined;
    const operations =
      typeof controlId === 'string'
        ? [...(route?.operations?.get(controlId) ?? []), ...(late?.get(controlId) ?? [])]
        : [];
    const messages = typeof messageId === 'string' ? (this.#messages.get(messageId) ?? []) : [];
    for (const listener of [...operations, ...messages]) listener.undecoded?.(type, params, error);
    call?.undecoded?.(type, params, error);
  }

  /** Notifies all routes that the session is lost or the connection has ended. */
  cutOff(error: RelayConnectionError | undefined): void {
    const late = [...this.#late.values()].flatMap((operations) => [...operations.values()].flat());
    const calls = [...this.#calls.values()].flatMap(({ call }) => call ?? []);
    const messages = [...this.#messages.values()].flat();
    for (const listener of [...late, ...calls, ...this.#tags.values(), ...messages]) listener.cutOff(error);
  }

  /** The number of keys of each kind, for tests: back at zero when everything has ended. */
  get size(): Readonly<Record<'calls' | 'operations' | 'dials' | 'messages' | 'held', number>> {
    let operations = 0;
    for (const route of this.#calls.values()) operations += route.operations?.size ?? 0;
    for (const late of this.#late.values()) operations += late.size;
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
    const isLate = this.#late.size > 0 && this.#routeLate(event.callId, event);
    const route = this.#calls.get(event.callId);
    if (route === undefined) return isLate;
    // The operation's event may end the call, which empties its routes.
    const { call } = route;
    const listeners =
      event.controlId === undefined
        ? route.byType?.get(event.type ?? '')
        : route.operations?.get(event.controlId);
    if (listeners !== undefined) for (const listener of listeners) listener.event(event);
    call?.event(event);
    return true;
  }

  #routeLate(callId: string, event: E): boolean {
    const listeners = event.controlId === undefined ? [] : this.#late.get(callId)?.get(event.controlId);
    for (const listener of listeners ?? []) listener.event(event);
    return this.#late.has(callId);
  }

  #routeDial(event: E): boolean {
    const dial = event.tag === undefined ? undefined : this.#tags.get(event.tag);
    dial?.event(event);
    return dial !== undefined;
  }

  /** Routes an event of a message. Returns false only for an unknown message. */
  #routeMessage(event: E): boolean {
    if (event.messageId === undefined) return true;
    const messages = this.#messages.get(event.messageId);
    for (const message of messages ?? []) message.event(event);
    return messages !== undefined;
  }
}

/** Adds a key. Unsubscribing removes it, unless it was replaced. */
function add<T>(routes: Map<string, T>, key: string, route: T): Subscription {
  routes.set(key, route);
  return new Subscription(() => {
    if (routes.get(key) === route) routes.delete(key);
  });
}

/** Adds a listener for a key. Unsubscribing removes it. */
function join<T>(routes: Map<string, readonly T[]>, key: string, route: T): Subscription {
  insert(routes, key, route);
  return new Subscription(() => remove(routes, key, route));
}

/** Adds a listener to those of a key. */
function insert<T>(routes: Map<string, readonly T[]>, key: string, route: T): void {
  routes.set(key, withAdded(routes.get(key) ?? NONE, route));
}

function remove<T>(routes: Map<string, readonly T[]>, key: string, route: T): void {
  const rest = without(routes.get(key) ?? NONE, route);
  if (rest.length === 0) routes.delete(key);
  else routes.set(key, rest);
}
