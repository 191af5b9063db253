import { Subject } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';

import { isJsonObject } from '../../protocol/json-object.js';
import type { Fields, RpcId } from '../wire/json-rpc.js';

/** One frame as the server saw it. It includes credentials, because tests check what clients send. */
export interface SimulatedFrame {
  /** Scheduler time, in ms. */
  readonly at: number;
  readonly direction: 'received' | 'sent';
  /** The parsed frame, or the text when it is not JSON. */
  readonly frame: unknown;
  /** The protocol of the connection's session, once it has one. */
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

/** Limits memory in a simulator that runs for days. */
const KEPT = 10_000;

/** Records requests, and emits every frame to observers. */
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
