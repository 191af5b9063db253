import type { Client } from '../processes.js';
import { ratio, spread } from '../report/spread.js';
import type { Row } from './result.js';

/**
 * Measures the clients in turn, round after round, each round in another order: what else the machine does falls on all of
 * them alike. Ratios are taken within a round.
 */
export async function interleaved(
  clients: readonly Client[],
  rounds: number,
  unit: string,
  measure: (client: Client) => Promise<number>,
): Promise<readonly Row[]> {
  const values = new Map(clients.map((client) => [client, [] as number[]]));
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < clients.length; turn += 1) {
      const client = clients[(turn + round) % clients.length];
      if (client !== undefined) values.get(client)?.push(await measure(client));
    }
  }
  const base = values.get(clients[0] as Client) ?? [];
  return clients.map((client) => {
    const own = values.get(client) ?? [];
    return { client: client.name, value: spread(own).median, unit, ratio: ratio(own, base) };
  });
}

/** The processor time of a client for a piece of work, in µs. */
export async function cpuOf(client: Client, work: () => Promise<unknown>): Promise<number> {
  const before = await client.cpu();
  await work();
  return (await client.cpu()) - before;
}
