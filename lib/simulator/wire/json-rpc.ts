import { isJsonObject, type JsonObject } from '../../protocol/json-object.js';
import type { Request } from '../../protocol/json-rpc.js';

/** A request id. Some clients use numbers instead of UUIDs; JSON-RPC allows both. */
export type RpcId = Request['id'];

export type Fields = JsonObject;

export interface RpcRequest extends Request {
  readonly params: Fields;
}

export interface RpcResult {
  readonly jsonrpc: '2.0';
  readonly id: RpcId;
  readonly result: Fields;
}

export interface RpcFailure {
  readonly jsonrpc: '2.0';
  readonly id: RpcId;
  readonly error: {
    readonly code: number;
    readonly message: string;
    readonly data: { readonly signalwire_error_code: string };
  };
}

export type RpcFrame = RpcRequest | RpcResult | RpcFailure;

/** A parsed frame of a client. */
export type Incoming =
  | { readonly kind: 'request'; readonly id: RpcId; readonly method: string; readonly params: Fields }
  | { readonly kind: 'answer'; readonly id: RpcId }
  | { readonly kind: 'invalid'; readonly id: RpcId | undefined; readonly why: string };

export const RpcCode = {
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  unauthorized: -32002,
} as const;

export const request = (id: RpcId, method: string, params: Fields): RpcRequest => ({
  jsonrpc: '2.0',
  id,
  method,
  params,
});

export const result = (id: RpcId, value: Fields): RpcResult => ({ jsonrpc: '2.0', id, result: value });

/** SignalWire's names of the codes; its documents have only the name of -32002. */
const ERROR_NAMES: ReadonlyMap<number, string> = new Map([
  [RpcCode.invalidRequest, 'INVALID_REQUEST'],
  [RpcCode.methodNotFound, 'METHOD_NOT_FOUND'],
  [RpcCode.invalidParams, 'INVALID_PARAMS'],
  [RpcCode.unauthorized, 'AUTH_REQUIRED'],
]);

export const failure = (id: RpcId, code: number, message: string): RpcFailure => ({
  jsonrpc: '2.0',
  id,
  error: { code, message, data: { signalwire_error_code: ERROR_NAMES.get(code) ?? 'INTERNAL_ERROR' } },
});

const isId = (value: unknown): value is RpcId => typeof value === 'string' || typeof value === 'number';

export const classify = (frame: unknown): Incoming => {
  if (!isJsonObject(frame)) return { kind: 'invalid', id: undefined, why: 'a frame is one JSON object' };
  const { id, method, params = {} } = frame;
  if (!isId(id)) return { kind: 'invalid', id: undefined, why: 'id is missing' };
  if (method === undefined && ('result' in frame || 'error' in frame)) return { kind: 'answer', id };
  if (typeof method !== 'string') return { kind: 'invalid', id, why: 'method is missing' };
  if (!isJsonObject(params)) return { kind: 'invalid', id, why: 'params is not an object' };
  return { kind: 'request', id, method, params };
};
