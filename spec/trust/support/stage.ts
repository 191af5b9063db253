import { filter, firstValueFrom, lastValueFrom } from 'rxjs';
import { RelayClient, digits, type Call, type RelayClientOptions } from 'relay-rx';
import { RelaySimulator, type Caller, type SimulatorOptions } from 'relay-rx/simulator';
import { WebSocket } from 'ws';
import { liveCallOf } from '../../../lib/actions/live-call.js';
import { Clock } from '../../connection/support.js';
import { prompt } from '../../support/marbles.js';
import { Wire } from './wire.js';

export const account = { project: 'p', token: 'PT-this-is-the-token' };

/** How long an answer may take, in ms. */
export const REQUEST_TIMEOUT = 10_000;

/** How long a client waits before it connects again, in ms. */
export const RETRY_DELAY = 1_000;

/** A client on real sockets whose own time passes only when the spec says so, and every socket that it opened. */
export function clocked(host: string, options: RelayClientOptions = {}) {
  const clock = new Clock();
  const sockets: WebSocket[] = [];
  const errors: Error[] = [];
  const client = new RelayClient({
    ...account,
    host,
    scheme: 'ws',
    contexts: ['default'],
    requestTimeout: REQUEST_TIMEOUT,
    reconnect: { initialDelay: RETRY_DELAY, maxDelay: RETRY_DELAY, random: () => 0.999_999 },
    scheduler: clock,
    socket: (url, given) => {
      const socket = new WebSocket(url, given);
      sockets.push(socket);
      return socket;
    },
    ...options,
  });
  client.errors$.subscribe((error) => errors.push(error));
  return { client, clock, sockets, errors };
}

/** A simulator behind a wire, and a client in front of it. Nothing pings: what is heard is what the spec brings about. */
export async function wired(
  options: { client?: RelayClientOptions; simulator?: Partial<SimulatorOptions> } = {},
) {
  const simulator = await RelaySimulator.listen({
    ...account,
    wordsPerMinute: 60_000,
    pingInterval: 0,
    ...options.simulator,
  });
  const wire = await Wire.listen(simulator.host);
  const stage = clocked(wire.host, options.client);
  const strike = async (): Promise<void> => {
    stage.client.close();
    await wire.close();
    await simulator.close();
  };
  return { simulator, wire, strike, ...stage };
}

export type Wired = Awaited<ReturnType<typeof wired>>;

export const status = (client: RelayClient, wanted: string): Promise<unknown> =>
  firstValueFrom(client.status$.pipe(filter((now) => now === wanted)));

/** An answered call, and who calls. */
export async function answered({
  client,
  simulator,
}: Pick<Wired, 'client' | 'simulator'>): Promise<{ call: Call; caller: Caller }> {
  const received = firstValueFrom(client.calls$);
  const caller = simulator.call({ context: 'default', from: '+15550100', to: '+15550101' });
  const call = await received;
  await lastValueFrom(call.answer());
  return { call, caller };
}

/** A prompt for two digits that the caller hears, all answers to what was asked having come. */
export async function prompted(
  { client }: Pick<Wired, 'client'>,
  { call, caller }: Awaited<ReturnType<typeof answered>>,
): Promise<{ result: Promise<string> }> {
  const collect = { digits: { max: 2 }, initialTimeout: 60 };
  const result = lastValueFrom(prompt(call, { collect }).pipe(digits()));
  await firstValueFrom(caller.heard$);
  await firstValueFrom(client.execute('signalwire.ping'));
  return { result };
}

/** How much a client holds of anybody's behalf: keys, listeners and requests. */
export const heldBy = (call: Call): number =>
  Object.values(liveCallOf(call).connection.size).reduce((sum, count) => sum + count, 0);
