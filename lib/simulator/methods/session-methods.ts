import * as t from 'io-ts';

import { RpcCode } from '../wire/json-rpc.js';
import { Names, Text } from '../wire/types.js';
import { Credentials, isAuthentic } from './credentials.js';
import { answered, failed, sessionMethod } from './method.js';
import type { Method } from './method.js';

const Contexts = t.type({ contexts: Names });

/** `signalwire.ping`: the response repeats the params. */
export const ping: Method = ({ params }) => answered(params);

/** `signalwire.reauthenticate`: new credentials for the current session. */
export const reauthenticate = sessionMethod(
  t.intersection([t.type({ authentication: Credentials }), t.partial({ dpop_token: Text })]),
  (_session, { authentication }, { engine }) =>
    isAuthentic(engine, authentication) ? answered({}) : failed(RpcCode.unauthorized, 'Unauthorized'),
);

/** `signalwire.receive`: adds contexts to receive calls from. */
export const receive = sessionMethod(Contexts, (session, { contexts }, { engine }) => {
  session.contexts = new Set([...session.contexts, ...contexts]);
  return answered({ code: '200', message: 'Receiving events' }, () => engine.roundRobin.offerWaiting());
});

/** `signalwire.unreceive`: removes contexts. Calls that the session has continue. */
export const unreceive = sessionMethod(Contexts, (session, { contexts }) => {
  session.contexts = new Set([...session.contexts].filter((context) => !contexts.includes(context)));
  return answered({ code: '200', message: 'Unreceiving events' });
});
