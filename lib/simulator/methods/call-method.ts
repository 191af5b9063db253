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

/** The call that a method names, with the session that has it: the call rings there or was answered there. */
export interface Addressed {
  readonly call: Call;
  readonly session: Session;
  readonly request: MethodRequest;
  /** The ids that every response repeats. */
  readonly ids: Fields;
}

export const done = (message: string, { ids }: Addressed, then?: () => void): Reply =>
  answered({ code: '200', message, ...ids }, then);

/** A method of one call. A session can only name calls that it has or had; any other is a 404. */
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

/** A method that needs an answered call. */
export const answeredCallMethod = <A>(
  codec: Decoder<unknown, A>,
  handler: (to: Addressed, params: A) => Reply,
): Method =>
  callMethod(codec, (to, params) =>
    to.call.state.kind === 'answered' ? handler(to, params) : refused('409', notAnswered(to), to.ids),
  );
