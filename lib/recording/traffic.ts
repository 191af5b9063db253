import { isLinkLine, type FrameLine, type Recording, type RecordingLine } from './format.js';
import { isJsonObject, jsonObject, type JsonObject } from '../protocol/json-object.js';

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** RELAY's answer to a request. */
export interface TrafficAnswer {
  readonly at: number;
  /** The index of its line in the recording. */
  readonly line: number;
  /** The code of the result or of the JSON-RPC error; undefined if there is none. */
  readonly code: string | undefined;
  readonly refused: boolean;
  readonly message: string | undefined;
  readonly result: JsonObject;
}

/** A line of a recording by its kind, with its answer or acknowledgement. */
export type Traffic = {
  /** The index of its line in the recording. */
  readonly line: number;
} & Told;

type Told =
  | {
      readonly kind: 'link';
      readonly at: number;
      readonly change: 'opened' | 'closed';
      readonly code?: number;
    }
  | {
      readonly kind: 'request';
      readonly at: number;
      readonly link: number;
      readonly id: unknown;
      readonly method: string;
      readonly params: JsonObject;
      readonly answer: TrafficAnswer | undefined;
    }
  | {
      readonly kind: 'event';
      readonly at: number;
      readonly type: string;
      readonly params: JsonObject;
      readonly wire: unknown;
    }
  /** A request of RELAY's beside events: a ping, a disconnect. */
  | { readonly kind: 'asked'; readonly at: number; readonly method: string; readonly params: JsonObject }
  | { readonly kind: 'unreadable'; readonly at: number; readonly what: string };

/** The traffic, in order. */
export function trafficOf({ lines }: Pick<Recording, 'lines'>): Traffic[] {
  const answers = new Map<string, TrafficAnswer>();
  for (const [index, line] of lines.entries()) {
    if (isLinkLine(line) || line.direction === 'sent') continue;
    const { id, method } = jsonObject(line.frame);
    if (method === undefined && id !== undefined) answers.set(key(line.link, id), answerOf(line, index));
  }
  return lines.flatMap((line, index) => told(line, answers).map((each) => ({ line: index, ...each })));
}

const key = (link: number, id: unknown): string => `${link} ${JSON.stringify(id)}`;

function told(line: RecordingLine, answers: ReadonlyMap<string, TrafficAnswer>): Told[] {
  const { at, link } = line;
  if (isLinkLine(line))
    return [
      { kind: 'link', at, change: line.connection, ...(line.code !== undefined && { code: line.code }) },
    ];
  if (!isJsonObject(line.frame))
    return line.direction === 'sent' ? [] : [{ kind: 'unreadable', at, what: String(line.frame) }];
  const { id, method: named } = line.frame;
  const method = text(named);
  const params = jsonObject(line.frame['params']);
  if (method === undefined) return [];
  if (line.direction === 'sent')
    return [{ kind: 'request', at, link, id, method, params, answer: answers.get(key(link, id)) }];
  if (method !== 'signalwire.event') return [{ kind: 'asked', at, method, params }];
  const type = text(params['event_type']) ?? 'an event without a type';
  return [{ kind: 'event', at, type, params: jsonObject(params['params']), wire: params }];
}

function answerOf({ at, frame }: FrameLine, line: number): TrafficAnswer {
  const { result, error } = jsonObject(frame);
  const said = jsonObject(error ?? result);
  const number = typeof said['code'] === 'number' ? String(said['code']) : undefined;
  const code = text(said['code']) ?? number;
  return {
    at,
    line,
    code,
    refused: error !== undefined || (code !== undefined && !code.startsWith('2')),
    message: text(said['message']),
    result: jsonObject(result),
  };
}
