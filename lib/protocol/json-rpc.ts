import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { compiledCheck } from './compiled-check.js';
import { RelayProtocolError } from './errors.js';
import { explain } from './explain.js';

/** A finite number: JSON reads `1e999` as infinite, and cannot write that. */
const finite = t.refinement(t.number, Number.isFinite, 'a finite number');

/** RELAY's ids are UUID strings; a number is accepted too, so that every request is answered. */
const Id = t.union([t.string, finite], 'Id');

/** A request: the client's to RELAY, and RELAY's `signalwire.event`, `.ping` and `.disconnect` to the client. */
export interface Request {
  readonly jsonrpc: '2.0';
  readonly id: string | number;
  readonly method: string;
  readonly params?: unknown;
}
const requestCodec: t.Type<Request, object> = t.intersection(
  [t.type({ jsonrpc: t.literal('2.0'), id: Id, method: t.string }), t.partial({ params: t.unknown })],
  'Request',
);

/** A value that must exist: `t.unknown` would also accept a missing one. */
const something = (name: string, is: (value: unknown) => boolean) =>
  new t.Type<unknown>(
    name,
    (value): value is unknown => is(value),
    (value, context) => (is(value) ? t.success(value) : t.failure(value, context)),
    t.identity,
  );

/** The answer to a request: a `result`, whose `code` may be a refusal (not 2xx). */
export interface Answer {
  readonly jsonrpc: '2.0';
  readonly id: string | number;
  readonly result: unknown;
}
const answerCodec: t.Type<Answer, object> = t.type(
  { jsonrpc: t.literal('2.0'), id: Id, result: something('a result', (value) => value !== undefined) },
  'Answer',
);

/** A JSON-RPC error, in any form. */
export interface Refusal {
  readonly jsonrpc: '2.0';
  readonly id: string | number;
  readonly error: unknown;
}
const refusalCodec: t.Type<Refusal, object> = t.type(
  {
    jsonrpc: t.literal('2.0'),
    id: Id,
    error: something('an error', (value) => value !== undefined && value !== null),
  },
  'Refusal',
);

/** Any frame. The codecs distinguish the three by their keys. */
export type Frame = Request | Refusal | Answer;
export const frameCodec: t.Type<Frame, object> = t.union([requestCodec, refusalCodec, answerCodec], 'Frame');
const isFrame = compiledCheck(frameCodec);

/** Whether a frame is a request. An answer may have a `method` as well, which is ignored. */
export const isRequest = (frame: Frame): frame is Request =>
  'method' in frame && typeof frame.method === 'string';

/** Whether an answer is a refusal: it has an `error`. */
export const isRefusal = (frame: Answer | Refusal): frame is Refusal =>
  'error' in frame && frame.error !== undefined && frame.error !== null;

/** Reads a text frame. It never throws: a frame that is not RELAY's gives a `RelayProtocolError` that says why. */
export function parseFrame(text: string): E.Either<RelayProtocolError, Frame> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // The parser's error quotes the frame, which may contain a secret.
    return E.left(new RelayProtocolError(`A frame of ${text.length} characters is not JSON`));
  }
  // Checked first: `decode` costs several times as much, and is needed only to explain what is wrong.
  if (isFrame(json)) return E.right(json);
  return E.mapLeft(
    (errors: t.Errors) => new RelayProtocolError(`A frame is not RELAY's: ${explain(errors)}`),
  )(frameCodec.decode(json));
}

/** The text of a request. */
export function requestText(id: string, method: string, params: object): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method, params });
}

/** The text of the empty answer that acknowledges a request of RELAY. */
export function acknowledgement(id: Request['id']): string {
  return `{"jsonrpc":"2.0","id":${idText(id)},"result":{}}`;
}

/** Ids that JSON writes as they are. RELAY's are UUIDs. */
const PLAIN_ID = /^[\w-]+$/;

/** An id as JSON writes it. With `JSON.stringify` alone, an event costs 230 ns and 190 B more. */
export const idText = (id: Request['id']): string =>
  typeof id === 'string' && PLAIN_ID.test(id) ? `"${id}"` : JSON.stringify(id);
