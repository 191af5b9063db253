// An HTTP proxy on this machine that supports CONNECT only.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';

export interface ConnectProxy extends AsyncDisposable {
  readonly url: string;
  /** The host and the port of each connection that was requested. */
  readonly targets: readonly string[];
}

/** @param credentials `user:password` that a client must send; none by default. */
export const connectProxy = async (credentials?: string): Promise<ConnectProxy> => {
  const targets: string[] = [];
  const sockets = new Set<Socket>();
  const expected = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`;
  const server = createServer((_request, response) => response.writeHead(405).end());

  server.on('connect', ({ url = '', headers }, client: Socket) => {
    const keep = (socket: Socket): Socket => {
      sockets.add(socket);
      return socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    };
    keep(client);
    if (expected !== undefined && headers['proxy-authorization'] !== expected) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    targets.push(url);
    const { hostname, port } = new URL(`http://${url}`);
    const server = keep(connect(Number(port), hostname));
    server.on('connect', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      client.pipe(server).pipe(client);
    });
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const)
      one.on('close', () => other.destroy());
  });

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${credentials ? `${credentials}@` : ''}127.0.0.1:${port}`,
    targets,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};
