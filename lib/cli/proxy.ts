import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { SchedulerLike } from 'rxjs';
import WebSocket, { WebSocketServer } from 'ws';
import { explainSocketError } from '../connection/connection-hints.js';
import { MAX_FRAME_BYTES } from '../protocol/constants.js';
import { jsonOr } from '../protocol/json-or.js';
import type { Recorder } from '../recording/recorder.js';
import { forwardFrames } from './forward-frames.js';

/** The server to forward to. */
export interface Upstream {
  readonly url: string;
  /** A PEM bundle to trust, in place of the system's. */
  readonly ca?: string;
}

export interface ProxyConfig {
  readonly upstream: Upstream;
  /** 0 for a free one. */
  readonly port: number;
  readonly recorder: Recorder;
  readonly scheduler: SchedulerLike;
  /** Receives a line about each problem of a connection. */
  readonly trouble: (line: string) => void;
}

export interface Proxy {
  /** The address that it listens on, as host:port. */
  readonly host: string;
  /** Closes the server and its connections. */
  close(): Promise<void>;
}

/** The limits of this library's own sockets, so that the proxy accepts what they accept. */
const LIMITS = { maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false } as const;
const BAD_GATEWAY = 502;
/** In ms. */
const HANDSHAKE_TIMEOUT = 10_000;

/**
 * Listens on this machine only, forwards every WebSocket to RELAY, and records the frames. A client is accepted only
 * after RELAY accepts the connection, and refused with RELAY's own answer.
 */
export async function openProxy(config: ProxyConfig): Promise<Proxy> {
  const { upstream, port, recorder, scheduler, trouble } = config;
  const ca = upstream.ca === undefined ? {} : { ca: upstream.ca };
  const sockets = new WebSocketServer({ noServer: true, ...LIMITS });
  const server = createServer((_, response) =>
    response.writeHead(426).end('A WebSocket is expected here.\n'),
  );
  const beyond = new Set<WebSocket>();
  let links = 0;

  const admit = (request: IncomingMessage, tcp: Duplex, head: Buffer, remote: WebSocket): void =>
    sockets.handleUpgrade(request, tcp, head, (local) => {
      const link = (links += 1);
      const now = (): number => scheduler.now();
      recorder.opened(now(), link);
      forwardFrames(local, remote, {
        passed: (direction, data, isBinary) => recorder.frame(now(), link, direction, read(data, isBinary)),
        closed: (code) => recorder.closed(now(), link, code),
      });
    });

  server.on('upgrade', (request, tcp, head) => {
    const remote = new WebSocket(`${upstream.url}${request.url === '/' ? '' : (request.url ?? '')}`, {
      ...LIMITS,
      ...ca,
      handshakeTimeout: HANDSHAKE_TIMEOUT,
    });
    beyond.add(remote);
    let waiting = true;
    const refuse = (status: number, phrase: string, why = phrase): void => {
      if (!waiting) return;
      waiting = false;
      trouble(`relay-rx record: ${upstream.url} cannot be reached: ${why}\n`);
      tcp.end(`HTTP/1.1 ${status} ${phrase.replace(/[^\x20-\x7e]/g, ' ')}\r\nConnection: close\r\n\r\n`);
      remote.terminate();
    };
    const left = (): void => {
      waiting = false;
      remote.terminate();
    };
    remote.on('error', (error) => refuse(BAD_GATEWAY, 'Bad Gateway', reasonOf(error)));
    remote.once('unexpected-response', (_, { statusCode = BAD_GATEWAY, statusMessage = '' }) =>
      refuse(statusCode, statusMessage),
    );
    remote.once('open', () => {
      waiting = false;
      tcp.removeListener('error', left);
      tcp.removeListener('close', left);
      // Paused, so that frames from RELAY before the client is accepted are not lost.
      remote.pause();
      admit(request, tcp, head, remote);
    });
    remote.once('close', () => beyond.delete(remote));
    // The client may close before it is accepted.
    tcp.once('error', left);
    tcp.once('close', left);
  });

  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const gone = [...beyond].map((remote) => once(remote, 'close'));
      for (const local of sockets.clients) local.terminate();
      for (const remote of beyond) remote.terminate();
      await Promise.all([...gone, new Promise((resolve) => server.close(resolve))]);
    },
  };
}

/** The error in one line. If every address of a host fails, Node's error has a code and no message. */
const reasonOf = (error: NodeJS.ErrnoException): string =>
  explainSocketError(error).replace(/\s+/g, ' ').trim() || (error.code ?? error.name);

/** A frame for the recording. One that is not JSON is replaced by its length. */
function read(data: Buffer, isBinary: boolean): unknown {
  const text = data.toString();
  return isBinary ? text : jsonOr(text, text);
}
