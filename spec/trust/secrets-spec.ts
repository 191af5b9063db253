import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { filter, firstValueFrom, type Observable } from 'rxjs';
import { RelayClient, phone, type RelayClientOptions } from 'relay-rx';
import {
  RawServer,
  afterwards,
  authorization,
  event,
  hear,
  inbound,
  obliging,
  quickly,
  type Frame,
} from '../connection/support.js';
import { prompt } from '../support/marbles.js';
import { status } from './support/stage.js';

const later = afterwards();

/** Of the shapes that real ones have: what JSON escapes, and what a regular expression takes for something else. */
const TOKEN = 'PTfeed+0123/4567"89ab\\cdef';
const JWT = 'eyJhbGciOi.eyJzdWIi-_x.c2ln+bmF0/dXJl';
const STATE = 'auth:state/of+the=session|$1';
const SECRETS = [TOKEN, JWT, STATE];

/** As it may stand in a text: as it is, or written by JSON.stringify, or by one that escapes slashes or everything. */
const spellings = (secret: string): string[] => {
  const json = JSON.stringify(secret).slice(1, -1);
  const everything = [...secret].map((each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return [secret, json, json.replaceAll('/', '\\/'), everything.join('')];
};

async function setUp(
  answer: (frame: Frame) => unknown = obliging,
  options: RelayClientOptions = { project: 'p', token: TOKEN },
) {
  const server = await RawServer.listen(answer);
  later(() => server.close());
  const lines: unknown[][] = [];
  const log = (...args: unknown[]): void => void lines.push(args);
  const client = new RelayClient({
    host: server.host,
    scheme: 'ws',
    contexts: ['default'],
    reconnect: quickly,
    logger: { debug: log, info: log, warn: log, error: log },
    ...options,
  });
  later(() => client.close());
  const [errors, frames, metrics] = [hear(client.errors$), hear(client.frames$), hear(client.metrics$)];
  return { server, client, errors, frames, metrics, lines };
}

/** Everything that can be had of an object in print. */
function printed(what: unknown): string {
  const seen = new WeakSet();
  const json = JSON.stringify(what, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? String(value) : value;
    if (seen.has(value)) return undefined;
    seen.add(value);
    return value instanceof Error
      ? Object.assign({}, value, { message: value.message, stack: value.stack, cause: value.cause })
      : value;
  });
  const options = {
    depth: Infinity,
    showHidden: true,
    getters: true,
    maxStringLength: Infinity,
    maxArrayLength: Infinity,
  };
  return [inspect(what, options), json, String(what)].join('\n');
}

function expectNothingIn(everything: Readonly<Record<string, unknown>>): void {
  const leaks = Object.entries(everything).flatMap(([name, what]) => {
    const text = printed(what);
    return SECRETS.flatMap(spellings)
      .filter((secret) => text.includes(secret) || text.includes(inspect(secret).slice(1, -1)))
      .map((secret) => `${name}: ${secret}`);
  });
  expect(leaks).toEqual([]);
}

const next = <T>(source$: Observable<T>): Promise<T> => firstValueFrom(source$);

describe.each<[string, RelayClientOptions, string]>([
  ['a token', { project: 'p', token: TOKEN }, TOKEN],
  ['a JWT', { jwtToken: JWT }, JWT],
  ['a JWT that a function gives', { jwtToken: () => JWT }, JWT],
])('with %s as its credential, nothing secret is', (_, options, secret) => {
  const connected = async () => {
    const answer = (frame: Frame) => (frame.method === 'calling.never' ? undefined : obliging(frame));
    const stage = await setUp(answer, options);
    stage.client.connect();
    const relay = await stage.server.connection();
    await status(stage.client, 'connected');
    relay.say(authorization(STATE));
    return { ...stage, relay };
  };

  it('in any object that a client gives, nor in its logs, frames and numbers', async () => {
    const { relay, server, client, errors, frames, metrics, lines } = await connected();
    const incoming = next(client.calls$);
    relay.say(inbound('c-1'));
    const call = await incoming;
    const action = prompt(call);
    const message = client.sendMessage({ toNumber: '+15550100', fromNumber: '+15550101', body: 'Hello.' });
    const dialling = client.dial({ devices: phone({ to: '+15550100', from: '+15550101' }) });
    const asked = client.execute('calling.x');
    const heard = [action, message, dialling, asked, client, call.events$].map((each) => hear<unknown>(each));
    await relay.request('calling.x');
    // It drops, and comes back showing the authorization state.
    const away = next(client.status$.pipe(filter((now) => now === 'reconnecting')));
    relay.socket.terminate();
    await away;
    const shown = await (await server.connection(2)).request('signalwire.connect');
    await status(client, 'connected');
    expect(JSON.stringify(shown.params)).toContain(JSON.stringify(STATE).slice(1, -1));
    expect(JSON.stringify(shown.params)).toContain(JSON.stringify(secret).slice(1, -1));
    const streams = [
      client.calls$,
      client.errors$,
      client.frames$,
      client.status$,
      client.metrics$,
      client.on('x'),
      call.state$,
      call.ended$,
    ];
    expectNothingIn({
      client,
      call,
      action,
      message,
      dialling,
      asked,
      heard,
      streams,
      lines,
      errors: errors.values,
      frames: frames.values,
      metrics: metrics.values,
    });
    expect(frames.values.length).toBeGreaterThan(8);
    const connects = frames.values
      .map(({ frame }) => frame as Frame)
      .filter(({ method }) => method === 'signalwire.connect');
    expect(connects.map(({ params }) => params?.['authentication'])).toEqual(['(masked)', '(masked)']);
    expect(lines.length).toBeGreaterThan(4);
    expect(errors.values.length).toBeGreaterThan(0);
  });

  it.each(spellings(secret).map((spelling, n) => [n, spelling]))(
    'in what is told of what RELAY repeats, written %#',
    async (n, spelling) => {
      const { relay, client, errors, frames, lines } = await connected();
      const all = hear(client);
      const refused = hear(client.execute('calling.never'));
      const { id } = await relay.request('calling.never');
      // Within JSON it cannot stand as it is.
      const inJson = [secret, STATE].map((each) => spellings(each)[Math.max(n, 1)]).join(', ');
      relay.say(
        `{"jsonrpc":"2.0","id":"${id}","error":{"code":-32602,"message":"no ${inJson}"}}`,
        `not JSON: ${spelling} ${spellings(STATE)[n]}`,
        `["${inJson}"]`,
        `{"jsonrpc":"2.0","id":"m","method":"signalwire.${inJson}","params":{"${inJson}":1}}`,
        event('over', {}),
      );
      await next(client.on('over'));
      expect(refused.error).toMatchObject({ message: 'no (masked), (masked)' });
      expect(errors.values.map(({ message }) => message)).toContain(
        'RELAY asks for signalwire.(masked), (masked), which this client does not know',
      );
      expectNothingIn({ errors: errors.values, refused, frames: frames.values, lines, all });
    },
  );
});

describe('what RELAY says when it refuses to connect', () => {
  it('is told without what it repeats, to the end', async () => {
    const refuse = ({ method }: Frame): unknown =>
      method === 'signalwire.connect'
        ? { error: { code: -32002, message: `no project has ${TOKEN}` } }
        : undefined;
    const { client, errors, frames, lines } = await setUp(refuse);
    const end = hear(client);
    await next(client.status$.pipe(filter((now) => now === 'connecting')));
    await new Promise<void>((resolve) => client.status$.subscribe({ complete: resolve }));
    expect((end.error as Error).message).toContain('no project has (masked)');
    expect(errors.values.length).toBe(2);
    expectNothingIn({ end, errors: errors.values, frames: frames.values, lines, client });
  });
});

describe('the way to the server', () => {
  it('has no secret in its URL or headers, nor what is told when it ends there', async () => {
    const asked: unknown[] = [];
    const server = createServer().on('upgrade', ({ url, rawHeaders }, socket) => {
      asked.push(url, rawHeaders);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    later(() => server.close());
    const client = new RelayClient({
      project: 'p',
      token: TOKEN,
      host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
      scheme: 'ws',
      reconnect: quickly,
    });
    later(() => client.close());
    const error = next(client.errors$);
    client.connect();
    expect((await error).message).toContain('403');
    expect(asked).not.toEqual([]);
    expectNothingIn({ asked, error: await error });
  });

  it('is not taken where a host brings credentials along', () => {
    for (const host of [`user:${TOKEN}@relay.test`, `${TOKEN}@relay.test`]) {
      const thrown: unknown[] = [];
      try {
        new RelayClient({ project: 'p', token: 'other', host });
      } catch (error) {
        thrown.push(error);
      }
      expect(thrown).toMatchObject([{ message: expect.stringContaining('host') as string }]);
      expectNothingIn({ thrown });
    }
  });
});
