import { firstValueFrom, lastValueFrom } from 'rxjs';
import type { RelayClientOptions } from 'relay-rx';
import { liveCallOf } from '../../lib/actions/live-call.js';
import { afterwards, hear } from '../connection/support.js';
import { RETRY_DELAY, answered, status, wired } from './support/stage.js';

const later = afterwards();

/** How long nothing may be heard of a call, in ms. */
const CALL_TIMEOUT = 60_000;
/** A silent call is asked about a quarter of that later at most. */
const FOUND = CALL_TIMEOUT * 1.25;

/** RELAY keeps no event while the connection is away, so that what happens meanwhile is never told. */
async function setUp(client: RelayClientOptions = { callTimeout: CALL_TIMEOUT }) {
  const stage = await wired({ client, simulator: { queueLimit: 0 } });
  later(() => stage.strike());
  const up = await answered(stage);
  const ended = hear(up.call.ended$);
  const roundTrip = () => firstValueFrom(stage.client.execute('signalwire.ping'));
  /** Time passes in which RELAY pings, as it does every few seconds. */
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 5_000) {
      stage.clock.advance(5_000);
      await roundTrip();
    }
  };
  const asked = () =>
    stage.simulator
      .received()
      .filter(({ method, params }) => method.startsWith('calling.') && params['call_id'] === up.call.callId)
      .slice(1)
      .map(({ method }) => method);
  return { ...stage, ...up, ended, roundTrip, pass, asked };
}

/** The caller hangs up while the connection is away. */
async function loseTheEnd({ client, clock, simulator, caller }: Awaited<ReturnType<typeof setUp>>) {
  const away = status(client, 'reconnecting');
  simulator.faults.drop();
  await away;
  caller.hangUp();
  clock.advance(RETRY_DELAY);
  await status(client, 'connected');
}

describe('a call of which nothing was heard for callTimeout', () => {
  it('is over when RELAY does not know it any more', async () => {
    const stage = await setUp();
    await loseTheEnd(stage);
    await stage.pass(CALL_TIMEOUT - 5_000);
    expect(stage.asked()).toEqual([]);
    expect(stage.ended.values).toEqual([]);
    await stage.pass(FOUND - CALL_TIMEOUT + 5_000);
    expect(stage.ended.values).toMatchObject([{ reason: 'gone' }]);
    expect(await firstValueFrom(stage.client.activeCalls$)).toBe(0);
    expect(liveCallOf(stage.call).connection.size).toMatchObject({
      calls: 0,
      operations: 0,
      unanswered: 0,
      waiting: 0,
    });
    expect(stage.errors.filter(({ name }) => name !== 'RelayConnectionError')).toEqual([]);
  });

  it('goes on when RELAY still serves it, with a request that changes nothing, asked once in that time', async () => {
    const stage = await setUp();
    await stage.pass(FOUND);
    expect(stage.asked()).toEqual(['calling.answer']);
    expect(stage.caller.state).toBe('answered');
    await stage.pass(CALL_TIMEOUT - 20_000);
    expect(stage.asked()).toHaveLength(1);
    await stage.pass(FOUND);
    expect(stage.asked()).toHaveLength(2);
    expect(stage.ended.values).toEqual([]);
  });

  it('goes on when RELAY refuses the question, or does not answer it', async () => {
    const stage = await setUp();
    stage.simulator.faults.refuse('calling.answer', '503');
    await stage.pass(FOUND);
    stage.simulator.faults.ignore('calling.answer');
    await stage.pass(FOUND);
    expect(stage.asked()).toHaveLength(2);
    await stage.pass(CALL_TIMEOUT);
    expect(stage.ended.values).toEqual([]);
    expect(stage.caller.state).toBe('answered');
  });

  it('is not asked about while something is heard of it', async () => {
    const stage = await setUp();
    for (let times = 0; times < 5; times += 1) {
      await stage.pass(CALL_TIMEOUT / 2);
      await lastValueFrom(stage.call.playSilence({ duration: 0.01 }));
    }
    expect(stage.asked().filter((method) => method === 'calling.answer')).toEqual([]);
  });

  it('stays where callTimeout is not given, or is Infinity', async () => {
    for (const options of [{}, { callTimeout: Infinity }]) {
      const stage = await setUp(options);
      await loseTheEnd(stage);
      await stage.pass(FOUND * 4);
      expect(stage.asked()).toEqual([]);
      expect(stage.ended.values).toEqual([]);
    }
  });
});
