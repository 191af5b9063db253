import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { RelayClient, tts, type Call } from 'relay-rx';
import { firstValueFrom, take, toArray } from 'rxjs';
import { liveCall } from '../../lib/actions/live-call.js';
import { isSpeech } from '../../lib/protocol/events/collect.js';
import type { Connection } from '../../lib/connection/connection.js';
import {
  RawServer,
  afterwards,
  callEnded,
  event,
  inbound,
  obliging,
  quickly,
} from '../connection/support.js';
import type { RawConnection } from '../connection/support.js';

const later = afterwards();

const FLOOD = 50_000;

/** Milliseconds. It takes two seconds on a machine that has nothing else to do. */
const LIMIT = 120_000;
jest.setTimeout(LIMIT);

/** A client on a real socket with two live calls: one with a prompt, and one that goes about its business. */
async function busy() {
  const server = await RawServer.listen(obliging);
  later(() => server.close());
  const client = new RelayClient({
    project: 'p',
    token: 't',
    host: server.host,
    scheme: 'ws',
    contexts: ['default'],
    reconnect: quickly,
    requestTimeout: LIMIT,
  });
  later(() => client.close());
  const errors: Error[] = [];
  client.errors$.subscribe((error) => errors.push(error));
  const calls = firstValueFrom(client.calls$.pipe(take(2), toArray()));
  const relay = await server.connection();
  await relay.request('signalwire.connect');
  relay.say(inbound('flooded'), inbound('quiet'));
  const [flooded, quiet] = (await calls) as [Call, Call];
  const prompt = flooded.playAndCollect({
    controlId: 'prompt',
    media: [tts('Press.')],
    collect: { digits: { max: 1 } },
  });
  return { server, client, relay, flooded, quiet, prompt, errors };
}

/** The nth event of a flood. Every one of them is of the prompt. */
const partial = (n: number): object =>
  prompted(n, { final: false, result: { type: 'speech', text: String(n) } });

const prompted = (n: number, said: object): object =>
  event(
    'calling.call.collect',
    { call_id: 'flooded', node_id: 'n', control_id: 'prompt', ...said },
    `e-${n}`,
  );

const answered = { result: { type: 'digit', params: { digits: '1', terminator: '#' } } };

/** What a live call's connection holds of anybody's behalf. */
const sizeOf = (call: Call): Record<string, number> =>
  (call as unknown as { [liveCall]: { connection: Connection } })[liveCall].connection.size;

/** Has everything thrown away that nobody holds, at the end of a turn. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  await new Promise((resolve) => setImmediate(resolve));
  (runInNewContext('gc') as () => void)();
}

const acknowledgements = (relay: RawConnection): string[] =>
  relay.frames
    .filter(({ id, method }) => method === undefined && id?.startsWith('e-') === true)
    .map(({ id }) => id!);

describe(`a flood of ${FLOOD} events`, () => {
  it('is acknowledged in order, reaches its subscriber in order, and holds up nobody', async () => {
    const { relay, flooded, quiet, prompt, errors } = await busy();
    const texts: number[] = [];
    const samples: WeakRef<object>[] = [];
    const done = new Promise<void>((resolve) => {
      prompt.subscribe({
        next: (told) => {
          if (told.result === undefined || !isSpeech(told.result)) return;
          texts.push(Number(told.result.text));
          if (texts.length % 1_000 === 0) samples.push(new WeakRef(told));
        },
        complete: resolve,
      });
    });
    await relay.request('calling.play_and_collect');

    // The flood leaves in bursts, as a server's do; the quiet call's hangup is asked in the middle of it.
    const BURST = 5_000;
    const turns: number[] = [];
    for (let from = 0; from < FLOOD; from += BURST) {
      relay.burst(Array.from({ length: BURST }, (_, n) => partial(from + n)));
      await new Promise((resolve) => setImmediate(resolve));
      turns.push(texts.length);
      if (from === FLOOD / 2) quiet.hangup().subscribe();
    }
    relay.say(prompted(FLOOD, answered));
    await done;
    const hungUp = await relay.request('calling.end');
    await relay.answer(`e-${FLOOD}`);

    expect(hungUp.params).toMatchObject({ call_id: 'quiet' });
    const numbers = Array.from({ length: FLOOD }, (_, n) => n);
    expect(texts).toEqual(numbers);
    expect(acknowledgements(relay)).toEqual([...numbers, FLOOD].map((n) => `e-${n}`));
    // Others had their turn: the hangup left before the flood's last acknowledgement.
    const last = relay.frames.findIndex(({ id }) => id === `e-${FLOOD}`);
    expect(relay.frames.indexOf(hungUp)).toBeLessThan(last);
    expect(new Set(turns).size).toBeGreaterThan(1);
    expect(errors).toEqual([]);

    relay.say(callEnded('flooded'), callEnded('quiet'));
    await firstValueFrom(flooded.ended$);
    expect(sizeOf(flooded)).toMatchObject({ calls: 0, operations: 0, unanswered: 0, waiting: 0, held: 0 });
    await collectGarbage();
    expect(samples).toHaveLength(FLOOD / 1_000);
    expect(samples.filter((sample) => sample.deref() !== undefined)).toEqual([]);
  });
});
