import { filter, firstValueFrom, lastValueFrom, toArray } from 'rxjs';
import { prometheusText, tts, type RelayClient } from 'relay-rx';
import { afterwards, ending } from '../connection/support.js';
import { stage } from '../support/stage.js';

const later = afterwards();

const now = (client: RelayClient) => firstValueFrom(client.metrics$);
const status = (client: RelayClient, wanted: string) =>
  firstValueFrom(client.status$.pipe(filter((each) => each === wanted)));

it('tells of a call from its beginning to its end, over a drop', async () => {
  const { client, simulator, strike } = await stage();
  later(strike);
  expect(await now(client)).toMatchObject({ status: 'disconnected', frames: { sent: 0 } });
  expect(simulator.connections).toBe(0);

  const call$ = firstValueFrom(client.calls$);
  const caller = simulator.call();
  const call = await call$;
  await lastValueFrom(call.answer());
  const prompt = call.playAndCollect({ media: [tts('Press 1.')], collect: { digits: { max: 1 } } });
  const playing = firstValueFrom(prompt.playback$);
  const asked = ending(prompt);
  await playing;
  expect(await now(client)).toMatchObject({
    status: 'connected',
    activeCalls: 1,
    activeActions: 1,
    calls: { received: 1, passed: 0 },
    connects: { first: 1, resumed: 0, lost: 0 },
    requests: {
      'signalwire.connect': { succeeded: 1 },
      'calling.answer': { succeeded: 1, latency: { count: 1 } },
    },
  });

  const away = status(client, 'reconnecting');
  simulator.faults.drop();
  await away;
  await status(client, 'connected');
  caller.press('1');
  await asked;
  const ended = lastValueFrom(call.ended$);
  caller.hangUp();
  await ended;
  const told = firstValueFrom(client.errors$);
  client.connect();
  simulator.faults.garble({ frames: ['junk'] });
  await told;

  const after = await now(client);
  expect(after).toMatchObject({
    activeCalls: 0,
    activeActions: 0,
    connects: { first: 1, resumed: 1, lost: 0 },
    // The drop, and the junk.
    errors: 2,
  });
  expect(after.frames.received).toBeGreaterThan(after.events.received);
  expect(prometheusText(after)).toContain('relay_rx_connects_total{session="resumed"} 1');
});

it('counts calls that are passed on, requests that are refused, and events of calls that are not known', async () => {
  const { client, simulator, strike } = await stage();
  later(strike);
  client.connect();
  await status(client, 'connected');
  // Nobody is subscribed to calls$.
  const offered = firstValueFrom(client.on('calling.call.receive'));
  simulator.call();
  await offered;
  const stray = firstValueFrom(client.on('calling.call.play'));
  const play = { call_id: 'gone', node_id: 'n', control_id: 'c', state: 'finished' };
  const params = { event_type: 'calling.call.play', params: play };
  simulator.faults.garble({
    frames: [JSON.stringify({ jsonrpc: '2.0', id: 'stray', method: 'signalwire.event', params })],
  });
  await stray;
  simulator.faults.refuse('signalwire.receive', '500', 'no');
  await ending(client.receive(['another']));
  expect(await now(client)).toMatchObject({
    calls: { received: 0, passed: 1 },
    events: { received: 2, forUnknownCalls: 1 },
    requests: { 'signalwire.receive': { refused: 1 }, 'calling.pass': { succeeded: 1 } },
  });
});

it('tells the last numbers when the client is closed', async () => {
  const { client, strike } = await stage();
  later(strike);
  const told = lastValueFrom(client.metrics$.pipe(toArray()));
  await lastValueFrom(client.receive(['another']));
  client.close();
  const last = (await told).at(-1)!;
  expect(last).toMatchObject({ status: 'disconnected', unansweredRequests: 0 });
  expect(last.requests['signalwire.receive']).toMatchObject({ succeeded: 1 });
  expect(await lastValueFrom(client.metrics$)).toMatchObject({ requests: last.requests });
});
