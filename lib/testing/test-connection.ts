import { Subject, map, take, type Observable, type SchedulerLike } from 'rxjs';
import type { RelaySocket } from '../connection/socket.js';
import type { Attachment, Peer } from '../simulator/engine/peer.js';
import { MemorySocket } from '../connection/memory-socket.js';
import { MarbleScriptError } from './diagrams/failure.js';
import { frame as inWords } from './diagrams/show.js';

/** RELAY's side of a connection: the simulator's engine, or a script. */
export interface RelayServer {
  attach(peer: Peer): Attachment;
}

/** A frame with its time. `sent` is from the client to RELAY. */
export interface PassedFrame {
  readonly at: number;
  readonly direction: 'sent' | 'received';
  readonly frame: unknown;
}

/** Whether RELAY can be reached. `lost` is permanent. */
type Reach = 'reachable' | 'lost';

/** The connection between a client and RELAY in a test: sockets in memory that open and close as the test says. */
export class TestConnection {
  /** The number of requests in one frame that indicates an endless loop: virtual time does not advance by itself. */
  static endless = 100_000;

  /** Every frame except acknowledgements of events. */
  readonly frames$: Observable<PassedFrame>;
  readonly #frames$ = new Subject<PassedFrame>();
  readonly #reach$ = new Subject<Reach>();
  readonly #server: RelayServer;
  readonly #scheduler: SchedulerLike;
  #socket: MemorySocket | undefined;
  #isAway = false;
  #isOver = false;
  /** The frame of the latest requests, and how many there were in it. */
  #frame = 0;
  #requests = 0;
  #endless: MarbleScriptError | undefined;

  constructor(server: RelayServer, scheduler: SchedulerLike) {
    this.#server = server;
    this.#scheduler = scheduler;
    this.frames$ = this.#frames$.asObservable();
  }

  /** Gives the client its socket. */
  readonly connect = (): RelaySocket => {
    const socket = new MemorySocket((text) => {
      if (this.#isOver) return;
      // Acknowledgements of events do not matter to a test, and are more than half of the frames that are sent.
      if (text.includes('"method"') && this.#isEndless(this.#passed('sent', text))) return;
      attachment.receive(text);
    });
    const attachment = this.#server.attach({
      send: (text) => {
        if (!socket.isOpen || this.#isOver) return;
        this.#passed('received', text);
        socket.deliver(text);
      },
      close: (code) => socket.shut(code),
    });
    socket.on('close', () => attachment.closed());
    this.#socket = socket;
    return socket;
  };

  /** Emits when the client may reconnect: as soon as RELAY can be reached, or never. */
  readonly reconnect = (): Observable<unknown> =>
    this.#reach$.pipe(
      take(1),
      map((reach) => {
        if (reach === 'lost') throw new Error('RELAY cannot be reached any more');
      }),
    );

  /** Whether it was dropped and may be restored. */
  get isAway(): boolean {
    return this.#isAway;
  }

  /**
   * Drops the connection and makes RELAY unreachable.
   *
   * @throws {MarbleScriptError} when there is no connection.
   */
  drop(helper: string): void {
    if (this.#socket?.isOpen !== true) throw this.#impossible(helper, 'drop', 'there is no connection');
    this.#isAway = true;
    this.#socket.shut(1006);
  }

  /**
   * Makes RELAY reachable again; the client reconnects at once.
   *
   * @throws {MarbleScriptError} when the connection is up.
   */
  restore(helper: string): void {
    if (this.#socket?.isOpen === true) throw this.#impossible(helper, 'come back', 'the connection is up');
    this.#isAway = false;
    this.#reach$.next('reachable');
  }

  /** Makes RELAY unreachable for good, and drops the connection. */
  lose(helper: string): void {
    if (this.#socket?.isOpen === true) this.drop(helper);
    if (!this.#reach$.observed)
      throw this.#impossible(helper, 'be lost for good', 'the client is not waiting for a connection');
    this.#isAway = false;
    this.#reach$.next('lost');
  }

  /** The error of an endless loop of requests, if there was one. */
  get endless(): MarbleScriptError | undefined {
    return this.#endless;
  }

  /** Stops all frames: the test is over. */
  end(): void {
    this.#isOver = true;
  }

  #impossible(helper: string, what: string, why: string): MarbleScriptError {
    return new MarbleScriptError(helper, `at ${inWords(this.#scheduler.now())} it cannot ${what}: ${why}`);
  }

  #passed(direction: PassedFrame['direction'], text: string): object {
    const frame = JSON.parse(text) as object;
    this.#frames$.next({ at: this.#scheduler.now(), direction, frame });
    return frame;
  }

  /** Counts a request. In an endless loop, nothing is answered any more, which ends the loop. */
  #isEndless({ method }: { readonly method?: string }): boolean {
    if (method === undefined) return false;
    const now = this.#scheduler.now();
    if (this.#frame !== now) this.#requests = 0;
    this.#frame = now;
    this.#requests += 1;
    const { endless } = TestConnection;
    if (this.#requests <= endless) return false;
    this.#endless ??= new MarbleScriptError(
      'run',
      `at ${inWords(now)} the client sent ${endless} requests, ${method} the last: a loop of the flow never ends in this ` +
        'frame. Give retry() or repeat() a count or a delay, or let the answers take time',
    );
    this.end();
    return true;
  }
}
