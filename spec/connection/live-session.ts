import { Subject, map, of, type Observable } from 'rxjs';
import { silentLogger } from '../../lib/connection/logger.js';
import type { RequestMeter, RequestOutcome } from '../../lib/connection/meter.js';
import { OwedRequests } from '../../lib/connection/owed-requests.js';
import { defaultPlatform } from '../../lib/connection/platform.js';
import {
  lastingTime,
  mostRefusals,
  retryDelay,
  type ReconnectOption,
} from '../../lib/connection/reconnect.js';
import { MAX_WAITING, Requests } from '../../lib/connection/requests.js';
import type { Confidential } from '../../lib/connection/session-secrets.js';
import { Session, type SessionSignal } from '../../lib/connection/session.js';
import { openSocket } from '../../lib/connection/socket.js';
import { Clock, FakeSockets, hear } from './support.js';

/** How long an answer may take, in ms. */
export const REQUEST_TIMEOUT = 10_000;

/** A session in virtual time and the requests that go over it, as a connection puts them together. The spec is the server. */
export function session(
  reconnect: ReconnectOption = { random: () => 1 },
  credentials$: Observable<Confidential> = of({}),
  clock = new Clock(),
) {
  const sockets = new FakeSockets();
  const platform = { ...defaultPlatform, scheduler: clock, random: () => 1 };
  const settled: [string, RequestOutcome][] = [];
  const meter: RequestMeter = { settled: (method, outcome) => settled.push([method, outcome]) };
  const signals: SessionSignal[] = [];
  const signals$ = new Subject<SessionSignal>();
  const session = new Session({
    platform,
    notify: (signal) => signals$.next(signal),
    logger: silentLogger,
    requestTimeout: REQUEST_TIMEOUT,
    meter,
    retryDelay: retryDelay(reconnect, platform),
    lasting: lastingTime(reconnect),
    rules: { refusals: mostRefusals(reconnect), url: 'wss://relay' },
    socket$: openSocket(sockets.factory, 'wss://relay', { handshakeTimeout: 3_600_000 }, clock),
    connectParams: ({ protocol, authorizationState }) =>
      credentials$.pipe(
        map((credentials) => ({
          ...(protocol !== undefined && { protocol }),
          ...(authorizationState !== undefined && { authorization_state: authorizationState }),
          ...credentials,
        })),
      ),
  });
  const requests = new Requests({
    session,
    platform,
    meter,
    requestTimeout: REQUEST_TIMEOUT,
    maxWaiting: MAX_WAITING,
  });
  const owed = new OwedRequests(session, platform);
  signals$.subscribe((signal) => {
    signals.push(signal);
    if (signal.kind === 'down') session.pending.lose();
    if (signal.kind === 'ready') {
      if (signal.continuity === 'lost') owed.sessionLost();
      requests.flush();
      owed.flush();
    }
    if (signal.kind === 'ended') {
      owed.end(signal.error);
      requests.end(signal.error);
    }
  });
  const statuses = hear(session.status$).values;
  return { clock, sockets, session, signals$, signals, requests, owed, statuses, settled };
}

/** The same, held. */
export function liveSession(...options: Parameters<typeof session>) {
  const setUp = session(...options);
  return { ...setUp, hold: setUp.session.hold() };
}
