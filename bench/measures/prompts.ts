import { filteredStream } from '../subjects/filtered-stream.js';
import { realtimeApi } from '../subjects/realtime-api.js';
import { relayRx } from '../subjects/relay-rx.js';
import type { Subject } from '../subjects/subject.js';
import { interleave, ratio, spread, timedFor, type Effort } from '../support/rounds.js';
import { number, print, times, value } from '../support/table.js';
import { openWorld, playPrompts, warmUp, type World } from '../support/world.js';

const SUBJECTS = [relayRx, filteredStream, realtimeApi];
const CALLS = 100;

/** A prompt from its request to its end: request, answer, two playback events and the result, all acknowledged. */
export async function prompts(effort: Effort): Promise<void> {
  for (const subject of SUBJECTS) await warmUp(subject, effort.warmUp);
  const rows = [['prompts of a client', 'client', 'a prompt', '', 'prompts a second']];
  for (const count of effort.quick ? [100] : [100, 500]) {
    const contenders = SUBJECTS.map((subject) => ({
      name: subject.name,
      measure: () => promptOf(subject, count, effort),
    }));
    const [own, ...others] = await interleave(contenders, Math.min(effort.rounds, 9));
    for (const samples of own === undefined ? [] : [own, ...others]) {
      const cost = spread(samples.values);
      rows.push([
        `the first ${count.toLocaleString('en-US')}`,
        samples.name,
        value(cost, 'µs'),
        own === undefined || samples === own ? '' : times(ratio(samples, own)),
        number(1e6 / cost.median),
      ]);
    }
  }
  print(
    'Prompts from end to end',
    `On ${CALLS} calls side by side, against a RELAY in memory whose own work is part of the time. Each round has new clients.`,
    rows,
  );
}

async function promptOf(subject: Subject, count: number, { batch }: Effort): Promise<number> {
  let world: World | undefined;
  const elapsed = await timedFor(
    5 * batch,
    async () => {
      world?.client.close();
      return (world = await openWorld(subject, CALLS));
    },
    (each) => playPrompts(each, count),
  );
  world?.client.close();
  return elapsed / count;
}
