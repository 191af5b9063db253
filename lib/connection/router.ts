import { Subscription } from 'rxjs';
import type { RelayConnectionError } from '../protocol/errors.js';
import type { WireParams } from '../protocol/events/event.js';
import { NONE, withAdded, without } from './replaced-list.js';

/** The key by which an event is routed. */
export interface Addressed {
  readonly type?: string;
  readonly callId: string | undefined;
  readonly controlId: string | undefined;
  /** Of the legs of a dial. */
  readonly tag?: string | undefined;
  /** Of an outbound message. */
  readonly messageId?: string | undefined;
}

/** Receives the events of an operation. */
export interface EventListener<E> {
  event(event: E): void;
  /** An event has come that does not decode: `params` are its own, as they stand. */
  undecoded?(type: string, params: WireParams, error: Error): void;
}

/** Receives the events of a call, a dial or a message, and learns of the end of everything before its own. */
export interface RouteListener<E> extends EventListener<E> {
  /** It is out of reach: with the error that says why, or because the user closed the connection. */
  cutOff(error: RelayConnectionError | undefined): void;
}

type Operations<L> = Map<string, readonly L[]>;

/** Made with what is rare left out: there is one for each call. */
interface CallRoute<E> {
  readonly call: RouteListener<E>;
  /** The operations that run on the call, by control id. */
  operations?: Operations<EventListener<E>>;
  /** Those whose events may come without a control id, by the type of these. */
  byType?: Operations<EventListener<E>>;
}

/** So many events of messages that nobody knows yet are held, until it is known whose they are. */
export const MAX_HELD = 1000;

/**
 * Brings each event to the call, the operation, the dial or the message that it belongs to: one look-up for each key
 * it carries, however many there are.
 */
export class Router<E extends Addressed> {
  readonly #calls = new Map<string, CallRoute<E>>();
  /** Operations whose call has ended, and whose last event is still to come, by call and control id. */
  readonly #late = new Map<string, Operations<RouteListener<E>>>();
  readonly #tags = new Map<string, RouteListener<E>>();
  /** An id stands for one message; where RELAY gives it to two, none of them may be left without an end. */
  readonly #messages = new Map<string, readonly RouteListener<E>[]>();
  /** Events of messages whose id is not known yet: it comes with the answer, which they may overtake. */
  #held: E[] = [];
  #awaiting = 0;

  /** Adds a call. A call id stands for one call: adding it again while it is there is a defect of the caller's. */
  addCall(callId: string, call: RouteListener<E>): void {
    this.#calls.set(callId, { call });
  }

  /** Removes a call, unless another has taken its place. */
  removeCall(callId: string, call: RouteListener<E>): void {
    if (this.#calls.get(callId)?.call === call) this.#calls.delete(callId);
  }

  /** Adds an operation on a call that was added before, until it is removed. */
  addOperation(callId: string, controlId: string, listener: EventListener<E>): void {
    const route = this.#calls.get(callId);
    if (route !== undefined) insert((route.operations ??= new Map()), controlId, listener);
  }

  removeOperation(callId: string, controlId: string, listener: EventListener<E>): void {
    const operations = this.#calls.get(callId)?.operations;
    if (operations !== undefined) remove(operations, controlId, listener);
  }

  /** Adds an operation that also receives the events of a type which carry no control id, until it is removed. */
  addUnaddressed(callId: string, type: string, listener: EventListener<E>): void {
    const route = this.#calls.get(callId);
    if (route !== undefined) insert((route.byType ??= new Map()), type, listener);
  }

  removeUnaddressed(callId: string, type: string, listener: EventListener<E>): void {
    const byType = this.#calls.get(callId)?.byType;
    if (byType !== undefined) remove(byType, type, listener);
  }

  /** Adds an operation whose call has ended. It does not make the call known: RELAY may offer that again. */
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

  /** Adds an outbound message, which receives what overtook the answer that brought its id. */
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
   * Brings an event out: to its operation first, so that a subscriber of the call finds the operation as
   * the event left it. Says whether anybody knew what it is about; an event without a key belongs to nobody here.
   */
  route(event: E): boolean {
    const call = this.#routeCall(event);
    const dial = this.#routeDial(event);
    const isKnown = this.#routeMessage(event);
    if (!isKnown && this.#awaiting > 0 && this.#held.length < MAX_HELD) this.#held.push(event);
    return call !== false || dial;
  }

  /** Brings an event that does not decode to those whom it may be about: by the ids that can be read in it. */
  undecoded(type: string, params: WireParams, error: Error): void {
    const { call_id: callId, control_id: controlId, message_id: messageId } = params;
    const route = typeof callId === 'string' ? this.#calls.get(callId) : undefined;
    const late = typeof callId === 'string' ? this.#late.get(callId) : undefined;
    const operations =
      typeof controlId === 'string'
        ? [...(route?.operations?.get(controlId) ?? []), ...(late?.get(controlId) ?? [])]
        : [];
    const messages = typeof messageId === 'string' ? (this.#messages.get(messageId) ?? []) : [];
    for (const listener of [...operations, ...messages]) listener.undecoded?.(type, params, error);
    route?.call.undecoded?.(type, params, error);
  }

  /** Tells everybody that what they are about is out of reach. */
  cutOff(error: RelayConnectionError | undefined): void {
    const late = [...this.#late.values()].flatMap((operations) => [...operations.values()].flat());
    const calls = [...this.#calls.values()].map(({ call }) => call);
    const messages = [...this.#messages.values()].flat();
    for (const listener of [...late, ...calls, ...this.#tags.values(), ...messages]) listener.cutOff(error);
  }

  /** How many keys there are: shown to be back at zero when everything has ended. */
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
    const listeners =
      event.controlId === undefined
        ? route.byType?.get(event.type ?? '')
        : route.operations?.get(event.controlId);
    if (listeners !== undefined) for (const listener of listeners) listener.event(event);
    route.call.event(event);
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

/** Adds a listener to those of a key until the subscription ends. */
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
