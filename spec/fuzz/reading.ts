import * as E from 'fp-ts/lib/Either.js';
import { decodeEvent, type RelayEvent } from '../../lib/protocol/events/index.js';
import { AUTHORIZATION_STATE } from '../connection/support.js';
import { mentions } from './mentions.js';

/** What the client must make of a text frame. It is read here a second time, without the code that is under test. */
export interface Reading {
  /** The id that must be acknowledged. */
  readonly acknowledge?: string | number;
  /** The id of the request that it answers. */
  readonly answers?: string;
  /** Whether it is an event, readable or not: one that comes again is acknowledged, and that is all. */
  readonly mayBeDuplicate?: boolean;
  /** The event that must be told, and to everybody. */
  readonly event?: RelayEvent;
  /** The call that is over by an event which cannot be read further than that. */
  readonly endsCall?: string;
  /** Whether it must be told on `errors$`, once. */
  readonly isTrouble: boolean;
  /** Whether a secret may stand in it: where else one stands, it was RELAY that gave it away. */
  readonly isSecret: boolean;
}

const TROUBLE = { isTrouble: true, isSecret: false };
const FINE = { isTrouble: false, isSecret: false };

type Fields = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isId = (id: unknown): id is string | number =>
  typeof id === 'string' || (typeof id === 'number' && Number.isFinite(id));

/** @param unanswered the ids of what was asked on this socket and not answered yet. */
export function readFrame(text: string, unanswered: ReadonlySet<string>): Reading {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    // Cut off, or garbled: whatever it was to be, what stands in it may be secret.
    return { isTrouble: true, isSecret: true };
  }
  if (!isObject(frame) || frame['jsonrpc'] !== '2.0' || !isId(frame['id'])) return TROUBLE;
  const { id, method, params } = frame;
  if (typeof method === 'string') {
    const reading = readRequest(method, params);
    // What is repeated in the acknowledgement is no secret.
    const mayBeDuplicate = method === 'signalwire.event';
    return {
      ...reading,
      acknowledge: id,
      mayBeDuplicate,
      isSecret: reading.isSecret && !mentions(id, AUTHORIZATION_STATE),
    };
  }
  if ((frame['error'] ?? undefined) === undefined && frame['result'] === undefined) return TROUBLE;
  return typeof id === 'string' && unanswered.has(id) ? { ...FINE, answers: id } : TROUBLE;
}

function readRequest(method: string, params: unknown): Reading {
  switch (method) {
    case 'signalwire.ping':
    case 'signalwire.disconnect':
      return FINE;
    case 'signalwire.event':
      return readEvent(params);
    default:
      return TROUBLE;
  }
}

function readEvent(event: unknown): Reading {
  if (!isObject(event) || typeof event['event_type'] !== 'string' || !isObject(event['params']))
    return TROUBLE;
  if (!['number', 'undefined'].includes(typeof (event['timestamp'] ?? undefined))) return TROUBLE;
  if (event['event_type'] === 'signalwire.authorization.state')
    return { isTrouble: typeof event['params']['authorization_state'] !== 'string', isSecret: true };
  // What each type must look like is for the specs of the codecs to say.
  const decoded = decodeEvent(event);
  if (E.isRight(decoded)) return { ...FINE, event: decoded.right };
  const { call_id: callId, call_state: state } = event['params'];
  const isEnd = event['event_type'] === 'calling.call.state' && state === 'ended';
  return isEnd && typeof callId === 'string' ? { ...TROUBLE, endsCall: callId } : TROUBLE;
}
