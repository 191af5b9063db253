import { realtimeApi } from '../subjects/realtime-api.js';
import { relayRx, relayRxUncoalesced } from '../subjects/relay-rx.js';
import type { Subject } from '../subjects/subject.js';
import { onLoopback, type Loopback } from '../support/link.js';
import { Relay, partial } from '../support/relay.js';
import { interleave, ratio, spread, timedFor, type Effort } from '../support/rounds.js';
import { print, times, value } from '../support/table.js';
import { receiveCalls, startPrompts, waitFor, warmUp, type World } from '../support/world.js';

const SUBJECTS = [relayRx, relayRxUncoalesced, realtimeApi];

interface Line extends World {
  readonly name: string;
  readonly loopback: Loopback;
  readonly frames: readonly string[];
  readonly writes: number[];
}

/** A burst of events over a real WebSocket: how long until all are acknowledged, and in how many writes. */
export async function burst(effort: Effort): Promise<void> {
  for (const subject of SUBJECTS) await warmUp(subject, effort.warmUp);
  const events = effort.quick ? 200 : 1_000;
  const rows = [['prompts in progress', 'client', 'writes for a burst', 'an event', '']];
  for (const calls of [10, 100]) {
    const lines: Line[] = [];
    for (const subject of SUBJECTS) lines.push(await openLine(subject, calls, events));
    const samples = await interleave(
      lines.map((line) => ({ name: line.name, measure: () => send(line, 2 * effort.batch) })),
      effort.rounds,
    );
    samples.forEach((each, index) => {
      const { median: writes } = spread(lines[index]?.writes ?? []);
      const compared = samples[0] === undefined || index === 0 ? '' : times(ratio(each, samples[0]));
      const cost = value(spread(each.values), 'µs');
      rows.push([String(calls), each.name, writes.toLocaleString('en-US'), cost, compared]);
    });
    for (const { client, loopback } of lines) {
      client.close();
      loopback.close();
    }
  }
  print(
    `Acknowledgement of a burst of ${events.toLocaleString('en-US')} events`,
    "Over a loopback WebSocket, both ends in one process, until RELAY has every acknowledgement. Writes are node's on the client's TCP socket: one system call, or one for every 1,024 buffers in it, where an acknowledgement is two.",
    rows,
  );
}

async function openLine(subject: Subject, calls: number, events: number): Promise<Line> {
  const relay = new Relay();
  const loopback = await onLoopback(relay);
  const client = await subject.connect(loopback);
  const world: World = { relay, client };
  await receiveCalls(world, calls);
  await startPrompts(world);
  const frames = Array.from({ length: events }, (_, index) => {
    const prompt = relay.prompts[index % calls];
    if (prompt === undefined) throw new Error('No prompt was started');
    return partial(prompt);
  });
  return { ...world, name: subject.name, loopback, frames, writes: [] };
}

async function send({ relay, loopback, frames, writes }: Line, least: number): Promise<number> {
  const elapsed = await timedFor(
    least,
    () => ({ before: loopback.writes, due: relay.acknowledgements + frames.length }),
    async ({ before, due }) => {
      loopback.burst(frames);
      await waitFor(() => relay.acknowledgements >= due);
      writes.push(loopback.writes - before);
    },
  );
  return elapsed / frames.length;
}
