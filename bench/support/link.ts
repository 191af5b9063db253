import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { MemorySocket } from './memory-socket.js';
import type { Relay } from './relay.js';

/** How a client reaches a RELAY. */
export interface Link {
  /** `host:port`, the scheme being ws. */
  readonly host: string;
  /** Opens the client's socket, whatever it asks for. */
  open(url: string, options?: object): WebSocket | MemorySocket;
}

/** A RELAY in memory: what is measured is the client alone. */
export function inMemory(relay: Relay): Link {
  return {
    host: 'memory.invalid',
    open: () => {
      const receive = relay.attach((text) => socket.deliver(text));
      const socket: MemorySocket = new MemorySocket(receive);
      return socket;
    },
  };
}

/** A RELAY on a loopback WebSocket. */
export interface Loopback extends Link {
  /** How many writes the client has made on its TCP socket. */
  readonly writes: number;
  /** Sends frames in one burst. */
  burst(texts: readonly string[]): void;
  close(): void;
}

export async function onLoopback(relay: Relay): Promise<Loopback> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await once(server, 'listening');
  let tcp: Socket | undefined;
  let writes = 0;
  server.on('connection', (socket, request) => {
    tcp = request.socket;
    const receive = relay.attach((text) => socket.send(text));
    socket.on('message', (data: Buffer) => receive(data.toString()));
  });
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    open: (url, options) => {
      const socket = new WebSocket(url, options);
      socket.on('upgrade', (response) => countWrites(response.socket, () => (writes += 1)));
      return socket;
    },
    get writes() {
      return writes;
    },
    burst: (texts) => {
      tcp?.cork();
      relay.deliver(texts);
      tcp?.uncork();
    },
    close: () => {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

/** Every write to the operating system goes by one of these two, which node calls once for all that was corked. */
function countWrites(socket: Socket, count: () => void): void {
  for (const name of ['_write', '_writev'] as const) {
    // eslint-disable-next-line @typescript-eslint/no-non-null-assertion
    const write = socket[name]!.bind(socket) as (...args: unknown[]) => void;
    socket[name] = (...args: unknown[]) => {
      count();
      write(...args);
    };
  }
}
