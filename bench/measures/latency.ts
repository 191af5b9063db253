import { quantile } from '../report/spread.js';
import { interleaved } from './rounds.js';
import type { Bench, Result } from './result.js';

/** So many events come with each call. */
const EVENTS = 7;

/** How long the answer to an event takes, at a thousand events a second. */
export async function latency({ load, clients, quick }: Bench): Promise<Result> {
  const perSecond = 1_000 / EVENTS;
  const [rounds, seconds] = quick ? [1, 0.5] : [7, 1];
  const paced = async (name: string, length: number): Promise<number> => {
    const count = Math.round(perSecond * length);
    const { latencies = [] } = await load.ask({ do: 'paced', client: name, count, perSecond });
    return quantile(latencies, 0.99);
  };
  // After thousands of held prompts the engine compiles some of it anew, and collects what they have left.
  for (const { name } of clients) await paced(name, 2 * seconds);
  const rows = await interleaved(clients, rounds, 'ms', ({ name }) => paced(name, seconds));
  return {
    title: 'Latency from event to request, 99th percentile',
    note: `From an event that RELAY sends to the request that the flow answers it with, at 1,000 events a second (99th percentile of a second; ${rounds} of them).`,
    rows,
  };
}
