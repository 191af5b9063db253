import { Subject, concat, filter, firstValueFrom, merge, take, toArray } from 'rxjs';
import { RelayConnectionError, eachCall } from 'relay-rx';
import { afterwards, hear } from '../connection/support.js';
import type { RelaySimulator } from 'relay-rx/simulator';
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

/** Passes time, a second every 5 ms, until something has happened. */
async function passTime({ clock }: Wired, until: Promise<unknown>, meanwhile = (): void => undefined) {
  const pass = setInterval(() => {
    meanwhile();
    clock.advance(RETRY_DELAY);
  }, 5);
  later(() => clearInterval(pass));
  await until;
  clearInterval(pass);
}

const comeBack = (stage: Wired): Promise<void> => passTime(stage, status(stage.client, 'connected'));

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

describe('a hang-up of a flow that failed', () => {
  it.each([
    ['refuses it for a while', ({ faults }: RelaySimulator) => faults.refuse('calling.end', 503, 'Busy', 3)],
    ['does not answer it', ({ faults }: RelaySimulator) => faults.ignore('calling.end', 2)],
  ])(
    'is asked again when RELAY %s, and the caller is not left on the line',
    async (_, misbehave) => {
      const stage = await wired();
      later(() => stage.strike());
      const failure$ = new Subject<never>();
      stage.client.calls$.pipe(eachCall((call) => merge(call.answer(), failure$))).subscribe();
      await status(stage.client, 'connected');
      const caller = stage.simulator.call({ context: 'default' });
      await firstValueFrom(caller.state$.pipe(filter((now) => now === 'answered')));
      misbehave(stage.simulator);
      const over = firstValueFrom(caller.state$.pipe(filter((now) => now === 'ended')));
      failure$.error(new Error('out of order'));
      // RELAY is heard all the while, so that the connection is not taken for dead.
      await passTime(stage, over, () => {
        stage.client.execute('signalwire.ping').subscribe({ error: () => undefined });
      });
      expect(caller.endReason).toBe('hangup');
      expect(stage.errors.map(({ name }) => name)).toEqual(['FlowError']);
      expect(stage.sockets).toHaveLength(1);
    },
    30_000,
  );
});

describe('drain', () => {
  it('hands back every one of 800 calls that ring, though the connection is lost before RELAY answers', async () => {
    const stage = await wired({ client: { contexts: ['default'] } });
    later(() => stage.strike());
    const calls = hear(stage.client.calls$);
    await status(stage.client, 'connected');
    for (let n = 0; n < 800; n += 1) stage.simulator.call({ context: 'default' });
    await firstValueFrom(stage.client.activeCalls$.pipe(filter((count) => count === 800)));
    expect(calls.values).toHaveLength(800);
    // What is asked now leaves, and is never heard of again.
    stage.wire.die();
    const drained = hear(stage.client.drain());
    const away = status(stage.client, 'draining');
    stage.simulator.faults.drop();
    stage.sockets[0]!.terminate();
    await away;
    await passTime(stage, firstValueFrom(stage.client.status$.pipe(filter((now) => now === 'disconnected'))));
    expect(drained.ended).toBe('completed');
    const passed = new Set(
      stage.simulator.received('calling.pass').map(({ params }) => params['call_id'] as string),
    );
    expect(passed.size).toBe(800);
    expect(stage.errors.filter(({ message }) => message.includes('calling.pass'))).toEqual([]);
  }, 30_000);

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

describe('run', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'ends at once at a %s with no call up, while it connects and while it reconnects',
    async (signal) => {
      for (const phase of ['connecting', 'reconnecting'] as const) {
        const stage = await wired();
        later(() => stage.strike());
        if (phase === 'connecting') stage.wire.welcome = 'dead';
        const ended = stage.client.run((call) => call.answer());
        await status(stage.client, phase === 'connecting' ? 'connecting' : 'connected');
        if (phase === 'reconnecting') await cutOff(stage);
        process.emit(signal, signal);
        // No time passes by the client's clock.
        await ended;
        expect(await firstValueFrom(stage.client.status$)).toBe('disconnected');
      }
    },
  );
});
