import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { filter, firstValueFrom, take, toArray } from 'rxjs';
import { RelayClient, phone } from 'relay-rx';
import { RawServer, afterwards, ending, event, hear, obliging, type Frame } from '../connection/support.js';
import { program } from '../support/program.js';
import { account, status } from './support/stage.js';

const later = afterwards();
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A client whose time is real, and a server that answers as the spec says. */
async function real(answer: (frame: Frame) => unknown, requestTimeout = 300) {
  const server = await RawServer.listen(answer);
  later(() => server.close());
  const client = new RelayClient({ ...account, host: server.host, scheme: 'ws', requestTimeout });
  later(() => client.close());
  const errors = hear(client.errors$);
  client.connect();
  await status(client, 'connected');
  return { server, client, errors };
}

describe('a request without an answer', () => {
  it('fails by itself on a connection that answers others, and replaces nothing', async () => {
    const { server, client, errors } = await real((frame) =>
      frame.method === 'calling.sick' ? undefined : obliging(frame),
    );
    for (let n = 0; n < 3; n += 1) {
      const sick = ending(client.execute('calling.sick'));
      const healthy = ending(client.execute('calling.healthy'));
      expect(await healthy).toMatchObject({ ended: 'completed' });
      expect((await sick).error).toMatchObject({ name: 'RelayConnectionError', delivery: 'unknown' });
    }
    expect(server.connections).toHaveLength(1);
    expect(errors.values).toEqual([]);
  });

  it('replaces nothing on a connection that is quiet but for the answer to a probe', async () => {
    const { server, client, errors } = await real((frame) =>
      frame.method === 'calling.sick' ? undefined : obliging(frame),
    );
    expect((await ending(client.execute('calling.sick'))).ended).toBe('failed');
    await pause(300);
    expect((await server.connection()).requests('signalwire.ping')).toHaveLength(1);
    expect(server.connections).toHaveLength(1);
    expect(errors.values).toEqual([]);
  });

  it('shows a connection on which nothing comes at all', async () => {
    const { server, client } = await real((frame) =>
      frame.method === 'signalwire.connect' ? obliging(frame) : undefined,
    );
    const away = status(client, 'reconnecting');
    expect((await ending(client.execute('calling.sick'))).error).toMatchObject({ delivery: 'unknown' });
    await away;
    await server.connection(2);
  });
});

describe('a worker that is behind', () => {
  it('reads what came in time before it takes anything for late', async () => {
    const { server, client, errors } = await real(obliging);
    const asked = Array.from({ length: 50 }, (_, n) => ending(client.execute('calling.x', { n })));
    // Sent, and answered by a server in another process if there were one: here both stand still alike.
    await (await server.connection()).request('calling.x', 50);
    const until = performance.now() + 1_000;
    while (performance.now() < until);
    expect((await Promise.all(asked)).map(({ ended }) => ended)).toEqual(asked.map(() => 'completed'));
    expect(server.connections).toHaveLength(1);
    expect(errors.values).toEqual([]);
  });

  it('has the call that was answered in time, though it reads of it late', async () => {
    const { server, client } = await real(obliging);
    const devices = phone({ to: '+15550101', from: '+15550100' });
    const dialled = firstValueFrom(client.dial({ devices, tag: 'a-tag', dialTimeout: 200 }));
    const relay = await server.connection();
    await relay.request('calling.dial');
    const answered = { call_id: 'a-leg', node_id: 'n', tag: 'a-tag', device: {}, dial_winner: true };
    relay.say(
      event('calling.call.dial', { tag: 'a-tag', node_id: 'n', dial_state: 'answered', call: answered }),
    );
    const until = performance.now() + 500;
    while (performance.now() < until);
    expect((await dialled).callId).toBe('a-leg');
  });

  it('goes on where it was after SIGSTOP and SIGCONT', async () => {
    const { server } = await real(obliging);
    const worker = spawn(process.execPath, [program('spec/trust/support/worker.ts'), server.host], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    later(() => worker.kill('SIGKILL'));
    let said = '';
    worker.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    const connection = await server.connection(2);
    await connection.request('calling.x', 5);
    worker.kill('SIGSTOP');
    await pause(1_500);
    worker.kill('SIGCONT');
    await once(worker, 'exit');
    expect(said).toMatch(/^(ok\n)+done, errors 0\n$/);
    expect(server.connections).toHaveLength(2);
  }, 60_000);
});

it('measures elapsed time, whatever the wall clock says', async () => {
  const { client, server, errors } = await real(obliging, 1_000);
  const now = Date.now;
  later(() => (Date.now = now));
  for (const step of [3_600_000, -86_400_000, 31_536_000_000]) {
    Date.now = () => now() + step;
    expect((await ending(client.execute('calling.x'))).ended).toBe('completed');
    await pause(50);
  }
  const [metrics] = await firstValueFrom(
    client.metrics$.pipe(
      filter(({ requests }) => requests['calling.x']?.succeeded === 3),
      take(1),
      toArray(),
    ),
  );
  const { sum } = metrics!.requests['calling.x']!.latency;
  expect(sum).toBeGreaterThanOrEqual(0);
  expect(sum).toBeLessThan(60_000);
  expect(server.connections).toHaveLength(1);
  expect(errors.values).toEqual([]);
});
