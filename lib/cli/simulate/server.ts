import { once } from 'node:events';
import {
  createServer as createHttp,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { hostOf, serve } from '../../simulator/listener.js';
import { SAFE_HEADERS, checkAccess, pathOf, type AccessRules } from './control/access.js';
import { HttpError, sendError } from './control/http.js';
import { route } from './control/route.js';
import type { PhoneFiles } from './phone-files.js';
import type { LinkRecorder } from './link-recorder.js';
import type { Simulation } from './simulation.js';

export interface ServerConfig {
  readonly port: number;
  readonly host: string;
  readonly allowedHosts: readonly string[];
  /** PEM texts; without them the server speaks plain HTTP. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  readonly simulation: Simulation;
  readonly files: PhoneFiles;
  readonly recorder: LinkRecorder | undefined;
}

export interface RunningServer {
  /** `host:port`, to connect to. */
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

/** The paths of RELAY, for clients with and without a path. */
const RELAY_PATHS = ['/', '/api/relay/ws'];
/** The largest frame that RELAY accepts. */
const MAX_PAYLOAD = 10 * 1024 * 1024;

/** Starts RELAY, the control interface and the web phone on one port. Rejects if the port is taken. */
export async function startServer(config: ServerConfig): Promise<RunningServer> {
  const { simulation, files, recorder, tls, host } = config;
  const rules: AccessRules = {
    scheme: tls === undefined ? 'http' : 'https',
    hosts: new Set(['localhost', host, ...config.allowedHosts].map((name) => name.toLowerCase())),
  };
  const server: Server = tls === undefined ? createHttp() : createHttps(tls);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_PAYLOAD });

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    for (const [name, value] of Object.entries(SAFE_HEADERS)) response.setHeader(name, value);
    void answer(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendError(response, error);
    });
  });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    checkAccess(request, rules);
    const path = pathOf(request.url ?? '/');
    if (path.startsWith('/_relay/')) await route(simulation, request, response);
    else if (request.method === 'GET' || request.method === 'HEAD') await files.send(path, response);
    else throw new HttpError(404, `${path} takes GET alone`);
  };

  server.on('upgrade', (request: IncomingMessage, tcp: Duplex, head: Buffer) => {
    try {
      checkAccess(request, rules);
      const path = pathOf(request.url ?? '/');
      if (!RELAY_PATHS.includes(path)) throw new HttpError(404, `RELAY is at ${RELAY_PATHS.join(' and ')}`);
    } catch (error) {
      refuseUpgrade(tcp, error as HttpError);
      return;
    }
    sockets.handleUpgrade(request, tcp, head, (socket) => {
      const link = recorder?.link();
      serve(simulation.engine, socket, link?.passed);
      socket.on('close', (code) => link?.closed(code));
    });
  });

  server.listen(config.port, host);
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return {
    host: hostOf(address),
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets.clients) socket.terminate();
        sockets.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function refuseUpgrade(tcp: Duplex, { status, message }: HttpError): void {
  const body = `${JSON.stringify({ error: message })}\n`;
  const headers = {
    ...SAFE_HEADERS,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  tcp.on('error', () => undefined);
  tcp.end(`HTTP/1.1 ${status} ${status === 403 ? 'Forbidden' : 'Not Found'}\r\n${lines.join('')}\r\n${body}`);
}
