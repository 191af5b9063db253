import { Subject } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';

import { isJsonObject } from '../../protocol/json-object.js';
import type { Fields, RpcId } from '../wire/json-rpc.js';

/** One frame as the server saw it, credentials included: what a client sent is what a test asks about. */
export interface SimulatedFrame {
  /** Milliseconds of the scheduler. */
  readonly at: number;
  readonly direction: 'received' | 'sent';
  /** The parsed frame, or the text when it is not JSON. */
  readonly frame: unknown;
  /** The protocol of the session that the connection has, once it has one. */
  readonly protocol: string | undefined;
}

/** A request of a client. */
export interface ReceivedRequest {
  readonly at: number;
  readonly id: RpcId;
  readonly method: string;
  readonly params: Fields;
  readonly protocol: string | undefined;
}

/** A simulator that runs for days keeps the latest requests only. */
const KEPT = 10_000;

/** Frames that passed, for those who watch. */
export class Journal {
  readonly #frame$ = new Subject<SimulatedFrame>();
  readonly #requests: ReceivedRequest[] = [];

  constructor(private readonly scheduler: SchedulerLike) {}

  get frames$(): Observable<SimulatedFrame> {
    return this.#frame$.asObservable();
  }

  get requests(): readonly ReceivedRequest[] {
    return this.#requests;
  }

  sent(frame: unknown, protocol: string | undefined): void {
    this.#frame$.next({ at: this.scheduler.now(), direction: 'sent', frame, protocol });
  }

  received(frame: unknown, protocol: string | undefined): void {
    const at = this.scheduler.now();
    if (isJsonObject(frame) && typeof frame['method'] === 'string') {
      const { id, method, params } = frame;
      this.#requests.push({
        at,
        id: id as RpcId,
        method,
        params: isJsonObject(params) ? params : {},
        protocol,
      });
      if (this.#requests.length > KEPT) this.#requests.shift();
    }
    this.#frame$.next({ at, direction: 'received', frame, protocol });
  }

  close(): void {
    this.#frame$.complete();
  }
}
