import { LiveSet } from '../connection/live-set.js';
import type { Connection } from '../connection/connection.js';
import type { ActiveCall } from './active-call.js';
import { SilentCalls } from './silent-calls.js';

/** Counts calls. */
export interface CallMeter {
  call(what: 'received' | 'passed'): void;
}

/** The calls of a client, and the work that its end waits for. */
export class ActiveCalls {
  readonly connection: Connection;
  /** Calls that are up, inbound and dialled. */
  readonly live = new LiveSet<ActiveCall>();
  /** Calls that are being handed back before anybody was given them, by their ids. */
  readonly passes = new LiveSet<string>();
  /** Work that outlives its call, and that a drain waits for, by what it is. */
  readonly outlasting = new LiveSet<string>();
  /** Asks about calls of which nothing was heard for `callTimeout`. */
  readonly silent: SilentCalls;
  readonly #meter: CallMeter;

  /** @param callTimeout how long nothing may be heard of a call, in ms; without one, or with `Infinity`, any time. */
  constructor(connection: Connection, meter: CallMeter, callTimeout: number | undefined) {
    this.connection = connection;
    this.#meter = meter;
    this.silent = new SilentCalls(this.live, connection);
    if (callTimeout !== undefined && callTimeout !== Infinity) this.silent.watch(callTimeout);
    connection.atEnd(() => {
      this.live.end();
      this.passes.end();
    });
  }

  /** A call was offered, and is taken. */
  received(callId: string, context: string | undefined): void {
    this.#meter.call('received');
    this.connection.logger.info('A call was received', { callId, context });
  }

  /** A call goes back to RELAY, for this reason. */
  handedBack(callId: string, why: string): void {
    this.connection.handedBack(callId);
    this.#meter.call('passed');
    this.connection.logger.info('A call is passed on', { callId, why });
  }
}
