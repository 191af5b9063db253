import type { Client } from '../processes.js';
import { cpuOf, interleaved } from './rounds.js';
import type { Bench, Result } from './result.js';

/** A whole call: offered, answered, asked for digits, hung up. */
export async function wholeCall({ load, clients, quick }: Bench): Promise<Result> {
  const [rounds, count, warmUp] = quick ? [2, 100, 100] : [20, 1_000, 3_000];
  // The published client takes some milliseconds for each: a fiftieth of the calls says as much, a tenth at a time.
  const isSlow = (client: string): boolean => client === 'realtime-api';
  const calls = (client: string, n: number) =>
    load.ask({ do: 'calls', client, count: n, live: isSlow(client) ? 20 : 200 });
  const share = ({ name }: Client, n: number): number => (isSlow(name) ? Math.ceil(n / 50) : n);
  let lost = 0;
  for (const client of clients) await calls(client.name, share(client, warmUp));
  const rows = await interleaved(clients, rounds, 'µs', async (client) => {
    const work = async () => (lost += (await calls(client.name, share(client, count))).lost ?? 0);
    return (await cpuOf(client, work)) / share(client, count);
  });
  return {
    title: 'Processor time of a whole call',
    note: `Processor time a call, all threads, over ${(rounds * count).toLocaleString('en-US')} calls, 200 at a time.${lost > 0 ? ` realtime-api left ${lost} of them as they were, since it had missed what came first.` : ''}`,
    rows,
  };
}
