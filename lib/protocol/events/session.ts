import * as t from 'io-ts';
import { eventCodec, type EventBase, type EventCodec } from './event.js';

/** `signalwire.authorization.state`: the token that the next resume must send. Only the connection uses it. */
export interface AuthorizationStateEvent extends EventBase<'signalwire.authorization.state'> {
  readonly authorizationState: string;
}

export const AuthorizationStateEvent: EventCodec<AuthorizationStateEvent> = eventCodec(
  'signalwire.authorization.state',
  t.type({ authorization_state: t.string }),
  (params) => ({ authorizationState: params.authorization_state }),
  (fields) => ({ authorization_state: fields.authorizationState }),
);
