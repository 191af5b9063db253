import { quantile } from '../report/spread.js';
import { interleaved } from './rounds.js';
import type { Bench, Result } from './result.js';

/** So many events come with each call. */
const EVENTS = 7;

/** How long the answer to an event takes, at a thousand events a second. */
export async function latency({ load, clients, quick }: Bench): Promise<Result> {
  const perSecond = 1_000 / EVENTS;
  const [rounds, seconds] = quick ? [1, 0.5] : [7, 1];
  const rows = await interleaved(clients, rounds, 'ms', async ({ name }) => {
    const count = Math.round(perSecond * seconds);
    const { latencies = [] } = await load.ask({ do: 'paced', client: name, count, perSecond });
    return quantile(latencies, 0.99);
  });
  return {
    title: 'Latency from event to request, 99th percentile',
    note: `From an event that RELAY sends to the request that the flow answers it with, at 1,000 events a second (99th percentile of a second; ${rounds} of them).`,
    rows,
  };
}
