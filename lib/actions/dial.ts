import { Observable, Subscription, defaultIfEmpty, type Subscriber } from 'rxjs';
import type { Connection } from '../connection/connection.js';
import { isolate } from '../connection/isolated.js';
import { finish } from '../connection/subscriber-list.js';
import { DialError, leavesOpen, withUnknownDelivery, type RelayConnectionError } from '../protocol/errors.js';
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
  /** How long it may take until somebody answers, in ms. */
  readonly dialTimeout: number;
}

/** A leg of a dial, and what is known of it. */
export interface Leg {
  readonly live: LiveCall;
  readonly identity: Pick<CallStateEvent, 'tag' | 'direction' | 'device' | 'segmentId'>;
}

/**
 * Whether anybody waits for the winner. A dial that is not wanted any more lasts until RELAY says that it is over,
 * so that the legs that appear meanwhile are ended too.
 */
type Phase =
  | { readonly kind: 'wanted'; readonly subscriber: Subscriber<Leg> }
  | { readonly kind: 'unwanted'; readonly subscriber: undefined }
  | { readonly kind: 'over'; readonly subscriber: undefined };

/** One dial: from its request to its winner, its failure, or the end of the last leg that nobody wants. */
class Dial {
  readonly #connection: Connection;
  readonly #activeCalls: ActiveCalls;
  readonly #request: DialRequest;
  /** Teardown for when the dial is over: its route, its hold on the connection, its timer. */
  readonly #resources = new Subscription();
  readonly #legs = new Map<string, Leg>();
  #phase: Phase;
  #sent = false;
  /** Why the last leg ended: the best there is to say why a dial failed. */
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
        // Without an answer there is no connection any more: the user has closed it.
        next: (answer) => {
          if (answer === undefined) this.#cutOff(undefined);
        },
        error: (error: unknown) => this.#refused(error as Error),
      });
    // Taken back with the dial, as long as it has not left.
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

  /** A call that is known and no leg of this dial is somebody else's: as a leg it would hear no event any more. */
  #mayHave(callId: string): boolean {
    return this.#legs.has(callId) || !this.#connection.router.hasCall(callId);
  }

  /** The leg that has won: nobody's loser any more. RELAY may name it before its first event. */
  #take(callId: string, nodeId: string, { tag, device }: Pick<Leg['identity'], 'tag' | 'device'>): Leg {
    const known = this.#legs.get(callId);
    this.#legs.delete(callId);
    const identity = { tag, device, direction: 'outbound', segmentId: undefined };
    return known ?? { live: new LiveCall(this.#activeCalls, callId, nodeId, 'answered'), identity };
  }

  #refused(error: Error): void {
    // Nobody knows whether it is being dialled: the legs that may appear are ended.
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

  /** Nobody wants it any more: ends the legs that there are, and stays to end those that are still to come. */
  #abandon(): void {
    if (this.#phase.kind !== 'wanted') return;
    if (!this.#sent) return this.#end();
    this.#phase = UNWANTED;
    for (const leg of this.#legs.values()) hangUp(leg);
    const { scheduler } = this.#connection.platform;
    // However short its patience was: a leg that appears after this is nobody's, and its person is in dead air.
    const { dialTimeout } = this.#request;
    const stay = dialTimeout === Infinity ? DIAL_TIMEOUT : Math.max(dialTimeout, DIAL_TIMEOUT);
    this.#resources.add(scheduler.schedule(() => this.#end(), stay));
  }

  /** The dial is over. RELAY ends the losers; those that were hung up stay until it has. */
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

/** Dials when it is subscribed to; emits the leg that is answered and completes. Leaving it before ends all legs. */
export function dial(activeCalls: ActiveCalls, request: DialRequest): Observable<Leg> {
  return isolate(
    new Observable((subscriber) => new Dial(activeCalls, request, subscriber).start(subscriber)),
  );
}
