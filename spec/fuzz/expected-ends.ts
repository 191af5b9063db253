import { RelayConnectionError, RelayProtocolError } from 'relay-rx';
import type { RelayEvent } from '../../lib/protocol/events/index.js';
import type { Subject, ObservedOperation } from './subject.js';
import { require } from './wrong.js';

/** What an operation must have come to. */
type ExpectedEnd =
  | { readonly kind: 'running' }
  /** By its terminal event. */
  | { readonly kind: 'completed'; readonly event: RelayEvent }
  /** With its call. */
  | { readonly kind: 'ended' }
  /** Its call has ended, and RELAY may have more to say of it: a recording is stored after that. */
  | { readonly kind: 'late' }
  /** With its session, or with the connection. */
  | { readonly kind: 'lost' };

/** What each operation in progress must have told, and what it must have come to. */
export class ExpectedEnds {
  readonly #subject: Subject;
  readonly #ends = new Map<ObservedOperation, ExpectedEnd>();
  readonly #told = new Map<ObservedOperation, number>();

  constructor(subject: Subject) {
    this.#subject = subject;
    for (const operation of subject.operations) {
      this.#ends.set(operation, { kind: 'running' });
      this.#told.set(operation, 0);
    }
  }

  get running(): ObservedOperation[] {
    return [...this.#ends].filter(([, { kind }]) => kind === 'running').map(([operation]) => operation);
  }

  /** An event came: what it means for each. */
  meet(event: RelayEvent): void {
    for (const operation of this.running.filter(({ callId }) => callId === event.callId)) {
      const { type }: { readonly type: string } = event;
      if (type === operation.eventType && event.controlId === operation.controlId) {
        this.#told.set(operation, (this.#told.get(operation) ?? 0) + 1);
        if (operation.ends(event)) this.#ends.set(operation, { kind: 'completed', event });
      } else if (event.type === 'calling.call.state' && event.callState === 'ended') {
        this.#over(operation);
      }
    }
  }

  /** A call is over, by what could not be read further. */
  callOver(callId: string): void {
    for (const operation of this.running) if (operation.callId === callId) this.#over(operation);
  }

  #over(operation: ObservedOperation): void {
    this.#ends.set(operation, { kind: operation.endsLate ? 'late' : 'ended' });
  }

  check(): void {
    for (const [operation, fate] of this.#ends) this.#checkOne(operation, fate);
  }

  #checkOne(operation: ObservedOperation, fate: ExpectedEnd): void {
    const { heard, controlId } = operation;
    const told = this.#told.get(operation) ?? 0;
    if (fate.kind === 'late')
      return require(heard.ended !== 'failed' || isLoss(heard.error), `${controlId} failed after its call`);
    require(heard.values.length === told, `${controlId} told ${heard.values.length} events of ${told}`);
    switch (fate.kind) {
      case 'running':
        if (heard.ended === undefined) return;
        this.#checkLost(operation);
        this.#ends.set(operation, { kind: 'lost' });
        return;
      case 'completed':
        require(heard.ended === 'completed', `${controlId} has not completed with its terminal event`);
        require(isSame(heard.values.at(-1), fate.event), `${controlId} completed with another event`);
        return;
      case 'ended':
        return require(heard.ended === 'completed', `${controlId} has not completed with its call`);
      case 'lost':
        return require(heard.ended === 'failed', `${controlId} is back`);
    }
  }

  /** Only a connection that was replaced, or has ended, may take an operation with it. */
  #checkLost({ heard, controlId }: ObservedOperation): void {
    require(heard.ended === 'failed', `${controlId} completed for no reason`);
    // An event of its own that could not be read, and that may have been the last.
    if (heard.error instanceof RelayProtocolError) return;
    require(isLoss(heard.error), `${controlId} failed with ${String(heard.error)}`);
    require(this.#subject.server.sockets.length > 1, `${controlId} was lost with no connection`);
  }
}

const isLoss = (error: unknown): boolean => error instanceof RelayConnectionError;

/** By the values at their top: deep ones are deeper than a comparison can go. */
function isSame(one: RelayEvent | undefined, other: RelayEvent): boolean {
  const flat = (event: RelayEvent): string =>
    JSON.stringify([event.type, Object.entries(event.params).map(([key, value]) => [key, flatly(value)])]);
  return one !== undefined && flat(one) === flat(other);
}

const flatly = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? Object.keys(value) : value;
