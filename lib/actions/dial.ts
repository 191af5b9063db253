import { Observable, Subscription, defaultIfEmpty, type Subscriber } from 'rxjs';
import type { Connection } from '../connection/connection.js';
import { isolate } from '../connection/isolated.js';
import { finish } from '../connection/subscriber-list.js';
import { leavesOpen, withUnknownDelivery, type RelayConnectionError } from '../protocol/errors.js';
import { DialError } from '../protocol/result-errors.js';
import type { CallStateEvent } from '../protocol/events/call.js';
import type { DialEvent } from '../protocol/events/dial.js';
import type { RelayEvent } from '../protocol/events/index.js';
import { DIAL_TIMEOUT } from '../protocol/options/dial.js';
import type { ActiveCalls } from './active-calls.js';
import { LiveCall } from './live-call.js';

/** The devices to dial. */
export interface DialRequest {
  readonly tag: string;
  /** The params of `calling.dial`, less the tag. */
  readonly params: object;
  /** How long to wait for an answer, in ms. */
  readonly dialTimeout: number;
}

/** A leg of a dial: one device that RELAY calls. */
export interface Leg {
  readonly live: LiveCall;
  readonly identity: Pick<CallStateEvent, 'tag' | 'direction' | 'device' | 'segmentId'>;
}

/**
 * Whether a subscriber still waits for the winner. An unsubscribed dial stays until RELAY reports its end, so that legs
 * which appear in the meantime are ended too.
 */
type Phase =
  | { readonly kind: 'wanted'; readonly subscriber: Subscriber<Leg> }
  | { readonly kind: 'unwanted'; readonly subscriber: undefined }
  | { readonly kind: 'over'; readonly subscriber: undefined };

/** One dial, from its request to its winner, its failure or, after it is unsubscribed, the end of its last leg. */
class Dial {
  readonly #connection: Connection;
  readonly #activeCalls: ActiveCalls;
  readonly #request: DialRequest;
  /** Teardown for when the dial is over: its route, its hold on the connection, its timer. */
  readonly #resources = new Subscription();
  readonly #legs = new Map<string, Leg>();
  #phase: Phase;
  #sent = false;
  /** The end reason of the latest leg to end, for the error of a failed dial. */
  #reason: string | undefined;

  constructor(activeCalls: ActiveCalls, request: DialRequest, subscriber: Subscriber<Leg>) {
    this.#connection = activeCalls.connection;
    this.#activeCalls = activeCalls;
    this.#request = request;
    this.#phase = { kind: 'wanted', subscriber };
  }

  /** Registers the tag, then sends the request. */
  start(subscriber: Subscriber<Leg>): void {
    const { tag, params, dialTimeout } = this.#request;
    const connection = this.#connection;
    const expire = (): void =>
      this.#fail(new DialError('timeout', `nobody answered within ${dialTimeout} ms`));
    this.#resources.add(
      connection.router.addDial(tag, {
        event: (event) => this.#event(event),
        cutOff: (error) => this.#cutOff(error),
      }),
    );
    this.#resources.add(connection.hold());
    if (dialTimeout !== Infinity) this.#resources.add(connection.whenLate(expire, dialTimeout));
    subscriber.add(() => this.#abandon());
    const asked = connection
      .execute('calling.dial', { tag, ...params }, () => (this.#sent = true))
      .pipe(defaultIfEmpty(undefined))
      .subscribe({
        // It completes without an answer only when the user has closed the client.
        next: (answer) => {
          if (answer === undefined) this.#cutOff(undefined);
        },
        error: (error: unknown) => this.#refused(error as Error),
      });
    // Cancelled with the dial, as long as it was not sent.
    subscriber.add(asked);
  }

  #event(event: RelayEvent): void {
    if (event.type === 'calling.call.state') this.#legChanged(event);
    else if (event.type === 'calling.call.dial') this.#changed(event);
  }

  #legChanged(event: CallStateEvent): void {
    const { callId, nodeId, callState } = event;
    if (callState === 'ended') {
      this.#reason = event.endReason ?? this.#reason;
      this.#legs.delete(callId);
    } else if (!this.#legs.has(callId) && nodeId !== undefined && this.#mayHave(callId)) {
      const leg = { live: new LiveCall(this.#activeCalls, callId, nodeId, callState), identity: event };
      this.#legs.set(callId, leg);
      if (this.#phase.kind === 'unwanted') hangUp(leg);
    }
  }

  #changed({ dialState, call, reason: why, nodeId }: DialEvent): void {
    const { subscriber } = this.#phase;
    if (dialState === 'failed') {
      const reason = why ?? this.#reason ?? 'failed';
      this.#end();
      subscriber?.error(new DialError(reason, `RELAY could not reach anybody (${reason})`));
    } else if (
      dialState === 'answered' &&
      call !== undefined &&
      nodeId !== undefined &&
      this.#mayHave(call.callId)
    ) {
      const winner = this.#take(call.callId, nodeId, call);
      this.#end();
      if (subscriber === undefined) return hangUp(winner);
      winner.live.answered();
      subscriber.next(winner);
      subscriber.complete();
    }
  }

  /**
   * A call that is known already, and is no leg of this dial, belongs to another subscriber. Routed as a leg, that one
   * would lose its events.
   */
  #mayHave(callId: string): boolean {
    return this.#legs.has(callId) || !this.#connection.router.hasCall(callId);
  }

  /** Removes the winner from the legs that are to be ended. RELAY may name it before its first event. */
  #take(callId: string, nodeId: string, { tag, device }: Pick<Leg['identity'], 'tag' | 'device'>): Leg {
    const known = this.#legs.get(callId);
    this.#legs.delete(callId);
    const identity = { tag, device, direction: 'outbound', segmentId: undefined };
    return known ?? { live: new LiveCall(this.#activeCalls, callId, nodeId, 'answered'), identity };
  }

  #refused(error: Error): void {
    // RELAY may be dialling or not: legs that appear are ended.
    if (this.#sent && leavesOpen(error)) return this.#fail(error);
    const { subscriber } = this.#phase;
    this.#end();
    subscriber?.error(error);
  }

  #cutOff(error: RelayConnectionError | undefined): void {
    const { subscriber } = this.#phase;
    this.#end();
    const told = error !== undefined && this.#sent ? withUnknownDelivery(error) : error;
    if (subscriber !== undefined) finish(subscriber, told);
  }

  #fail(error: Error): void {
    const { subscriber } = this.#phase;
    this.#abandon();
    subscriber?.error(error);
  }

  /** Ends the legs of an unsubscribed dial, and keeps its route to end those that appear later. */
  #abandon(): void {
    if (this.#phase.kind !== 'wanted') return;
    if (!this.#sent) return this.#end();
    this.#phase = UNWANTED;
    for (const leg of this.#legs.values()) hangUp(leg);
    const { scheduler } = this.#connection.platform;
    // At least this long, however short `dialTimeout` was: nobody would hang up a leg that appears later, and its
    // callee would hear silence.
    const { dialTimeout } = this.#request;
    const stay = dialTimeout === Infinity ? DIAL_TIMEOUT : Math.max(dialTimeout, DIAL_TIMEOUT);
    this.#resources.add(scheduler.schedule(() => this.#end(), stay));
  }

  /** Releases the dial. RELAY ends the losers; those that this client hangs up stay until that is done. */
  #end(): void {
    if (this.#phase.kind === 'wanted') for (const { live } of this.#legs.values()) live.release();
    this.#phase = OVER;
    this.#legs.clear();
    this.#resources.unsubscribe();
  }
}

const UNWANTED = { kind: 'unwanted', subscriber: undefined } as const;
const OVER = { kind: 'over', subscriber: undefined } as const;

const hangUp = ({ live }: Leg): void => live.abandon('cancel');

/**
 * Dials when it is subscribed to, emits the leg that answers, and completes. Unsubscribing before that ends all legs.
 */
export function dial(activeCalls: ActiveCalls, request: DialRequest): Observable<Leg> {
  return isolate(
    new Observable((subscriber) => new Dial(activeCalls, request, subscriber).start(subscriber)),
  );
}
