import { EMPTY, Observable, filter, mergeMap, timeout, timer } from 'rxjs';
import * as t from 'io-ts';

import type { Link } from '../engine/link.js';
import type { Session } from '../engine/session.js';
import type { Settings } from '../engine/settings.js';
import type { World } from '../engine/world.js';
import { decode } from '../wire/decode.js';
import { RpcCode } from '../wire/json-rpc.js';
import { Flag, Names, Text } from '../wire/types.js';
import { answered, failed } from './method.js';
import type { Method } from './method.js';

const Params = t.intersection([
  t.type({
    version: t.type({ major: t.literal(2) }),
    authentication: t.partial({ project: Text, token: Text, jwt_token: Text }, 'an object with credentials'),
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

const isAuthentic = ({ settings }: World, { authentication }: Params): boolean =>
  authentication.jwt_token === undefined
    ? authentication.project === settings.project && authentication.token === settings.token
    : authentication.jwt_token === settings.jwtToken;

const sessionFor = (world: World, { protocol, authorization_state }: Params): Session | undefined => {
  if (protocol === undefined || world.faults.welcomes(protocol)) return world.sessions.open();
  return world.sessions.find(protocol, authorization_state);
};

/** Completes when it is answered. */
const ping = (link: Link, { generateId, scheduler }: Settings): Observable<never> =>
  new Observable((subscriber) => {
    const params = { timestamp: scheduler.now() / 1000 };
    link.request(generateId(), 'signalwire.ping', params, () => subscriber.complete());
  });

/** Whoever leaves a ping unanswered has gone without a word. A fault that keeps answers back does not count. */
const watch = (link: Link, settings: Settings): Observable<never> => {
  const { pingTimeout, scheduler } = settings;
  if (pingTimeout === 0) return ping(link, settings);
  const giveUp = (): Observable<never> => {
    if (link.isOpen) link.close(1006);
    return EMPTY;
  };
  return ping(link, settings).pipe(timeout({ first: pingTimeout, with: giveUp, scheduler }));
};

const keepAlive = (link: Link, settings: Settings): void => {
  const { pingInterval, scheduler } = settings;
  if (pingInterval === 0) return;
  const pings$ = timer(pingInterval, pingInterval, scheduler).pipe(
    filter(() => link.isOpen),
    mergeMap(() => watch(link, settings)),
  );
  link.life.add(pings$.subscribe());
};

/** `signalwire.connect`: authenticates a connection and gives it a session, a new one or its own of before. */
export const connect: Method = ({ world, link, params: raw }) => {
  if (link === undefined || link.session !== undefined)
    return failed(RpcCode.invalidRequest, 'already connected');
  const params = decode(Params, raw);
  if (params.kind === 'invalid') return failed(RpcCode.invalidParams, params.why);
  if (!isAuthentic(world, params.value)) return failed(RpcCode.unauthorized, 'Unauthorized');
  const session = sessionFor(world, params.value);
  if (session === undefined) return failed(RpcCode.unauthorized, 'Session does not exist or is not yours');

  const { agent, contexts = [], event_acks = false } = params.value;
  session.agent = agent;
  session.contexts = new Set(contexts);
  session.acknowledges = event_acks;
  const { protocol, identity } = session;
  return answered({ protocol, identity }, () => {
    session.attach(link);
    keepAlive(link, world.settings);
    world.dealer.deal();
  });
};
