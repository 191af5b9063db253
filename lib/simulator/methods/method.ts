import { UnknownRecord } from 'io-ts';
import type { Decoder } from 'io-ts';

import type { Link } from '../engine/link.js';
import type { Session } from '../engine/session.js';
import type { EngineParts } from '../engine/engine-parts.js';
import { decode } from '../wire/decode.js';
import { RpcCode } from '../wire/json-rpc.js';
import type { Fields } from '../wire/json-rpc.js';

export interface MethodRequest {
  readonly engine: EngineParts;
  /** The session that sent the request; undefined before `signalwire.connect`. */
  readonly session: Session | undefined;
  /** The connection of the request; undefined when a bound key runs the method. */
  readonly link: Link | undefined;
  readonly params: Fields;
}

/** The response, and `then` the work. A fault can reverse the order. */
export type Reply =
  | { readonly kind: 'result'; readonly result: Fields; readonly then?: () => void }
  | { readonly kind: 'error'; readonly code: number; readonly message: string };

export type Method = (request: MethodRequest) => Reply;

export const answered = (result: Fields, then: () => void = () => undefined): Reply => ({
  kind: 'result',
  result,
  then,
});

/** A refused `calling.*` request: the code is part of a result, not a JSON-RPC error. */
export const refused = (code: '400' | '404' | '409' | '410', message: string, ids: Fields = {}): Reply => ({
  kind: 'result',
  result: { code, message, ...ids },
});

export const failed = (code: number, message: string): Reply => ({ kind: 'error', code, message });

/** A method of the session: any authenticated client may call it. */
export const sessionMethod =
  <A>(
    codec: Decoder<unknown, A>,
    handler: (session: Session, params: A, request: MethodRequest) => Reply,
  ): Method =>
  (request) => {
    const { session } = request;
    if (session === undefined) {
      return failed(RpcCode.unauthorized, 'not authenticated: signalwire.connect comes first');
    }
    const params = decode(codec, request.params);
    return params.kind === 'valid'
      ? handler(session, params.value, request)
      : failed(RpcCode.invalidParams, params.why);
  };

/** A `calling.*` or `messaging.*` method without a call: a refusal is part of a result, not a JSON-RPC error. */
export const serviceMethod = <A>(
  codec: Decoder<unknown, A>,
  handler: (session: Session, params: A, request: MethodRequest) => Reply,
): Method =>
  sessionMethod(UnknownRecord, (session, raw, request) => {
    const params = decode(codec, raw);
    return params.kind === 'valid' ? handler(session, params.value, request) : refused('400', params.why);
  });
