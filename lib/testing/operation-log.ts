import * as E from 'fp-ts/lib/Either.js';
import * as kinds from '../actions/kinds.js';
import type { OperationKind } from '../actions/kind.js';
import { decodeEvent, type RelayEvent } from '../protocol/events/index.js';
import type { Command } from './commands.js';
import type { PassedFrame } from './test-connection.js';

type Fields = Readonly<Record<string, unknown>>;

/** A command and the time at which it was sent. */
export interface SentCommand {
  readonly frame: number;
  readonly command: Command;
}

/** An operation as RELAY sees it. */
export interface Operation extends SentCommand {
  /** When RELAY accepted it; undefined before. */
  readonly since: number | undefined;
  /** When it ended, by its last event, a stop, a refusal or the end of the call; undefined before. */
  readonly until: number | undefined;
}

interface Entry extends Operation {
  readonly kind: OperationKind<RelayEvent>;
  readonly callId: unknown;
  readonly controlId: unknown;
  since: number | undefined;
  until: number | undefined;
}

/** The kinds of operations, typed for events of any type. */
const table = Object.values(kinds) as readonly unknown[] as readonly OperationKind<RelayEvent>[];
const startedBy: ReadonlyMap<string, OperationKind<RelayEvent>> = new Map(
  table.map((kind) => [kind.method, kind]),
);
const stops: ReadonlySet<string | undefined> = new Set(table.map(({ commands }) => commands.stop));
const ofOperations: ReadonlySet<string | undefined> = new Set(
  table.flatMap(({ commands }) => Object.values(commands)),
);

/** The types of events that may come without a control id. */
const unaddressed: ReadonlySet<string> = new Set(
  table.filter(({ claims }) => claims !== undefined).map(({ eventType }) => eventType),
);

const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

/**
 * The client's requests in a test and the operations that they started, read from the frames. Each frame takes constant
 * time: operations that have ended are not looked at again.
 */
export class OperationLog {
  readonly #commands: SentCommand[] = [];
  /** Requests without an answer yet, by their id. */
  readonly #asked = new Map<unknown, SentCommand>();
  /** In the order of their requests. */
  readonly #operations: Entry[] = [];
  /** The operations that have not ended, by call and control id. */
  readonly #open = new Map<unknown, Map<unknown, Entry[]>>();
  #protocol: unknown;
  #lookups = 0;

  /** Commands that the client sent on calls and messages, in order. */
  get commands(): readonly SentCommand[] {
    return this.#commands;
  }

  /** How many operations were looked at so far, for a spec of the cost. */
  get lookups(): number {
    return this.#lookups;
  }

  /** The operations that run at the end of a frame. By default, at the end of the test. */
  running(at = Infinity): readonly Operation[] {
    return this.#operations.filter(
      ({ since, until }) => since !== undefined && since <= at && (until === undefined || until > at),
    );
  }

  framePassed({ at, direction, frame }: PassedFrame): void {
    const { id, method, params, result, error } = fields(frame);
    if (direction === 'sent') {
      if (typeof method === 'string') this.#sent(at, id, method, fields(params));
      return;
    }
    if (method === 'signalwire.event') this.#event(at, params);
    else if (method === undefined) this.#answered(at, id, error === undefined ? fields(result) : undefined);
  }

  /** Ends the session and all its calls. */
  endSession(at: number): void {
    for (const callId of [...this.#open.keys()]) this.endCall(at, callId);
  }

  /** Ends a call. */
  endCall(at: number, callId: unknown): void {
    for (const entries of this.#open.get(callId)?.values() ?? []) this.#end(at, entries);
  }

  #sent(frame: number, id: unknown, method: string, params: Fields): void {
    const sent = { frame, command: { method, params } };
    this.#asked.set(id, sent);
    if (method.startsWith('signalwire.')) return;
    this.#commands.push(sent);
    const kind = startedBy.get(method);
    if (kind === undefined) return;
    const { call_id: callId, control_id: controlId } = params;
    const entry: Entry = { ...sent, kind, callId, controlId, since: undefined, until: undefined };
    this.#operations.push(entry);
    const ofCall = this.#open.get(callId) ?? new Map<unknown, Entry[]>();
    this.#open.set(callId, ofCall.set(controlId, [...(ofCall.get(controlId) ?? []), entry]));
  }

  #answered(at: number, id: unknown, result: Fields | undefined): void {
    const asked = this.#asked.get(id);
    if (asked === undefined) return;
    this.#asked.delete(id);
    const { method, params = {} } = asked.command;
    if (method === 'signalwire.connect') {
      const protocol = result?.['protocol'];
      if (this.#protocol !== undefined && protocol !== undefined && protocol !== this.#protocol)
        this.endSession(at);
      this.#protocol = protocol ?? this.#protocol;
      return;
    }
    const code = typeof result?.['code'] === 'string' ? result['code'] : '';
    const succeeded = code.startsWith('2');
    const { call_id: callId, control_id: controlId } = params;
    const isGone = code === '404' || code === '410';
    if (ofOperations.has(method)) {
      // A 404 or 410 to a command of an operation may only mean that the operation is over.
      if ((succeeded && stops.has(method)) || isGone) this.#end(at, this.#openAs(callId, controlId));
    } else if ((method === 'calling.end' && succeeded) || isGone) {
      this.endCall(at, callId);
    } else if (startedBy.has(method)) {
      const entries = this.#openAs(callId, controlId);
      if (succeeded) for (const entry of entries) entry.since ??= at;
      else this.#end(at, entries);
    }
  }

  #event(at: number, params: unknown): void {
    if (this.#isOfNothing(fields(params))) return;
    const decoded = decodeEvent(params);
    if (E.isLeft(decoded)) return;
    const event = decoded.right;
    if (event.type === 'calling.call.state') {
      if ('callState' in event && event.callState === 'ended') this.endCall(at, event.callId);
      return;
    }
    const entries =
      event.controlId === undefined ? this.#openFor(event) : this.#openAs(event.callId, event.controlId);
    this.#end(
      at,
      entries.filter(({ kind }) => kind.eventType === event.type && kind.ends(event)),
    );
  }

  /** Whether an event names no open operation, so that it need not be decoded. */
  #isOfNothing({ event_type: type, params }: Fields): boolean {
    const { call_id: callId, control_id: controlId } = fields(params);
    if (typeof controlId !== 'string') return false;
    return !(
      this.#open
        .get(callId)
        ?.get(controlId)
        ?.some(({ kind }) => kind.eventType === type) ?? false
    );
  }

  #openAs(callId: unknown, controlId: unknown): readonly Entry[] {
    const entries = this.#open.get(callId)?.get(controlId) ?? [];
    this.#lookups += entries.length;
    return entries;
  }

  /** The operations that an event without a control id may be about. */
  #openFor(event: RelayEvent): readonly Entry[] {
    if (!unaddressed.has(event.type)) return [];
    const entries = [...(this.#open.get(event.callId)?.values() ?? [])].flat();
    this.#lookups += entries.length;
    return entries.filter(
      ({ kind, command }) =>
        kind.eventType === event.type && kind.claims?.(command.params ?? {})(event) === true,
    );
  }

  #end(at: number, entries: readonly Entry[]): void {
    for (const entry of entries) {
      this.#lookups += 1;
      entry.until = at;
      const ofCall = this.#open.get(entry.callId);
      const others = ofCall?.get(entry.controlId)?.filter((each) => each !== entry) ?? [];
      if (others.length > 0) ofCall?.set(entry.controlId, others);
      else ofCall?.delete(entry.controlId);
      if (ofCall?.size === 0) this.#open.delete(entry.callId);
    }
  }
}
