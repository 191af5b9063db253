import * as t from 'io-ts';
import type { Decoder } from 'io-ts';

import type { Call } from '../call/call.js';
import { sessionOf } from '../call/call-state.js';
import type { Session } from '../engine/session.js';
import { decode } from '../wire/decode.js';
import type { Fields } from '../wire/json-rpc.js';
import { Name } from '../wire/types.js';
import { answered, refused, sessionMethod } from './method.js';
import type { MethodRequest, Method, Reply } from './method.js';

const Address = t.type({ node_id: Name, call_id: Name });

/** A call as a method of it finds it: ringing with this session, or answered by it. */
export interface Addressed {
  readonly call: Call;
  readonly session: Session;
  readonly request: MethodRequest;
  /** The ids that every answer repeats. */
  readonly ids: Fields;
}

export const done = (message: string, { ids }: Addressed, then?: () => void): Reply =>
  answered({ code: '200', message, ...ids }, then);

/** A method of a call that the session has, or had: it knows no other calls. */
export const callMethod = <A>(
  codec: Decoder<unknown, A>,
  handler: (to: Addressed, params: A) => Reply,
): Method =>
  sessionMethod(t.UnknownRecord, (session, raw, request) => {
    const address = decode(Address, raw);
    if (address.kind === 'invalid') return refused('400', address.why);
    const { call_id, node_id } = address.value;
    const ids = { call_id, node_id };
    const call = request.engine.calls.get(call_id);
    if (call === undefined || sessionOf(call.state) !== session || node_id !== call.settings.nodeId) {
      return refused('404', 'Call does not exist', ids);
    }
    if (call.state.kind === 'ended') return refused('410', 'Call has ended', ids);
    const params = decode(codec, raw);
    if (params.kind === 'invalid') return refused('400', params.why, ids);
    return handler({ call, session, request, ids }, params.value);
  });

const notAnswered = ({ call }: Addressed): string =>
  call.description.direction === 'inbound'
    ? 'Call is not answered: calling.answer comes first'
    : 'Call is not answered yet';

/** A method that makes sense only once the call is answered. */
export const answeredCallMethod = <A>(
  codec: Decoder<unknown, A>,
  handler: (to: Addressed, params: A) => Reply,
): Method =>
  callMethod(codec, (to, params) =>
    to.call.state.kind === 'answered' ? handler(to, params) : refused('409', notAnswered(to), to.ids),
  );
