import { firstValueFrom, filter, type Observable } from 'rxjs';
import {
  RelayAuthenticationError,
  RelayClient,
  tts,
  type Call,
  type CollectAction,
  type RelayClientOptions,
} from 'relay-rx';
import {
  RawServer,
  afterwards,
  ending,
  hear,
  inbound,
  obliging,
  quickly,
  type Frame,
} from '../connection/support.js';

const later = afterwards();

const refusal = { error: { code: -32002, message: 'Authentication failed' } };

/** A server that lets in who shows the credentials that are good at the moment. */
async function guardedBy(isGood: (authentication: Record<string, unknown>) => boolean): Promise<RawServer> {
  const server = await RawServer.listen((frame) =>
    frame.method === 'signalwire.connect' && !isGood(shown(frame)) ? refusal : obliging(frame),
  );
  later(() => server.close());
  return server;
}

const shown = (frame: Frame): Record<string, unknown> =>
  frame.params?.['authentication'] as Record<string, unknown>;

/** What was shown on each connection, in order. */
const allShown = ({ connections }: RawServer): unknown[] =>
  connections.flatMap((connection) => connection.requests('signalwire.connect').map(shown));

function clientOf(server: RawServer, options: RelayClientOptions): RelayClient {
  const client = new RelayClient({ host: server.host, scheme: 'ws', reconnect: quickly, ...options });
  later(() => client.close());
  return client;
}

const status = (client: RelayClient, wanted: string) =>
  firstValueFrom(client.status$.pipe(filter((each) => each === wanted)));

async function prompted(
  server: RawServer,
  client: RelayClient,
): Promise<{ call: Call; prompt: CollectAction }> {
  const call$ = firstValueFrom(client.calls$);
  const connection = await server.connection();
  await connection.request('signalwire.connect');
  connection.say(inbound('call-1'));
  const call = await call$;
  const prompt = call.playAndCollect({ media: [tts('Press 1.')], collect: { digits: { max: 1 } } });
  return { call, prompt };
}

it('ends everything with one error, and tries no more, when credentials are revoked while it is up', async () => {
  let good = true;
  const server = await guardedBy(() => good);
  const client = clientOf(server, { project: 'p', token: 'revoked later' });
  client.connect();
  const { call, prompt } = await prompted(server, client);
  const asked = hear(prompt);
  const connection = await server.connection();
  await connection.request('calling.play_and_collect');
  const streams: Record<string, Observable<unknown>> = {
    client,
    calls$: client.calls$,
    messages$: client.messages$,
    on: client.on('calling.call.play'),
    prompt,
  };
  const ends = Object.entries(streams).map(async ([name, stream$]) => {
    const { error } = await ending(stream$);
    return [name, error] as const;
  });
  const callEnded = hear(call.ended$);
  const waited = prompt.wait().catch((error: unknown) => error);
  const told = hear(client.errors$);

  good = false;
  connection.socket.terminate();

  const errors = [...(await Promise.all(ends)), ['wait', await waited] as const];
  for (const [name, error] of errors) expect([name, error]).toEqual([name, errors[0]![1]]);
  expect(errors[0]![1]).toBeInstanceOf(RelayAuthenticationError);
  expect(callEnded.values).toEqual([{ reason: 'closed', error: errors[0]![1] }]);
  expect(asked.ended).toBe('failed');
  expect(told.ended).toBe('completed');
  expect(await firstValueFrom(client.activeCalls$, { defaultValue: 'ended' })).toBe('ended');
  // The first, a resume that is refused, and three with nothing to resume.
  expect(allShown(server)).toHaveLength(5);
  const late = await ending(client.execute('calling.x'));
  expect(late.error).toBe(errors[0]![1]);
  expect(await firstValueFrom(client.status$)).toBe('disconnected');
  expect(server.connections).toHaveLength(5);
});

it('goes on with a call when its JWT has expired and a function gives a new one', async () => {
  let generation = 1;
  const server = await guardedBy(({ jwt_token }) => jwt_token === `jwt-${generation}`);
  const client = clientOf(server, { jwtToken: () => Promise.resolve(`jwt-${generation}`) });
  client.connect();
  const { prompt } = await prompted(server, client);
  const heard = hear(prompt);
  const first = await server.connection();
  const { params } = await first.request('calling.play_and_collect');

  generation = 2;
  first.socket.terminate();

  const second = await server.connection(2);
  const resumed = await second.request('signalwire.connect');
  expect(resumed.params).toMatchObject({ protocol: 'session-1', authentication: { jwt_token: 'jwt-2' } });
  await status(client, 'connected');
  const said = ending(prompt);
  second.say({
    jsonrpc: '2.0',
    id: 'late',
    method: 'signalwire.event',
    params: {
      event_type: 'calling.call.collect',
      params: {
        call_id: 'call-1',
        node_id: 'n',
        control_id: params!['control_id'],
        result: { type: 'digit', params: { digits: '1', terminator: '' } },
      },
    },
  });
  expect((await said).ended).toBe('completed');
  expect(heard).toMatchObject({ ended: 'completed', values: [{ result: { digits: '1' } }] });
  expect(allShown(server)).toEqual([{ jwt_token: 'jwt-1' }, { jwt_token: 'jwt-2' }]);
});

it('tells that a JWT cannot be had, and connects when it can', async () => {
  const server = await guardedBy(({ jwt_token }) => jwt_token === 'at last');
  let asked = 0;
  const client = clientOf(server, {
    jwtToken: () => ((asked += 1) < 3 ? Promise.reject(new Error('the key server is away')) : 'at last'),
  });
  const errors = hear(client.errors$);
  client.connect();
  await status(client, 'connected');
  expect(errors.values.map(({ message }) => message)).toEqual([
    'There was no JWT to connect with: the key server is away',
    'There was no JWT to connect with: the key server is away',
  ]);
  expect(allShown(server)).toEqual([{ jwt_token: 'at last' }]);
});

it('ends when a function gives JWTs that are refused three times running', async () => {
  const server = await guardedBy(() => false);
  let asked = 0;
  const client = clientOf(server, { jwtToken: () => `bad-${(asked += 1)}` });
  const { error } = await ending(client);
  expect(error).toBeInstanceOf(RelayAuthenticationError);
  expect(allShown(server)).toEqual([{ jwt_token: 'bad-1' }, { jwt_token: 'bad-2' }, { jwt_token: 'bad-3' }]);
});
