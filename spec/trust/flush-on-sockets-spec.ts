import { firstValueFrom } from 'rxjs';
import { RelayClient } from 'relay-rx';
import { WebSocket } from 'ws';
import { RawServer, afterwards, ending, event, hear, obliging, type Frame } from '../connection/support.js';
import { account, clocked, status, RETRY_DELAY } from './support/stage.js';

const later = afterwards();

/** What happens to a socket as its n-th request since the last connect is sent. */
type Mishap = (socket: WebSocket, send: () => void) => void;

/** A client that has requests waiting while it is away, and a mishap at the second one of the flush. */
async function flushing(mishap: Mishap) {
  const server = await RawServer.listen(obliging);
  later(() => server.close());
  const sockets: WebSocket[] = [];
  let sent = 0;
  const stage = clocked(server.host, {
    socket: (url, options) => {
      const socket = new WebSocket(url, options);
      const send = socket.send.bind(socket) as (data: string) => void;
      const nth = sockets.push(socket);
      socket.send = ((data: string) => {
        const isSecond = nth === 1 && data.includes('calling.x') && (sent += 1) === 2;
        if (isSecond) mishap(socket, () => send(data));
        else send(data);
      }) as typeof socket.send;
      return socket;
    },
  });
  later(() => stage.client.close());
  const asked = [0, 1, 2, 3].map((n) => hear(stage.client.execute('calling.x', { n })));
  await firstValueFrom(stage.client.errors$);
  stage.clock.advance(RETRY_DELAY);
  await status(stage.client, 'connected');
  await firstValueFrom(stage.client.execute('signalwire.ping'));
  const received = server.connections.slice(1).flatMap((each) => each.requests('calling.x'));
  return { ...stage, server, asked, again: received.map(({ params }) => params!['n']) };
}

describe('a flush that breaks in the middle', () => {
  it('keeps what was not sent when the socket dies, and knows nothing of what was', async () => {
    const { asked, again, server } = await flushing((socket, send) => {
      send();
      socket.terminate();
    });
    expect(again).toEqual([2, 3]);
    expect(asked.map(({ ended }) => ended)).toEqual(['failed', 'failed', 'completed', 'completed']);
    for (const { error } of asked.slice(0, 2)) expect(error).toMatchObject({ delivery: 'unknown' });
    expect(server.connections).toHaveLength(2);
  });

  it('fails with unsent what a socket throws at, and keeps the rest', async () => {
    const { asked, again, server, errors } = await flushing(() => {
      throw new Error('out of order');
    });
    expect(again).toEqual([2, 3]);
    expect(asked[0]!.error).toMatchObject({ delivery: 'unknown' });
    expect(asked[1]!.error).toMatchObject({ name: 'RelayConnectionError', delivery: 'unsent' });
    expect(asked.slice(2).map(({ ended }) => ended)).toEqual(['completed', 'completed']);
    expect(server.connections).toHaveLength(2);
    expect(errors).toHaveLength(1);
  });
});

describe('much in one turn of the event loop', () => {
  const big = 'x'.repeat(40_000);

  it.each([
    ['asked at once', false],
    ['that has waited for the connection', true],
  ])(
    'arrives whole: 500 requests of 40 kB, %s',
    async (_, waits) => {
      const server = await RawServer.listen(obliging);
      later(() => server.close());
      const client = new RelayClient({ ...account, host: server.host, scheme: 'ws' });
      later(() => client.close());
      const errors = hear(client.errors$);
      if (!waits) {
        client.connect();
        await status(client, 'connected');
      }
      const asked = Array.from({ length: 500 }, () => ending(client.execute('calling.x', { big })));
      const relay = await server.connection();
      await relay.request('signalwire.connect');
      // Acknowledged while most of it still waits to be written.
      for (let n = 0; n < 20; n += 1) relay.say(event('x', {}, `e-${n}`));
      expect((await Promise.all(asked)).filter(({ ended }) => ended !== 'completed')).toEqual([]);
      expect(server.connections).toHaveLength(1);
      expect(errors.values).toEqual([]);
    },
    30_000,
  );
});

describe('contexts', () => {
  it('that RELAY refused, or that were never sent, are not asked for again', async () => {
    const server = await RawServer.listen((frame: Frame) =>
      frame.method === 'signalwire.receive' && JSON.stringify(frame.params).includes('refused')
        ? { error: { code: 402, message: 'Payment required' } }
        : obliging(frame),
    );
    later(() => server.close());
    const { client, clock, sockets } = clocked(server.host);
    later(() => client.close());
    client.connect();
    await status(client, 'connected');
    await ending(client.receive(['accepted', 'gone again']));
    expect((await ending(client.receive(['refused']))).error).toMatchObject({ code: '402' });
    hear(client.receive(['overtaken']));
    hear(client.unreceive(['overtaken', 'gone again']));
    await firstValueFrom(client.execute('signalwire.ping'));
    const away = status(client, 'reconnecting');
    sockets.at(-1)!.terminate();
    await away;
    hear(client.receive(['never sent'])).unsubscribe();
    clock.advance(RETRY_DELAY);
    await status(client, 'connected');
    const { params } = await (await server.connection(2)).request('signalwire.connect');
    expect(params!['contexts']).toEqual(['default', 'accepted']);
  });
});
