import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filter, firstValueFrom, lastValueFrom } from 'rxjs';
import type { RelayEvent } from 'relay-rx';
import { readRecording, record } from 'relay-rx/recording';
import { MAX_DEPTH } from '../../lib/recording/mask.js';
import { afterwards, event, hear } from '../connection/support.js';
import { prompt } from '../support/marbles.js';
import { RETRY_DELAY, answered, prompted, status, wired } from './support/stage.js';

const later = afterwards();

async function setUp() {
  const stage = await wired();
  later(() => stage.strike());
  const say = (...frames: readonly unknown[]): void =>
    stage.simulator.faults.garble({
      frames: frames.map((frame) => (typeof frame === 'string' ? frame : JSON.stringify(frame))),
    });
  /** Everything that RELAY has sent is read, once it has answered this. */
  const roundTrip = () => firstValueFrom(stage.client.execute('signalwire.ping'));
  const reconnect = async (): Promise<void> => {
    const away = status(stage.client, 'reconnecting');
    stage.simulator.faults.drop();
    await away;
    stage.clock.advance(RETRY_DELAY);
    await status(stage.client, 'connected');
  };
  return { ...stage, say, roundTrip, reconnect };
}

describe('an event that is nested deeply', () => {
  /** A list in a list in a list. */
  const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
  const deep = (type: string, depth: number): string =>
    JSON.stringify(event(type, { call_id: 'no-such-call', deep: 'HERE' })).replace('"HERE"', nested(depth));

  it('5,000 times is emitted while frames$ is recorded, and the recording says that it was there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'relay-rx-deep-'));
    later(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'frames.jsonl');
    const stage = await setUp();
    const recorded = lastValueFrom(stage.client.frames$.pipe(record(path)));
    const up = await answered(stage);
    const { result } = await prompted(stage, up);
    const events = hear<RelayEvent>(stage.client);
    stage.say(deep('calling.call.unheard_of', 5_000));
    await stage.roundTrip();
    expect(events.values.map(({ type }) => type)).toContain('calling.call.unheard_of');
    up.caller.press('42');
    expect(await result).toBe('42');
    stage.client.close();
    await recorded;
    const frames = readRecording(path).lines.flatMap((line) => ('frame' in line ? [line.frame] : []));
    expect(frames.filter((frame) => typeof frame === 'string')).toEqual([
      `(nested more than ${MAX_DEPTH} levels deep)`,
    ]);
    expect(frames.map((frame) => JSON.stringify(frame)).join()).toContain('"digits":"42"');
    expect(stage.errors).toEqual([]);
  });

  it.each([20_000, 200_000])('%i times harms nobody', async (depth) => {
    const stage = await setUp();
    const frames = hear(stage.client.frames$);
    const up = await answered(stage);
    const { result } = await prompted(stage, up);
    stage.say(deep('calling.call.unheard_of', depth), deep('calling.call.collect', depth));
    await stage.roundTrip();
    up.caller.press('42');
    expect(await result).toBe('42');
    expect(frames.ended).toBeUndefined();
    expect(stage.sockets).toHaveLength(1);
    for (const { name } of stage.errors) expect(name).toBe('RelayProtocolError');
  });
});

describe('what RELAY sends again over another socket, under another frame id', () => {
  interface EventFrame {
    readonly id: string;
    readonly params: { readonly event_type: string; readonly timestamp: number; readonly params: object };
  }

  /** The events of a type that RELAY sends. */
  async function sending(type: string) {
    const stage = await setUp();
    const sent: EventFrame[] = [];
    stage.simulator.frames$.pipe(filter(({ direction }) => direction === 'sent')).subscribe(({ frame }) => {
      const { params } = frame as { params?: { event_type?: string } };
      if (params?.event_type === type) sent.push(frame as EventFrame);
    });
    return { ...stage, sent };
  }

  it('is no second call when it is the offer of one, whatever else is in it', async () => {
    const { client, simulator, sent, say, roundTrip, reconnect } = await sending('calling.call.receive');
    const calls = hear(client.calls$);
    await status(client, 'connected');
    simulator.call({ context: 'default' });
    await roundTrip();
    await roundTrip();
    expect(calls.values).toHaveLength(1);
    await reconnect();
    const [offer] = sent as [EventFrame];
    say({ ...offer, id: 'again', params: { ...offer.params, timestamp: offer.params.timestamp + 1 } });
    await roundTrip();
    expect(calls.values).toHaveLength(1);
    expect(simulator.received('calling.pass')).toEqual([]);
    expect(await firstValueFrom(client.activeCalls$)).toBe(1);
  });

  it('is no second message when it has the id of one', async () => {
    const { client, simulator, sent, say, roundTrip, reconnect } = await sending('messaging.receive');
    const messages = hear(client.messages$);
    await status(client, 'connected');
    simulator.message({ context: 'default', body: 'hello' });
    await roundTrip();
    await roundTrip();
    expect(messages.values).toHaveLength(1);
    await reconnect();
    const [message] = sent as [EventFrame];
    say({ ...message, id: 'again', params: { ...message.params, timestamp: message.params.timestamp + 1 } });
    await roundTrip();
    expect(messages.values).toHaveLength(1);
  });

  it('is no second key when it has the content and the time of one, and is one at another time', async () => {
    const stage = await sending('calling.call.collect');
    const { sent, say, roundTrip, reconnect } = stage;
    const { call, caller } = await answered(stage);
    const collect = { digits: { max: 1 }, continuous: true, initialTimeout: 60 };
    const keys = hear(prompt(call, { collect }));
    await firstValueFrom(caller.heard$);
    await roundTrip();
    caller.press('7');
    await roundTrip();
    expect(keys.values).toHaveLength(1);
    await reconnect();
    const [key] = sent as [EventFrame];
    say({ ...key, id: 'again' });
    await roundTrip();
    expect(keys.values).toHaveLength(1);
    say({ ...key, id: 'another', params: { ...key.params, timestamp: key.params.timestamp + 1 } });
    await roundTrip();
    expect(keys.values).toHaveLength(2);
  });
});
