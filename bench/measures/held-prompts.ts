import type { Client } from '../processes.js';
import { cpuOf, interleaved } from './rounds.js';
import type { Bench, Result, Row } from './result.js';

/** An event of one of many prompts in progress, the heap that those take, and what is left when they have ended. */
export async function heldPrompts(bench: Bench): Promise<readonly Result[]> {
  const { load, quick } = bench;
  const [few, many] = quick ? [10, 100] : [10, 5_000];
  // A client whose events cost more with each prompt would take minutes.
  const clients = bench.clients.filter(({ name }) => name !== 'realtime-api');
  const hold = async (all: readonly Client[], count: number) => {
    for (const { name } of all) await load.ask({ do: 'hold', client: name, count });
  };

  await hold(bench.clients, few);
  const atFew = await events(bench, bench.clients, few);
  const before = await heaps(clients);
  await hold(clients, many - few);
  const after = await heaps(clients);
  const atMany = await events(bench, clients, many);
  for (const { name } of bench.clients) await load.ask({ do: 'release', client: name });
  const ended = await heaps(clients);

  const perPrompt = (client: Client): number =>
    ((after.get(client) ?? NaN) - (before.get(client) ?? NaN)) / (many - few);
  const kept = (client: Client): number =>
    ((ended.get(client) ?? NaN) - (before.get(client) ?? NaN)) / (many - few);
  const row =
    (value: (client: Client) => number) =>
    (client: Client): Row => ({
      client: client.name,
      value: value(client),
      unit: 'B',
    });
  const amount = many.toLocaleString('en-US');
  return [
    atFew,
    atMany,
    {
      title: 'Heap of an active prompt',
      note: `With its call, from ${few} to ${amount} of them.`,
      rows: clients.map(row(perPrompt)),
    },
    {
      title: 'Heap kept for a call that has ended',
      note: `What is left of each of ${amount}; less than nothing means that the engine has thrown something else away.`,
      rows: clients.map(row(kept)),
    },
  ];
}

async function events({ load, quick }: Bench, clients: readonly Client[], prompts: number): Promise<Result> {
  const [rounds, count] = quick ? [2, 200] : [12, 5_000];
  const rows = await interleaved(clients, rounds, 'µs', async (client) => {
    // The published client takes some milliseconds for each.
    const own = client.name === 'realtime-api' ? count / 50 : count;
    const work = () => load.ask({ do: 'events', client: client.name, count: own });
    return (await cpuOf(client, work)) / own;
  });
  return {
    title: `Processor time of an event, with ${prompts.toLocaleString('en-US')} prompts in progress`,
    note: `Processor time of a partial result of one of them, acknowledgement included; ${rounds} rounds of ${count.toLocaleString('en-US')}.`,
    rows,
  };
}

async function heaps(clients: readonly Client[]): Promise<ReadonlyMap<Client, number>> {
  const heaps = new Map<Client, number>();
  for (const client of clients) heaps.set(client, await client.heap());
  return heaps;
}
