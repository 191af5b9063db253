import * as E from 'fp-ts/lib/Either.js';
import * as kinds from '../actions/kinds.js';
import type { OperationKind } from '../actions/kind.js';
import { decodeEvent, type RelayEvent } from '../protocol/events/index.js';
import type { Command } from './commands.js';
import type { PassedFrame } from './line.js';

type Fields = Readonly<Record<string, unknown>>;

/** A command, with the moment at which it was sent. */
export interface SentCommand {
  readonly frame: number;
  readonly command: Command;
}

/** An operation as RELAY sees it. */
export interface Operation extends SentCommand {
  /** When RELAY said that it is carried out; undefined before. */
  readonly since: number | undefined;
  /** When it was over: by its last event, a stop, a refusal or the end of the call; undefined before. */
  readonly until: number | undefined;
}

interface Entry extends Operation {
  readonly kind: OperationKind<RelayEvent>;
  readonly callId: unknown;
  readonly controlId: unknown;
}

/** The kinds, as far as events of any type can be asked about. */
const table = Object.values(kinds) as readonly unknown[] as readonly OperationKind<RelayEvent>[];
const startedBy: ReadonlyMap<string, OperationKind<RelayEvent>> = new Map(
  table.map((kind) => [kind.method, kind]),
);
const stops: ReadonlySet<string | undefined> = new Set(table.map(({ commands }) => commands.stop));
const ofOperations: ReadonlySet<string | undefined> = new Set(
  table.flatMap(({ commands }) => Object.values(commands)),
);

const fields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};

/** Keeps the books of a test from the frames that pass: what was asked, and which operations it set going. */
export class Ledger {
  readonly #commands: SentCommand[] = [];
  readonly #asked = new Map<unknown, SentCommand>();
  #operations: readonly Entry[] = [];
  #protocol: unknown;

  /** What the client sent on calls and messages, in order. */
  get commands(): readonly SentCommand[] {
    return this.#commands;
  }

  /** The operations that run after all that happened at a moment: at the end of the test unless one is given. */
  running(at = Infinity): readonly Operation[] {
    return this.#operations.filter(
      ({ since, until }) => since !== undefined && since <= at && (until === undefined || until > at),
    );
  }

  passed({ at, direction, frame }: PassedFrame): void {
    const { id, method, params, result, error } = fields(frame);
    if (direction === 'sent') {
      if (typeof method === 'string') this.#sent(at, id, method, fields(params));
      return;
    }
    if (method === 'signalwire.event') this.#told(at, params);
    else if (method === undefined) this.#answered(at, id, error === undefined ? fields(result) : undefined);
  }

  /** The session is over, and every call with it. */
  sessionOver(at: number): void {
    this.#end(at, () => true);
  }

  /** One call is over, whether or not the client could be told. */
  callOver(at: number, ofCall: string): void {
    this.#end(at, ({ callId }) => callId === ofCall);
  }

  #sent(frame: number, id: unknown, method: string, params: Fields): void {
    const sent = { frame, command: { method, params } };
    this.#asked.set(id, sent);
    if (method.startsWith('signalwire.')) return;
    this.#commands.push(sent);
    const kind = startedBy.get(method);
    const { call_id: callId, control_id: controlId } = params;
    if (kind !== undefined)
      this.#operations = [
        ...this.#operations,
        { ...sent, kind, callId, controlId, since: undefined, until: undefined },
      ];
  }

  #answered(at: number, id: unknown, result: Fields | undefined): void {
    const asked = this.#asked.get(id);
    if (asked === undefined) return;
    this.#asked.delete(id);
    const { method, params = {} } = asked.command;
    if (method === 'signalwire.connect') {
      const protocol = result?.['protocol'];
      if (this.#protocol !== undefined && protocol !== undefined && protocol !== this.#protocol)
        this.sessionOver(at);
      this.#protocol = protocol ?? this.#protocol;
      return;
    }
    const code = typeof result?.['code'] === 'string' ? result['code'] : '';
    const succeeded = code.startsWith('2');
    const isIt = (entry: Entry): boolean =>
      entry.controlId === params['control_id'] && entry.callId === params['call_id'];
    const isGone = code === '404' || code === '410';
    if (ofOperations.has(method)) {
      // To a command on an operation, 404 and 410 may say no more than that the operation is over.
      if ((succeeded && stops.has(method)) || isGone) this.#end(at, isIt);
    } else if ((method === 'calling.end' && succeeded) || isGone) {
      this.#end(at, ({ callId }) => callId === params['call_id']);
    } else if (startedBy.has(method)) {
      if (succeeded) this.#change(isIt, (entry) => ({ ...entry, since: entry.since ?? at }));
      else this.#end(at, isIt);
    }
  }

  #told(at: number, params: unknown): void {
    const decoded = decodeEvent(params);
    if (E.isLeft(decoded)) return;
    const event = decoded.right;
    if (event.type === 'calling.call.state') {
      if ('callState' in event && event.callState === 'ended')
        this.#end(at, ({ callId }) => callId === event.callId);
      return;
    }
    this.#end(
      at,
      ({ kind, controlId, callId }) =>
        callId === event.callId &&
        controlId === event.controlId &&
        kind.eventType === event.type &&
        kind.ends(event),
    );
  }

  #end(at: number, which: (entry: Entry) => boolean): void {
    this.#change(
      (entry) => entry.until === undefined && which(entry),
      (entry) => ({ ...entry, until: at }),
    );
  }

  #change(which: (entry: Entry) => boolean, change: (entry: Entry) => Entry): void {
    this.#operations = this.#operations.map((entry) => (which(entry) ? change(entry) : entry));
  }
}
