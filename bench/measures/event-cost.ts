import { relayRx } from '../subjects/relay-rx.js';
import { realtimeApi } from '../subjects/realtime-api.js';
import { filteredStream } from '../subjects/filtered-stream.js';
import type { Subject } from '../subjects/subject.js';
import { partial } from '../support/relay.js';
import {
  interleave,
  ratio,
  spread,
  timed,
  turns,
  type Contender,
  type Effort,
  type Samples,
} from '../support/rounds.js';
import { number, print, times, value } from '../support/table.js';
import { openWorld, playPrompts, startPrompts, waitFor, warmUp, type World } from '../support/world.js';

const SUBJECTS = [relayRx, filteredStream, realtimeApi];

/** The cost of one event, from the text of its frame to the subscriber, as prompts add up. */
export async function eventCost(effort: Effort): Promise<void> {
  for (const subject of SUBJECTS) await warmUp(subject, effort.warmUp);
  const sizes = effort.quick ? [1, 10, 100] : [1, 10, 100, 1_000, 10_000];
  await grow(
    'Cost of one event, by prompts in progress',
    'One prompt on each of so many calls; the event is a partial result of any one of them. In memory.',
    'in progress',
    sizes,
    (subject, size) => openWorld(subject, size),
    effort,
  );
  await grow(
    'Cost of one event, by prompts ever played',
    'One prompt in progress, on the call on which so many were played to their end before. In memory.',
    'ever played',
    sizes,
    async (subject, size) => {
      // Each prompt that it plays costs it more than the one before: 10,000 would take it many minutes.
      if (subject === realtimeApi && size > 1_000) return undefined;
      const world = await openWorld(subject, 1);
      await playPrompts(world, size);
      return world;
    },
    effort,
  );
}

async function grow(
  title: string,
  note: string,
  what: string,
  sizes: readonly number[],
  open: (subject: Subject, size: number) => Promise<World | undefined>,
  effort: Effort,
): Promise<void> {
  const rows = [[what, ...SUBJECTS.flatMap(({ name }) => [name, name === relayRx.name ? 'growth' : ''])]];
  let first: Samples | undefined;
  for (const size of sizes) {
    const worlds: World[] = [];
    const contenders: Contender[] = [];
    for (const subject of SUBJECTS) {
      const world = await open(subject, size);
      if (world === undefined) continue;
      worlds.push(world);
      contenders.push({ name: subject.name, measure: await eventsOf(world, effort.batch) });
    }
    const [own, ...others] = await interleave(contenders, effort.rounds);
    if (own === undefined) return;
    first ??= own;
    rows.push([
      size.toLocaleString('en-US'),
      value(spread(own.values), 'µs'),
      `×${number(spread(own.values).median / spread(first.values).median)}`,
      ...others.flatMap((other) => [value(spread(other.values), 'µs'), times(ratio(other, own))]),
    ]);
    for (const { client } of worlds) client.close();
    await turns();
  }
  print(title, note, rows);
}

/** Starts a prompt on each call. Gives what measures an event of any one of them, in µs. */
async function eventsOf(world: World, batch: number): Promise<() => Promise<number>> {
  let heard = 0;
  await startPrompts(world, { partial: () => (heard += 1), ended: () => undefined });
  const { prompts } = world.relay;
  // A stride that is prime to all the sizes: neighbours in the list are no neighbours in time.
  const frames = Array.from({ length: 512 }, (_, index) => {
    const prompt = prompts[(index * 7919) % prompts.length];
    if (prompt === undefined) throw new Error('No prompt was started');
    return partial(prompt);
  });
  return async () => {
    const before = heard;
    let sent = 0;
    const elapsed = await timed(async () => {
      const start = performance.now();
      do {
        // One at a time where they are slow, many where they are quick, so that the clock is not what is measured.
        const burst = sent < 3 ? 1 : 64;
        world.relay.deliver(frames.slice(sent % 448, (sent % 448) + burst));
        sent += burst;
        // What a client does for an event may end in the turns after it.
        await turns(1);
      } while (performance.now() - start < batch);
    });
    await waitFor(() => heard === before + sent, 10_000);
    return elapsed / sent;
  };
}
