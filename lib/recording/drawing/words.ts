import { seconds } from './axis.js';
import { jsonObject, type JsonObject } from '../../protocol/json-object.js';

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
const word = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

const LONGEST = 48;

/** A text in quotation marks, on one line, its end left out where it is long. */
export const quoted = (text: string): string =>
  JSON.stringify(text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

/** A description, and its key word. */
export interface Words {
  readonly meaning: string;
  readonly word: string;
}

/** The details that distinguish commands of one method: text, keys, destination. */
export function commandWords(method: string, params: JsonObject): string {
  const details = [
    ...list(params['play']).map(medium),
    ...['digits', 'body', 'message_text']
      .map((name) => word(params[name]))
      .map((text) => text && quoted(text)),
    ...['dest', 'reason', 'queue_name', 'name', 'url', 'to_number'].map((name) => word(params[name])),
    ...list(params['devices']).flat().map(deviceWords),
    params['volume'] === undefined ? undefined : `${word(params['volume']) ?? ''} dB`,
    ...list(params['contexts']).map(word),
  ];
  return [method, ...details.filter((each) => each !== undefined && each !== '')].join(' ');
}

function medium(value: unknown): string | undefined {
  const { type, params } = jsonObject(value);
  const { text, url, duration, name } = jsonObject(params);
  if (typeof text === 'string') return quoted(text);
  if (typeof duration === 'number' && type === 'silence') return `silence of ${seconds(duration * 1000)}`;
  return word(url) ?? word(name) ?? word(type);
}

export function deviceWords(value: unknown): string | undefined {
  const { type, params } = jsonObject(value);
  const { to_number, to } = jsonObject(params);
  return word(to_number) ?? word(to) ?? word(type);
}

/** Fields of an event, by its type. */
export function eventWords(type: string, params: JsonObject): Words {
  const said = saying[type]?.(params) ?? word(params['state']) ?? word(params['status']);
  const last = type.split('.').at(-1) ?? type;
  const meaning = said ?? type;
  return { meaning, word: said ?? last };
}

/** The words of the types that say it elsewhere than in `state`. */
const saying: Readonly<Record<string, (params: JsonObject) => string | undefined>> = {
  'calling.call.receive': ({ device, context, call_state }) => {
    const { from_number, to_number, from, to } = jsonObject(jsonObject(device)['params']);
    const who = `${word(from_number) ?? word(from) ?? '?'} to ${word(to_number) ?? word(to) ?? '?'}`;
    return `received: ${who}${word(context) === undefined ? '' : ` in ${word(context) ?? ''}`}, ${word(call_state) ?? 'created'}`;
  },
  'calling.call.state': ({ call_state, end_reason }) => joined(word(call_state), word(end_reason)),
  'calling.call.dial': ({ dial_state, reason }) => joined(word(dial_state), word(reason)),
  'calling.call.connect': ({ connect_state, peer, failed_reason }) =>
    joined(word(connect_state), word(failed_reason) ?? deviceWords(jsonObject(peer)['device'])),
  'calling.call.collect': collectWords,
  'calling.call.detect': ({ detect, state }) => {
    const { type, params } = jsonObject(detect);
    const event = word(jsonObject(params)['event']);
    return event === undefined ? word(state) : type === 'digit' ? `key ${event}` : event;
  },
  'calling.call.fax': ({ fax, state }) => word(jsonObject(fax)['type']) ?? word(state),
  'calling.call.queue': ({ status, position, size }) =>
    joined(
      word(status),
      position === undefined ? undefined : `${word(position) ?? ''} of ${word(size) ?? '?'}`,
    ),
  'calling.call.denoise': ({ denoised }) => (denoised === true ? 'denoised' : 'not denoised'),
  'calling.conference': ({ status, name }) => joined(word(status), word(name)),
  'calling.error': ({ code, message }) => joined(`error ${word(code) ?? ''}`, word(message)),
  'messaging.receive': ({ from_number, body }) =>
    joined('received', `${word(from_number) ?? '?'} ${quoted(word(body) ?? '')}`),
  'messaging.state': ({ message_state, reason }) => joined(word(message_state), word(reason)),
};

const joined = (first: string | undefined, more: string | undefined): string | undefined =>
  first === undefined || more === undefined || more === '' ? first : `${first}: ${more}`;

function collectWords({ result, state, final }: JsonObject): string | undefined {
  const { type, params, ...flat } = jsonObject(result);
  const { digits, terminator, text } = { ...flat, ...jsonObject(params) };
  const partial = final === false || state === 'collecting' ? ' so far' : '';
  if (type === 'digit') return `digits ${quoted((word(digits) ?? '') + (word(terminator) ?? ''))}${partial}`;
  if (type === 'speech') return `speech ${quoted(word(text) ?? '')}${partial}`;
  return word(type) ?? word(state);
}
