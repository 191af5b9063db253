import * as t from 'io-ts';
import { eventCodec, type EventOf } from './event.js';

/** `signalwire.authorization.state`: what the next resume must show. The connection's own business. */
export const AuthorizationStateEvent = eventCodec(
  'signalwire.authorization.state',
  t.type({ authorization_state: t.string }),
  (params) => ({ authorizationState: params.authorization_state }),
  (fields) => ({ authorization_state: fields.authorizationState }),
);
export type AuthorizationStateEvent = EventOf<typeof AuthorizationStateEvent>;
