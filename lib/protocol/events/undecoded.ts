import type { WireParams } from './event.js';

/** The field of an event with the state of its operation, and its final values. */
interface Progress {
  readonly path: readonly string[];
  readonly last: readonly string[];
  /** Whether the field is required: an event that lacks it cannot be read. */
  readonly needed?: boolean;
}

const state = (...last: readonly string[]): readonly Progress[] => [{ path: ['state'], last }];
const neededState = (...last: readonly string[]): readonly Progress[] => [
  { path: ['state'], last, needed: true },
];

/** The state fields of events about operations, dials, messages, calls, connections and conferences. */
const places: Readonly<Record<string, readonly Progress[]>> = {
  'calling.call.play': neededState('finished', 'error'),
  'calling.call.record': neededState('finished', 'no_input', 'error'),
  'calling.call.detect': [
    ...state('finished', 'error'),
    { path: ['detect', 'params', 'event'], last: ['finished', 'error'] },
  ],
  'calling.call.fax': [...state('finished', 'error'), { path: ['fax', 'type'], last: ['finished', 'error'] }],
  'calling.call.tap': neededState('finished'),
  'calling.call.stream': neededState('finished'),
  'calling.call.pay': state('finished', 'error'),
  'calling.call.transcribe': neededState('finished'),
  'calling.call.ai': state('finished', 'error'),
  'calling.call.send_digits': neededState('finished'),
  'calling.call.queue': [{ path: ['status'], last: ['dequeue', 'leave'] }],
  'calling.call.dial': [{ path: ['dial_state'], last: ['answered', 'failed'], needed: true }],
  'calling.call.state': [{ path: ['call_state'], last: ['ended'], needed: true }],
  'calling.call.connect': [{ path: ['connect_state'], last: ['disconnected', 'failed'], needed: true }],
  'calling.conference': [{ path: ['status'], last: ['end', 'leave', 'conference-end', 'participant-leave'] }],
  'messaging.state': [
    { path: ['message_state'], last: ['delivered', 'undelivered', 'failed'], needed: true },
  ],
};

/** The value of a field that should be text. */
type Word = { readonly text: string } | 'absent' | 'unreadable';

function wordAt(params: WireParams, path: readonly string[]): Word {
  let value: unknown = params;
  for (const name of path) {
    if (value === undefined || value === null) return 'absent';
    if (typeof value !== 'object' || Array.isArray(value)) return 'unreadable';
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  if (value === undefined || value === null) return 'absent';
  return typeof value === 'string' ? { text: value } : 'unreadable';
}

function mayBeLast(params: WireParams, { path, last, needed = false }: Progress): boolean {
  const word = wordAt(params, path);
  if (word === 'absent') return needed;
  return word === 'unreadable' || last.includes(word.text);
}

/** Like `endsCollect`, for raw params. */
function collectMayHaveEnded(params: WireParams): boolean {
  const word = wordAt(params, ['state']);
  if (word === 'unreadable') return true;
  const told = word === 'absent' ? undefined : word.text;
  if (told !== undefined && ['finished', 'error', 'no_input', 'no_match'].includes(told)) return true;
  if (told === 'collecting' || params['final'] === false) return false;
  const kind = wordAt(params, ['result', 'type']);
  if (kind === 'unreadable') return true;
  if (kind === 'absent') return params['result'] !== undefined && params['result'] !== null;
  return kind.text !== 'start_of_input';
}

/**
 * Whether an event that does not decode may have been the last one of its operation: because its raw state ends the
 * operation, or because its state cannot be read. For an event that decodes, the result is that of the operation's own
 * rule.
 *
 * @param eventType RELAY's `event_type`.
 * @param params the params of the event, as they came.
 */
export function mayHaveEnded(eventType: string, params: unknown): boolean {
  const isCollect = eventType === 'calling.call.collect';
  const progress = Object.hasOwn(places, eventType) ? places[eventType] : undefined;
  if (!isCollect && progress === undefined) return false;
  if (typeof params !== 'object' || params === null || Array.isArray(params)) return true;
  const raw = params as WireParams;
  return isCollect ? collectMayHaveEnded(raw) : (progress?.some((place) => mayBeLast(raw, place)) ?? false);
}
