/** What happens to a client, a step at a time: a sequence of these is what is fuzzed, and a line of the corpus. */
export type Step =
  /** A text frame, as it stands. */
  | { readonly text: string }
  /** A text frame, as JSON has it. */
  | { readonly frame: unknown }
  /** A `signalwire.event` of a type, with the event's own params. */
  | { readonly event: readonly [type: string, params: unknown] }
  /** A binary frame of these bytes. */
  | { readonly binary: readonly number[] }
  /** ws has refused a frame that is too large. */
  | { readonly oversize: true }
  /** The socket closes with this code. */
  | { readonly drop: number }
  /** Time passes, in ms. */
  | { readonly wait: number }
  /** How RELAY answers a connect from now on. */
  | { readonly connect: ConnectMode }
  /** A step many times over: `«n»` in it counts from 0. */
  | { readonly times: number; readonly step: Step };

/** With the session before; with another; not at all; with what ends up as wrong credentials. */
export type ConnectMode = 'same' | 'other' | 'silent' | 'refused';

/** A sequence with a line that says what it is. */
export interface Entry {
  readonly what: string;
  readonly steps: readonly Step[];
}

/**
 * Each event is a new one, by its frame id and its time: RELAY's own way of sending one again is the same content with the
 * same time, which is a `frame` or a `text`.
 */
const EVENT_ID = 'e-«#»';
const EVENT_TIME = '«time»';

/**
 * The text frame that a step brings, before macros; undefined for a step that brings none. Lone surrogates and the
 * like are written as JSON escapes them.
 */
export function rawText(step: Step): string | undefined {
  if ('text' in step) return step.text;
  if ('frame' in step) return JSON.stringify(step.frame);
  if ('times' in step) return rawText(step.step);
  if (!('event' in step)) return undefined;
  const [event_type, params] = step.event;
  const event = { event_type, timestamp: EVENT_TIME, params };
  return JSON.stringify({ jsonrpc: '2.0', id: EVENT_ID, method: 'signalwire.event', params: event });
}

/** A step as often as it is to be done. */
export const unrolled = (step: Step): Step[] =>
  'times' in step ? Array.from({ length: step.times }, (_, n) => numbered(step.step, n)) : [step];

function numbered(step: Step, n: number): Step {
  const text = rawText(step);
  return text === undefined ? step : { text: text.replaceAll('«n»', String(n)) };
}

/** Longer than any frame that RELAY may send: what is repeated more often is cut. */
const LONGEST = 4_000_000;

/**
 * Fills in what a corpus cannot spell out: `«10000*[»` is ten thousand brackets, `«messaging.send»` the id of the latest
 * request of that method, `«#»` the number of the frame, and the string `«time»` the time of an event, a number.
 */
export function expand(text: string, number: number, idOf: (method: string) => string | undefined): string {
  if (!text.includes('«')) return text;
  return text
    .replaceAll('«#»', String(number))
    .replaceAll(`"${EVENT_TIME}"`, `1700000000.5${number}`)
    .replace(/«(\d{1,7})\*([^»]{1,100})»/g, (_, count: string, what: string) =>
      what.repeat(Math.min(Number(count), Math.floor(LONGEST / what.length))),
    )
    .replace(/«([a-z_.]+)»/g, (_, method: string) => idOf(method) ?? 'no-such-id');
}
