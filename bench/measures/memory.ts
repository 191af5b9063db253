import { filteredStream } from '../subjects/filtered-stream.js';
import { realtimeApi } from '../subjects/realtime-api.js';
import { relayRx } from '../subjects/relay-rx.js';
import type { Subject } from '../subjects/subject.js';
import { heap, ratio, spread, type Effort, type Samples } from '../support/rounds.js';
import { print, times, value } from '../support/table.js';
import { openWorld, playPrompts, startPrompts } from '../support/world.js';

const SUBJECTS = [relayRx, filteredStream, realtimeApi];

/** What a prompt keeps on the heap, while it is in progress and when it is over. */
export async function memory({ quick }: Effort): Promise<void> {
  // What one client leaves to be collected must not fall into another's measure: one after the other, not in turns.
  const inProgress: Samples[] = [];
  const everPlayed: Samples[] = [];
  for (const subject of SUBJECTS) {
    const name = subject.name;
    // Where next to nothing is kept, many are needed to tell it from what the engine keeps of its own.
    const played = subject === realtimeApi ? (quick ? 100 : 500) : 10_000;
    const repeat = quick ? 1 : 3;
    inProgress.push({ name, values: await repeated(repeat, () => progress(subject, quick ? 500 : 2_000)) });
    everPlayed.push({ name, values: await repeated(repeat, () => history(subject, played)) });
  }
  print(
    'Memory of a prompt',
    'What remains on the heap after garbage collection. In progress: one on each of many calls that are there already. Ever played: to their end, on 10 calls that go on.',
    [
      ['', 'in progress', '', 'ever played'],
      ...SUBJECTS.map(({ name }, index) => [
        name,
        bytes(inProgress[index]),
        index === 0 ? '' : compared(inProgress[index], inProgress[0]),
        // Against next to nothing there is no ratio.
        bytes(everPlayed[index]),
      ]),
    ],
  );
}

/** The first round warms up and is thrown away. */
async function repeated(times: number, measure: () => Promise<number>): Promise<number[]> {
  const values: number[] = [];
  for (let round = 0; round <= times; round += 1) values.push(await measure());
  return values.slice(1);
}

function bytes(samples: Samples | undefined): string {
  const found = spread(samples?.values ?? []);
  return Math.abs(found.median) < 100 ? `${Math.round(found.median)} B` : value(found, 'B');
}

const compared = (samples: Samples | undefined, own: Samples | undefined): string =>
  samples === undefined || own === undefined ? '' : times(ratio(samples, own));

async function progress(subject: Subject, count: number): Promise<number> {
  const world = await openWorld(subject, count);
  const before = await heap();
  await startPrompts(world);
  const kept = (await heap()) - before;
  world.client.close();
  await heap();
  return kept / count;
}

async function history(subject: Subject, count: number): Promise<number> {
  const world = await openWorld(subject, 10);
  // The first ones fill what the engine, and any client, keeps anyway.
  await playPrompts(world, count / 5);
  const before = await heap();
  await playPrompts(world, count);
  const kept = (await heap()) - before;
  world.client.close();
  await heap();
  return kept / count;
}
