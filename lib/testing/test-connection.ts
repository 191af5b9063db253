import { Subject, map, take, type Observable, type SchedulerLike } from 'rxjs';
import type { RelaySocket } from '../connection/socket.js';
import type { Attachment, Peer } from '../simulator/engine/peer.js';
import { MemorySocket } from '../connection/memory-socket.js';

/** RELAY's side of a connection: the simulator's engine, or a script. */
export interface RelayServer {
  attach(peer: Peer): Attachment;
}

/** A frame that passed, with its moment. `sent` is from the client to RELAY. */
export interface PassedFrame {
  readonly at: number;
  readonly direction: 'sent' | 'received';
  readonly frame: unknown;
}

/** Whether RELAY can be reached. `lost` is never again. */
type Reach = 'reachable' | 'lost';

/** What joins a client and RELAY in a test: sockets without a wire, that open and close as the test says. */
export class TestConnection {
  /** Every frame that passes. */
  readonly frames$: Observable<PassedFrame>;
  readonly #frames$ = new Subject<PassedFrame>();
  readonly #reach$ = new Subject<Reach>();
  readonly #server: RelayServer;
  readonly #scheduler: SchedulerLike;
  #socket: MemorySocket | undefined;

  constructor(server: RelayServer, scheduler: SchedulerLike) {
    this.#server = server;
    this.#scheduler = scheduler;
    this.frames$ = this.#frames$.asObservable();
  }

  /** Gives the client its socket. */
  readonly connect = (): RelaySocket => {
    const socket = new MemorySocket((text) => {
      this.#passed('sent', text);
      attachment.receive(text);
    });
    const attachment = this.#server.attach({
      send: (text) => {
        if (!socket.isOpen) return;
        this.#passed('received', text);
        socket.deliver(text);
      },
      close: (code) => socket.shut(code),
    });
    socket.on('close', () => attachment.closed());
    this.#socket = socket;
    return socket;
  };

  /** When the client may connect again: as soon as RELAY can be reached, or never. */
  readonly reconnect = (): Observable<unknown> =>
    this.#reach$.pipe(
      take(1),
      map((reach) => {
        if (reach === 'lost') throw new Error('RELAY cannot be reached any more');
      }),
    );

  /** The connection drops, and RELAY cannot be reached. */
  drop(): void {
    this.#socket?.shut(1006);
  }

  /** RELAY can be reached again, and the client comes back at once. */
  restore(): void {
    this.#reach$.next('reachable');
  }

  /** RELAY cannot be reached any more. */
  lose(): void {
    this.#reach$.next('lost');
  }

  #passed(direction: PassedFrame['direction'], text: string): void {
    this.#frames$.next({ at: this.#scheduler.now(), direction, frame: JSON.parse(text) as unknown });
  }
}
