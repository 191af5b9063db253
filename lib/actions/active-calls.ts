import { LiveSet } from '../connection/live-set.js';
import type { Connection } from '../connection/connection.js';
import type { ActiveCall } from './active-call.js';
import { SilentCalls } from './silent-calls.js';

/** Counts calls. */
export interface CallMeter {
  call(what: 'received' | 'passed'): void;
}

/** The live calls of a client, and the work that the client waits for before it ends. */
export class ActiveCalls {
  readonly connection: Connection;
  /** Live calls, inbound and dialled. */
  readonly live = new LiveSet<ActiveCall>();
  /** Ids of offered calls that are being passed back to RELAY. */
  readonly passes = new LiveSet<string>();
  /** Descriptions of work that outlives its call, which a drain waits for. */
  readonly outlasting = new LiveSet<string>();
  /** Asks RELAY about calls without an event for `callTimeout`. */
  readonly silent: SilentCalls;
  readonly #meter: CallMeter;

  /** @param callTimeout how long a call may be without an event, in ms; undefined or `Infinity` is no limit. */
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

  /** Logs and counts an offered call that the client takes. */
  received(callId: string, context: string | undefined): void {
    this.#meter.call('received');
    this.connection.logger.info('A call was received', { callId, context });
  }

  /** Logs and counts a call that is passed back to RELAY. */
  handedBack(callId: string, why: string): void {
    this.connection.handedBack(callId);
    this.#meter.call('passed');
    this.connection.logger.info('A call is passed on', { callId, why });
  }
}
