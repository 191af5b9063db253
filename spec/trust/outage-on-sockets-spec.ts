import { Subject, concat, filter, firstValueFrom, merge, take, toArray } from 'rxjs';
import { RelayConnectionError, eachCall } from 'relay-rx';
import { afterwards, hear } from '../connection/support.js';
import { REQUEST_TIMEOUT, RETRY_DELAY, answered, status, wired, type Wired } from './support/stage.js';

const later = afterwards();

/** An account of that many calls, each answered by a flow that plays and waits. Virtual time is the client's alone. */
async function crowd(calls: number) {
  const stage = await wired({ client: { maxActiveCalls: Math.max(calls, 1_000) } });
  later(() => stage.strike());
  const failure$ = new Subject<never>();
  const flows = stage.client.calls$
    .pipe(
      eachCall((call) =>
        merge(concat(call.answer(), call.playTTS({ text: 'Please hold.', loop: 0 })), failure$),
      ),
    )
    .subscribe();
  await status(stage.client, 'connected');
  const callers = Array.from({ length: calls }, () => stage.simulator.call({ context: 'default' }));
  const everybody = firstValueFrom(stage.client.activeCalls$.pipe(filter((count) => count === calls)));
  await everybody;
  await Promise.all(callers.map((caller) => firstValueFrom(caller.heard$)));
  // What was answered before this is read.
  await firstValueFrom(stage.client.execute('signalwire.ping'));
  return { ...stage, callers, flows, failure$ };
}

/** RELAY cannot be reached until it is restored. */
async function cutOff({ simulator, wire, client }: Wired): Promise<() => Promise<void>> {
  wire.welcome = 'dead';
  const away = status(client, 'reconnecting');
  simulator.faults.drop();
  await away;
  return async () => {
    wire.welcome = 'open';
    await Promise.resolve();
  };
}

/** Passes time until the client is connected. */
async function comeBack({ client, clock }: Wired): Promise<void> {
  const connected = status(client, 'connected');
  const pass = setInterval(() => clock.advance(RETRY_DELAY), 5);
  await connected;
  clearInterval(pass);
}

const ended = async ({ callers }: Awaited<ReturnType<typeof crowd>>): Promise<number> => {
  await Promise.all(
    callers.map((caller) => firstValueFrom(caller.state$.pipe(filter((now) => now === 'ended')))),
  );
  return callers.filter(({ endReason }) => endReason === 'hangup').length;
};

describe('an outage', () => {
  it.each([
    [3_000, 1_000, 'unsubscribed'],
    [3_000, 100, 'failing'],
    // Longer than requestTimeout: what waits in the queue is lost by then.
    [120_000, 100, 'unsubscribed'],
  ] as const)(
    'of %i ms with %i calls hangs up every one whose flow ended meanwhile, by %s',
    async (away, calls, how) => {
      const stage = await crowd(calls);
      const restore = await cutOff(stage);
      if (how === 'failing') stage.failure$.error(new Error('out of order'));
      else stage.flows.unsubscribe();
      for (let time = 0; time < away; time += RETRY_DELAY) stage.clock.advance(RETRY_DELAY);
      const over = ended(stage);
      await restore();
      await comeBack(stage);
      expect(await over).toBe(calls);
      await firstValueFrom(stage.client.activeCalls$.pipe(filter((count) => count === 0)));
    },
    60_000,
  );

  it('keeps a request for each of them', async () => {
    const stage = await crowd(900);
    stage.wire.welcome = 'dead';
    const restore = await cutOff(stage);
    const asked = stage.callers.map((_, n) => hear(stage.client.execute('signalwire.ping', { n })));
    expect(asked.filter(({ ended: over }) => over !== undefined)).toEqual([]);
    await restore();
    await comeBack(stage);
    await firstValueFrom(stage.client.execute('signalwire.ping'));
    expect(asked.filter(({ ended: over }) => over !== 'completed')).toEqual([]);
  }, 60_000);
});

describe('drain', () => {
  it('ends requestTimeout after its timeout with RELAY away, and reports each call by its id', async () => {
    const stage = await wired();
    later(() => stage.strike());
    const calls = [await answered(stage), await answered(stage)];
    await cutOff(stage);
    const reports = firstValueFrom(
      stage.client.errors$.pipe(
        filter((error) => error.message.startsWith('calling.end')),
        take(2),
        toArray(),
      ),
    );
    const drained = hear(stage.client.drain({ timeout: 1_000 }));
    stage.clock.advance(1_000 + REQUEST_TIMEOUT - 1);
    expect(drained.ended).toBeUndefined();
    stage.clock.advance(1);
    expect(drained.ended).toBe('completed');
    const messages = (await reports).map(({ message }) => message).join();
    for (const { call } of calls) expect(messages).toContain(call.callId);
    expect((await reports)[0]).toBeInstanceOf(RelayConnectionError);
  });

  it('hangs up all the same when RELAY is overloaded for a while', async () => {
    const stage = await wired();
    later(() => stage.strike());
    const { caller } = await answered(stage);
    stage.simulator.faults.refuse('calling.end', 503, 'Overloaded', 2);
    const drained = hear(stage.client.drain({ timeout: 0 }));
    while (drained.ended === undefined) {
      stage.clock.advance(100);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(caller.endReason).toBe('hangup');
    expect(stage.errors).toEqual([]);
  });

  it('ends at once with no call up while it connects and while it reconnects', async () => {
    for (const welcome of ['dead', 'dead once upgraded'] as const) {
      const stage = await wired();
      later(() => stage.strike());
      if (welcome === 'dead') stage.wire.welcome = 'dead';
      stage.client.connect();
      if (welcome !== 'dead') {
        await status(stage.client, 'connected');
        await cutOff(stage);
      }
      expect(hear(stage.client.drain()).ended).toBe('completed');
    }
  });
});
