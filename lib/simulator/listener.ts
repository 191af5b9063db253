import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { WebSocketServer } from 'ws';
import type { RawData, WebSocket } from 'ws';

import type { RelayEngine } from './engine/engine.js';
import { isLoopback } from './loopback.js';

export interface ListenerOptions {
  readonly port: number;
  readonly host: string;
  readonly allowRemote: boolean;
}

export interface Listener {
  /** host:port */
  readonly host: string;
  close(): Promise<void>;
}

const textOf = (data: RawData): string =>
  Array.isArray(data) ? Buffer.concat(data).toString() : Buffer.from(data as Buffer).toString();

/** Attaches one WebSocket to the engine. `passed` is called with the text of every frame. */
export const serve = (
  engine: RelayEngine,
  socket: WebSocket,
  passed: (direction: 'received' | 'sent', text: string) => void = () => undefined,
): void => {
  const attachment = engine.attach({
    send: (text) => {
      passed('sent', text);
      socket.send(text);
    },
    close: (code, reason) => (code === 1006 ? socket.terminate() : socket.close(code, reason)),
  });
  socket.on('message', (data) => {
    const text = textOf(data);
    passed('received', text);
    attachment.receive(text);
  });
  socket.on('close', () => attachment.closed());
  // ws emits `close` after an error.
  socket.on('error', () => undefined);
};

export const hostOf = ({ address, family, port }: AddressInfo): string => {
  // A wildcard is an address to listen on, not one to connect to.
  const name = address === '0.0.0.0' ? '127.0.0.1' : address === '::' ? '::1' : address;
  return family === 'IPv6' ? `[${name}]:${String(port)}` : `${name}:${String(port)}`;
};

/** Starts a server that attaches WebSockets to the engine. */
export const listen = async (
  engine: RelayEngine,
  { port, host, allowRemote }: ListenerOptions,
): Promise<Listener> => {
  const server = new WebSocketServer({
    port,
    host,
    verifyClient: ({ req }: { req: { socket: { remoteAddress?: string | undefined } } }) =>
      allowRemote || isLoopback(req.socket.remoteAddress),
  });
  server.on('connection', (socket) => serve(engine, socket));
  await once(server, 'listening');
  return {
    host: hostOf(server.address() as AddressInfo),
    close: () =>
      new Promise((resolve) => {
        for (const socket of server.clients) socket.terminate();
        server.close(() => resolve());
      }),
  };
};
