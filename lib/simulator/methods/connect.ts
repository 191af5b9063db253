import { EMPTY, Observable, filter, mergeMap, timeout, timer } from 'rxjs';
import * as t from 'io-ts';

import type { Link } from '../engine/link.js';
import type { Session } from '../engine/session.js';
import type { Settings } from '../engine/settings.js';
import type { EngineParts } from '../engine/engine-parts.js';
import { decode } from '../wire/decode.js';
import { RpcCode } from '../wire/json-rpc.js';
import { Flag, MajorVersion, Names, Text } from '../wire/types.js';
import { Credentials, isAuthentic } from './credentials.js';
import { answered, failed } from './method.js';
import type { Method } from './method.js';

const Params = t.intersection([
  t.type({
    version: t.type({ major: MajorVersion }),
    authentication: Credentials,
  }),
  t.partial({
    agent: Text,
    event_acks: Flag,
    contexts: Names,
    protocol: Text,
    authorization_state: Text,
  }),
]);

type Params = t.TypeOf<typeof Params>;

/** The client's earlier session, if it can be resumed. */
const resumed = (
  { sessions }: EngineParts,
  { protocol, authorization_state }: Params,
): Session | undefined =>
  protocol === undefined ? undefined : sessions.resumable(protocol, authorization_state);

/** Sends a ping; completes when it is answered. */
const ping = (link: Link, { generateId, scheduler }: Settings): Observable<never> =>
  new Observable((subscriber) => {
    const params = { timestamp: scheduler.now() / 1000 };
    link.request(generateId(), 'signalwire.ping', params, () => subscriber.complete());
  });

/** Closes the connection of a client that does not answer a ping. A stalled or half-open connection stays open. */
const watch = (link: Link, settings: Settings): Observable<never> => {
  const { pingTimeout, connectionScheduler: scheduler } = settings;
  if (pingTimeout === 0) return ping(link, settings);
  const giveUp = (): Observable<never> => {
    if (link.isOpen) link.close(1006);
    return EMPTY;
  };
  return ping(link, settings).pipe(timeout({ first: pingTimeout, with: giveUp, scheduler }));
};

const keepAlive = (link: Link, settings: Settings): void => {
  const { pingInterval, connectionScheduler: scheduler } = settings;
  if (pingInterval === 0) return;
  const pings$ = timer(pingInterval, pingInterval, scheduler).pipe(
    filter(() => link.isOpen),
    mergeMap(() => watch(link, settings)),
  );
  link.life.add(pings$.subscribe());
};

/** `signalwire.connect`: authenticates a connection and gives it a session: a new one, or the earlier one resumed. */
export const connect: Method = ({ engine, link, params: raw }) => {
  if (link === undefined || link.session !== undefined)
    return failed(RpcCode.invalidRequest, 'already connected');
  const params = decode(Params, raw);
  if (params.kind === 'invalid') return failed(RpcCode.invalidParams, params.why);
  const { authentication, protocol: asked, agent, contexts = [], event_acks = false } = params.value;
  if (!isAuthentic(engine, authentication)) return failed(RpcCode.unauthorized, 'Unauthorized');
  if (asked !== undefined && engine.faults.bars(asked)) {
    return failed(RpcCode.unauthorized, 'Session does not exist or is not yours');
  }
  const before = resumed(engine, params.value);
  const session = before ?? engine.sessions.open();
  session.agent = agent;
  session.contexts = new Set(contexts);
  session.acknowledges = event_acks;
  const { settings } = engine;
  const { protocol, identity, id: sessionid } = session;
  const authorization = {
    project: settings.project,
    signature: settings.signature,
    scopes: ['calling', 'messaging', 'tasking'],
  };
  const granted = { protocol, identity, sessionid, session_restored: before !== undefined, authorization };
  return answered(granted, () => {
    session.attach(link);
    keepAlive(link, settings);
    engine.roundRobin.offerWaiting();
  });
};
