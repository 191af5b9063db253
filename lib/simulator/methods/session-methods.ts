import * as t from 'io-ts';

import { RpcCode } from '../wire/json-rpc.js';
import { Names, Text } from '../wire/types.js';
import { Credentials, isAuthentic } from './credentials.js';
import { answered, failed, sessionMethod } from './method.js';
import type { Method } from './method.js';

const Contexts = t.type({ contexts: Names });

/** `signalwire.ping`: the answer repeats what was sent. */
export const ping: Method = ({ params }) => answered(params);

/** `signalwire.reauthenticate`: fresh credentials for a session that continues. */
export const reauthenticate = sessionMethod(
  t.intersection([t.type({ authentication: Credentials }), t.partial({ dpop_token: Text })]),
  (_session, { authentication }, { engine }) =>
    isAuthentic(engine, authentication) ? answered({}) : failed(RpcCode.unauthorized, 'Unauthorized'),
);

/** `signalwire.receive`: calls of these contexts too. */
export const receive = sessionMethod(Contexts, (session, { contexts }, { engine }) => {
  session.contexts = new Set([...session.contexts, ...contexts]);
  return answered({ code: '200', message: 'Receiving events' }, () => engine.roundRobin.offerWaiting());
});

/** `signalwire.unreceive`: no more calls of these contexts. The calls that the session has continue. */
export const unreceive = sessionMethod(Contexts, (session, { contexts }) => {
  session.contexts = new Set([...session.contexts].filter((context) => !contexts.includes(context)));
  return answered({ code: '200', message: 'Unreceiving events' });
});
