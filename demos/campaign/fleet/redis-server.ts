// A Redis of its own, on a free port of this machine, that keeps nothing.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Redis } from 'ioredis';

export const HOW_TO_GET_REDIS = `There is no redis-server on this machine. To get one:
  Debian, Ubuntu   apt-get install redis-server
  macOS            brew install redis
  Docker           docker run --rm -p 6379:6379 redis
                   and, without the fleet: REDIS_URL=redis://127.0.0.1:6379 npm run demo:campaign`;

export interface RedisServer extends AsyncDisposable {
  readonly url: string;
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

/** ms that it may take to start. */
const PATIENCE = 10_000;

/** @throws an Error that says how to get a redis-server, where there is none. */
export const startRedis = async (): Promise<RedisServer> => {
  const port = await freePort();
  const settings = {
    port,
    bind: '127.0.0.1',
    save: '',
    appendonly: 'no',
    daemonize: 'no',
    loglevel: 'warning',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const server = spawn('redis-server', args, { stdio: 'ignore' });
  const ended = new Promise<Error>((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'ENOENT' ? new Error(HOW_TO_GET_REDIS) : error),
    );
    server.once('exit', (code, signal) =>
      resolve(new Error(`redis-server ended: ${signal ?? String(code)}`)),
    );
  });
  // Nobody is left behind when this process is gone.
  const kill = (): void => void server.kill('SIGKILL');
  process.once('exit', kill);
  const url = `redis://127.0.0.1:${port}`;
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => 50 });
  redis.on('error', () => undefined);
  const late = new Promise<Error>((resolve) =>
    setTimeout(
      () => resolve(new Error(`redis-server did not answer within ${PATIENCE} ms`)),
      PATIENCE,
    ).unref(),
  );
  const failure = await Promise.race([redis.ping().then(() => undefined), ended, late]);
  redis.disconnect();
  if (failure !== undefined) {
    kill();
    throw failure;
  }
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      process.off('exit', kill);
      kill();
      await ended;
    },
  };
};
