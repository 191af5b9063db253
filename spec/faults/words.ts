import { DialError, RelayConnectionError, RelayError } from 'relay-rx';
import type { Flight } from './flights/index.js';
import type { End, Seen } from './record.js';

/** What happened to something that was in flight when a fault struck. */
export interface Observation {
  readonly end: End;
  /** What was emitted from then on. */
  readonly values: readonly unknown[];
  /** How often it came to its good end: once at most, one should think. */
  readonly fulfilled: number;
  /** The methods that RELAY was asked from then on, about it. */
  readonly asked: readonly string[];
  /** How often its own request was received, all in all. */
  readonly sent: number;
  /** What became of the request that followed, if one did. */
  readonly next: Seen<unknown> | undefined;
  /** How often its call was given to a flow. */
  readonly offers: number;
  /** The names of what was told on `errors$`, beside what the fault tells everybody. */
  readonly told: readonly string[];
}

const quoted = (name: string): string => `\`${name}\``;

/** `delivery` says what became of what was asked: where nothing was, it says nothing. */
function asError(error: unknown, unasked = false): string {
  if (error instanceof RelayError) return `\`RelayError\` ${error.code}`;
  if (error instanceof DialError) return `\`DialError\` (${error.reason})`;
  if (!(error instanceof Error)) return String(error);
  const delivery = error instanceof RelayConnectionError && !unasked ? ` (delivery ${error.delivery})` : '';
  return quoted(error.name) + delivery;
}

function asValue(value: unknown): string {
  const { reason } = value as { readonly reason?: string };
  return reason === undefined ? String(value) : `the end (${reason})`;
}

function asEnd({ promise = false, unasked = false }: Flight, { end, values }: Observation): string {
  switch (end.kind) {
    case 'open':
      return 'hangs';
    case 'completed':
      return values.length === 0
        ? 'completes without a value'
        : `emits ${asValue(values.at(-1))}, and completes`;
    case 'failed':
      return `${promise ? 'rejects' : 'errors'} with ${asError(end.error, unasked)}`;
    case 'left':
      return promise ? 'is released' : 'is unsubscribed';
  }
}

/** What was asked of RELAY, method by method. */
function* asRequests({ its = 'the call', ordinary }: Flight, asked: readonly string[]): Generator<string> {
  const what: Readonly<Record<string, string>> = {
    'calling.play_and_collect.stop': 'a stop is sent',
    'calling.end': `${its} is hung up`,
    'calling.pass': `${its} is passed on`,
  };
  for (const method of new Set(asked)) {
    if (ordinary.includes(method)) continue;
    const times = asked.filter((each) => each === method).length;
    yield (what[method] ?? `${quoted(method)} is sent`) + (times > 1 ? `, ${times} times` : '');
  }
}

/** An observation in words: what a cell of the matrix says. */
export function inWords(flight: Flight, observation: Observation): string {
  const { end, fulfilled, asked, sent, next, offers, told } = observation;
  const words = [fulfilled > 0 ? flight.fulfilled : asEnd(flight, observation)];
  if (fulfilled > 1) words.push(`${fulfilled} times`);
  if (fulfilled > 0 && end.kind === 'failed') words.push(`errors with ${asError(end.error)}`);
  if (fulfilled === 0 && flight.mayBeUnsent) words.push(sent === 0 ? 'it is never sent' : 'it was sent');
  if (sent > 1) words.push(`it was sent ${sent} times`);
  if (next?.end.kind === 'failed') words.push(`the request errors with ${asError(next.end.error)}`);
  words.push(...asRequests(flight, asked));
  if (offers > 1) words.push('the call comes again, as another');
  if (told.length > 0) words.push(`\`errors$\`: ${told.map(quoted).join(', ')}`);
  return words.join('; ');
}
