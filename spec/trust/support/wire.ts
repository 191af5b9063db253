import { EventEmitter, once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What becomes of the data of one connection through a wire. */
type Flow =
  /** All of it passes. */
  | 'open'
  /** Nothing does, either way: no data, no FIN, no RST. The peer has vanished. */
  | 'dead'
  /** What the client says is not even read, so that it piles up there. What the server says still comes. */
  | 'clogged';

/** How a connection that is still to come is treated. */
type Welcome =
  | 'open'
  /** Accepted by TCP, and never heard of again. */
  | 'dead'
  /** Dead as soon as the server has said its first word: its side of the WebSocket handshake. */
  | 'dead once upgraded';

/** A TCP proxy in front of a server, whose connections can go away without a word. */
export class Wire {
  /** host:port, as a client's `host`. */
  readonly host: string;
  /** What awaits the connections to come. */
  welcome: Welcome = 'open';
  readonly #server: Server;
  readonly #passages = new Set<Passage>();
  readonly #events = new EventEmitter();

  private constructor(server: Server, target: string) {
    const [host = '', port] = target.split(':');
    this.#server = server;
    this.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('connection', (client: Socket) => {
      const far = connect({ host, port: Number(port), allowHalfOpen: true });
      const passage = new Passage(client, far, this.welcome, () => this.#events.emit('swallowed'));
      this.#passages.add(passage);
      client.on('close', () => this.#passages.delete(passage));
      this.#events.emit('connection');
    });
  }

  /** @param target host:port of the server. */
  static async listen(target: string): Promise<Wire> {
    // Half-open sockets: who ends what is decided here, and not by Node.
    const server = createServer({ allowHalfOpen: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Wire(server, target);
  }

  /** The connections that there are go dead. */
  die(): void {
    for (const passage of this.#passages) passage.flow = 'dead';
  }

  /** Nothing more is read from the clients that there are. */
  clog(): void {
    for (const passage of this.#passages) passage.clog();
  }

  /** Resolves when the next connection has come. */
  connected(): Promise<unknown> {
    return once(this.#events, 'connection');
  }

  /** Resolves when something was written to a connection that is dead. */
  swallowed(): Promise<unknown> {
    return once(this.#events, 'swallowed');
  }

  async close(): Promise<void> {
    for (const passage of this.#passages) passage.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

/** One connection through a wire: a socket on either side. */
class Passage {
  flow: Flow;
  readonly #client: Socket;
  readonly #far: Socket;

  constructor(client: Socket, far: Socket, welcome: Welcome, swallowed: () => void) {
    this.#client = client;
    this.#far = far;
    this.flow = welcome === 'dead' ? 'dead' : 'open';
    client.on('data', (data) => {
      if (this.flow === 'dead') swallowed();
      else far.write(data);
    });
    far.on('data', (data) => {
      if (this.flow !== 'dead') client.write(data);
      if (welcome === 'dead once upgraded') this.flow = 'dead';
    });
    client.on('end', () => this.flow !== 'dead' && far.end());
    far.on('end', () => this.flow !== 'dead' && client.end());
    // The far side of a connection that was torn down goes with it; that of a dead one is not told.
    client.on('close', () => this.flow !== 'dead' && far.destroy());
    far.on('close', () => this.flow !== 'dead' && client.destroy());
    for (const socket of [client, far]) socket.on('error', () => undefined);
  }

  clog(): void {
    this.flow = 'clogged';
    this.#client.pause();
  }

  destroy(): void {
    this.#client.destroy();
    this.#far.destroy();
  }
}
