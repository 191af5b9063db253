import { NEVER, concatMap, filter, firstValueFrom, take, toArray } from 'rxjs';
import { OverloadError, phone, type Call, type RelayClientOptions } from 'relay-rx';
import { RelaySimulator, type Caller } from 'relay-rx/simulator';
import { liveCallOf } from '../../lib/actions/live-call.js';
import { MAX_HELD } from '../../lib/connection/router.js';
import { RawServer, afterwards, event, hear, inbound, obliging } from '../connection/support.js';
import { prompt } from '../support/marbles.js';
import { account, answered, clocked, status } from './support/stage.js';

const later = afterwards();

async function simulate(): Promise<RelaySimulator> {
  const simulator = await RelaySimulator.listen({ ...account, wordsPerMinute: 60_000 });
  later(() => simulator.close());
  return simulator;
}

/** A worker that answers every call that it is given. */
async function worker(host: string, options: RelayClientOptions = {}) {
  const { client, errors } = clocked(host, options);
  later(() => client.close());
  const calls: Call[] = [];
  client.calls$.subscribe((call) => {
    calls.push(call);
    hear(call.answer());
  });
  await status(client, 'connected');
  return { client, errors, calls };
}

const isAnswered = (caller: Caller): Promise<unknown> =>
  firstValueFrom(caller.state$.pipe(filter((state) => state === 'answered')));

describe('more calls than maxActiveCalls', () => {
  it('are passed to a worker that has room, and reported on errors$', async () => {
    const simulator = await simulate();
    const small = await worker(simulator.host, { maxActiveCalls: 2 });
    const large = await worker(simulator.host);
    const callers = Array.from({ length: 10 }, () => simulator.call({ context: 'default' }));
    await Promise.all(callers.map(isAnswered));
    expect(small.calls).toHaveLength(2);
    expect(large.calls).toHaveLength(8);
    const told = small.errors.map((error) => error instanceof OverloadError && error.callId);
    expect(told).toHaveLength(simulator.received('calling.pass').length);
    expect(told.every((callId) => large.calls.some((call) => call.callId === callId))).toBe(true);
    expect(small.errors.every((error) => error instanceof OverloadError && error.maxActiveCalls === 2)).toBe(
      true,
    );
    expect(told.length).toBeGreaterThan(0);
    expect(large.errors).toEqual([]);
    // There is room again when a call has ended.
    const over = firstValueFrom(small.client.activeCalls$.pipe(filter((count) => count === 1)));
    callers.find(({ callId }) => callId === small.calls[0]!.callId)!.hangUp();
    await over;
    const before = small.errors.length;
    await Promise.all([1, 2].map(() => isAnswered(simulator.call({ context: 'default' }))));
    expect(small.calls).toHaveLength(3);
    expect(small.errors).toHaveLength(before);
  });

  it('are those that were dialled, too; dialling itself is not limited', async () => {
    const simulator = await simulate();
    const small = await worker(simulator.host, { maxActiveCalls: 2 });
    const large = await worker(simulator.host);
    simulator.callee({ after: 1 });
    const devices = phone({ to: '+15550102', from: '+15550100' });
    for (let n = 0; n < 3; n += 1) await firstValueFrom(small.client.dial({ devices }));
    expect(await firstValueFrom(small.client.activeCalls$)).toBe(3);
    await Promise.all(Array.from({ length: 4 }, () => isAnswered(simulator.call({ context: 'default' }))));
    expect([small.calls.length, large.calls.length]).toEqual([0, 4]);
    expect(small.errors.every((error) => error instanceof OverloadError)).toBe(true);
  });

  it('wait in RELAY when nobody has room, and nothing of them is held here', async () => {
    const server = await RawServer.listen();
    later(() => server.close());
    const { client, errors } = clocked(server.host, { maxActiveCalls: 1 });
    later(() => client.close());
    const calls = hear(client.calls$).values;
    const relay = await server.connection();
    await status(client, 'connected');
    relay.burst(Array.from({ length: 2_000 }, (_, n) => inbound(`c-${n}`)));
    await relay.request('calling.pass', 1_999);
    await firstValueFrom(client.execute('calling.last'));
    expect(calls).toHaveLength(1);
    expect(errors).toHaveLength(1_999);
    expect(liveCallOf(calls[0]!).connection.size).toMatchObject({ calls: 1, waiting: 0, unanswered: 0 });
  });
});

describe('a slow consumer', () => {
  it('that takes its time asynchronously queues on its own side: nothing of ours waits, and nobody else is slowed', async () => {
    const server = await RawServer.listen();
    later(() => server.close());
    const { client, sockets } = clocked(server.host);
    later(() => client.close());
    const received = firstValueFrom(client.calls$);
    const relay = await server.connection();
    await status(client, 'connected');
    relay.say(inbound('c-1'));
    const call = await received;
    const action = prompt(call);
    hear(action);
    // Never done with the first: RxJS keeps the rest for it.
    const slow = action.pipe(concatMap(() => NEVER)).subscribe();
    const quick = firstValueFrom(action.pipe(take(5_000), toArray()));
    const before = { ...liveCallOf(call).connection.size };
    const collect = { call_id: 'c-1', node_id: 'n', control_id: action.controlId, final: false };
    const result = { type: 'speech', params: { text: 'and so on', confidence: 50 } };
    relay.burst(
      Array.from({ length: 5_000 }, (_, n) =>
        event('calling.call.collect', { ...collect, result }, `e-${n}`),
      ),
    );
    expect(await quick).toHaveLength(5_000);
    await relay.answer('e-4999');
    expect(liveCallOf(call).connection.size).toEqual({ ...before, unanswered: 0 });
    expect(sockets[0]!.bufferedAmount).toBe(0);
    slow.unsubscribe();
  });

  it('that is left keeps nothing of what it was told', async () => {
    const simulator = await simulate();
    const stage = clocked(simulator.host);
    later(() => stage.client.close());
    const { call } = await answered({ ...stage, simulator });
    const before = { ...liveCallOf(call).connection.size };
    for (let n = 0; n < 100; n += 1) {
      const action = prompt(call);
      action
        .pipe(concatMap(() => NEVER))
        .subscribe()
        .unsubscribe();
    }
    await firstValueFrom(stage.client.execute('signalwire.ping'));
    expect(liveCallOf(call).connection.size).toEqual(before);
  });
});

describe('states of messages that are not known yet', () => {
  it('are held to the number of 1000 while a message is being sent, and for no longer', async () => {
    const server = await RawServer.listen((frame) =>
      frame.method === 'messaging.send' ? undefined : obliging(frame),
    );
    later(() => server.close());
    const { client } = clocked(server.host);
    later(() => client.close());
    const received = firstValueFrom(client.calls$);
    const relay = await server.connection();
    await status(client, 'connected');
    relay.say(inbound('c-1'));
    const { connection } = liveCallOf(await received);
    const sent = hear(client.sendMessage({ toNumber: '+15550100', fromNumber: '+15550101', body: 'Hello.' }));
    const { id } = await relay.request('messaging.send');
    const state = (n: number) =>
      event('messaging.state', { message_id: `m-${n}`, message_state: 'delivered' }, `e-${n}`);
    relay.burst(Array.from({ length: 1_500 }, (_, n) => state(n)));
    await relay.answer('e-1499');
    expect(connection.size.held).toBe(MAX_HELD);
    relay.say({
      jsonrpc: '2.0',
      id,
      result: { code: '200', message: 'OK', message_id: `m-${MAX_HELD - 1}` },
    });
    await firstValueFrom(client.execute('calling.x'));
    expect(sent).toMatchObject({ ended: 'completed', values: [{ messageState: 'delivered' }] });
    expect(connection.size.held).toBe(0);
  });
});
