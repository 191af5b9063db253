import * as t from 'io-ts';
import { defined, eventCodec, maybe, type EventBase, type EventCodec } from './event.js';
import { other, type Open, type Other } from './open.js';

/** Digits that the caller pressed. `terminator` is the key that ended the input; empty or undefined if none did. */
export interface DigitResult {
  readonly type: 'digit';
  readonly digits: string;
  readonly terminator: string | undefined;
}

/** Speech of the caller. `confidence` is from 0 to 100. */
export interface SpeechResult {
  readonly type: 'speech';
  readonly text: string;
  readonly confidence: number | undefined;
}

/** A result without further fields. */
export interface BareResult {
  readonly type: 'no_input' | 'no_match' | 'error' | 'start_of_input' | 'finished';
}

/** A result type that this library does not know, as on the wire. */
export interface OtherResult {
  readonly type: Other;
  readonly [field: string]: unknown;
}

export type CollectResult = DigitResult | SpeechResult | BareResult | OtherResult;

/** The states a collect event may carry; many carry none. */
export type CollectState = Open<'collecting' | 'finished' | 'error' | 'no_input' | 'no_match'>;

// Some servers put the fields of a result into `params`, others beside `type`: both are read.
function field(result: Record<string, unknown>, name: string): unknown {
  const nested = result['params'];
  return t.UnknownRecord.is(nested) && Object.hasOwn(nested, name) ? nested[name] : result[name];
}

const Result = t.refinement(
  t.intersection([t.type({ type: t.string }), t.UnknownRecord]),
  (result) => {
    if (result.type === 'digit') return typeof field(result, 'digits') === 'string';
    if (result.type === 'speech') return typeof field(result, 'text') === 'string';
    return true;
  },
  'a collect result',
);

const BARE: ReadonlySet<string> = new Set<BareResult['type']>([
  'no_input',
  'no_match',
  'error',
  'start_of_input',
  'finished',
]);
const isBare = (type: string): type is BareResult['type'] => BARE.has(type);

function readResult(result: t.TypeOf<typeof Result>): CollectResult {
  const { type } = result;
  if (isBare(type)) return { type };
  if (type === 'digit') {
    const digits = field(result, 'digits');
    const terminator = field(result, 'terminator');
    return {
      type,
      digits: String(digits),
      terminator: typeof terminator === 'string' ? terminator : undefined,
    };
  }
  if (type === 'speech') {
    const text = field(result, 'text');
    const confidence = field(result, 'confidence');
    return { type, text: String(text), confidence: typeof confidence === 'number' ? confidence : undefined };
  }
  return { ...result, type: other(type) };
}

function writeResult(result: CollectResult): Record<string, unknown> {
  if (isDigits(result))
    return { type: 'digit', params: defined({ digits: result.digits, terminator: result.terminator }) };
  if (isSpeech(result))
    return { type: 'speech', params: defined({ text: result.text, confidence: result.confidence }) };
  return { ...result };
}

/** Whether a result is digits. */
export const isDigits = (result: CollectResult): result is DigitResult => result.type === 'digit';

/** Whether a result is speech. */
export const isSpeech = (result: CollectResult): result is SpeechResult => result.type === 'speech';

/** `calling.call.collect`: input of the caller, or the end of a collect or play-and-collect. */
export interface CollectEvent extends EventBase<'calling.call.collect'> {
  /** The state of the operation, if RELAY gives one. */
  readonly state: CollectState | undefined;
  /** `false` on a partial result, while the caller still speaks. */
  readonly final: boolean | undefined;
  /** The input, or a result without input such as `no_input`. */
  readonly result: CollectResult | undefined;
}

export const collectEventCodec: EventCodec<CollectEvent> = eventCodec(
  'calling.call.collect',
  t.partial({ final: maybe(t.boolean), state: maybe(t.string), result: maybe(Result) }),
  ({ final, state, result }) => ({
    state: (state ?? undefined) as CollectState | undefined,
    final: final ?? undefined,
    result: result === null || result === undefined ? undefined : readResult(result),
  }),
  ({ state, final, result }) => ({ state, final, result: result && writeResult(result) }),
);

const TERMINAL_STATES: ReadonlySet<string> = new Set(['finished', 'error', 'no_input', 'no_match']);

/**
 * Whether a collect event ends its operation.
 *
 * A state of finished, error, no_input or no_match does, with or without a result. Otherwise a result does,
 * unless it says that more is to come: start of input, `final: false`, or the state `collecting`, in which
 * continuous mode delivers several final results.
 */
export function endsCollect({ state, final, result }: CollectEvent): boolean {
  if (state !== undefined && TERMINAL_STATES.has(state)) return true;
  if (result === undefined || state === 'collecting' || final === false) return false;
  return result.type !== 'start_of_input';
}
