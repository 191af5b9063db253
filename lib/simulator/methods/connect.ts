import { tap, timer } from 'rxjs';
import * as t from 'io-ts';

import type { Link } from '../engine/link.js';
import type { Session } from '../engine/session.js';
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

const ping = ({ settings: { pingInterval, scheduler, generateId } }: World, link: Link): void => {
  if (pingInterval === 0) return;
  const pings$ = timer(pingInterval, pingInterval, scheduler).pipe(
    tap(() => link.request(generateId(), 'signalwire.ping', { timestamp: scheduler.now() / 1000 })),
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

  const { contexts = [], event_acks = false } = params.value;
  session.contexts = new Set(contexts);
  session.acknowledges = event_acks;
  const { protocol, identity } = session;
  return answered({ protocol, identity }, () => {
    session.attach(link);
    ping(world, link);
    world.dealer.deal();
  });
};
