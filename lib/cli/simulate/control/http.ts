import type { IncomingMessage, ServerResponse } from 'node:http';
import { InvalidInput } from '../read.js';

/** A refused request, with a hint for the user. */
export class HttpError extends Error {
  override readonly name = 'HttpError';

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const MAX_BODY = 1024 * 1024;
/** Bytes of a too long body to read and discard, so that the client receives the response. */
const MAX_DISCARDED = 64 * 1024 * 1024;

/** The JSON of a request; an empty body is an empty object. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_DISCARDED) break;
    if (bytes <= MAX_BODY) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (bytes > MAX_BODY) throw new HttpError(413, 'The body is longer than 1 MiB: send less');
  const text = Buffer.concat(chunks).toString('utf8');
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new HttpError(400, `The body must be JSON: ${(cause as Error).message}`);
  }
}

export const sendJson = (response: ServerResponse, status: number, value: unknown): void =>
  sendText(response, `${JSON.stringify(value)}\n`, 'application/json; charset=utf-8', status);

export function sendText(response: ServerResponse, text: string, type: string, status = 200): void {
  response
    .writeHead(status, {
      'content-type': type,
      'content-length': Buffer.byteLength(text),
      'cache-control': 'no-store',
    })
    .end(text);
}

/** Sends an error as the response. */
export function sendError(response: ServerResponse, error: unknown): void {
  const status = statusOf(error);
  const message = error instanceof Error ? error.message : String(error);
  // The unread rest of the body must not be read as the next request.
  if (status === 413) response.setHeader('connection', 'close');
  sendJson(response, status, { error: message });
}

function statusOf(error: unknown): number {
  if (error instanceof HttpError) return error.status;
  // The simulator throws a RangeError for invalid values.
  return error instanceof InvalidInput || error instanceof RangeError ? 400 : 500;
}
