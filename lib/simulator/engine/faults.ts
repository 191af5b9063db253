import { Subscription } from 'rxjs';

import type { Calls } from '../call/calls.js';
import { isFallible } from '../operations/failing.js';
import type { FallibleKind } from '../operations/failing.js';
import type { FaultPlan } from './fault-plan.js';
import type { Link } from './link.js';
import type { Sessions } from './sessions.js';
import type { Settings } from './settings.js';

/** The target of a fault: the connection of one session, or all connections. */
export interface Target {
  /** The protocol of the session. @default every connection */
  readonly protocol?: string | undefined;
}

/** Default text of {@link Faults.garble}. */
export const JUNK: readonly string[] = [
  '{"jsonrpc":"2.0","id":',
  'null',
  '[]',
  '42',
  '{}',
  '{"jsonrpc":"2.0","id":"junk-1"}',
  '{"jsonrpc":"2.0","id":"junk-2","method":"signalwire.event","params":null}',
  '{"jsonrpc":"2.0","id":"junk-3","method":"signalwire.event","params":{"event_type":"calling.call.collect","params":null}}',
  '{"jsonrpc":"2.0","id":"junk-4","method":"signalwire.event","params":{"event_type":"calling.call.play","params":{"state":7}}}',
  '{"jsonrpc":"2.0","id":"junk-5","method":"signalwire.event","params":{"event_type":"calling.call.unheard_of","params":{}}}',
  '{"jsonrpc":"2.0","id":"junk-6","result":{"code":"200"}}',
  '{"jsonrpc":"2.0","id":"junk-7","method":"signalwire.unheard_of","params":{}}',
];

/** Milliseconds to wait for the response to `signalwire.disconnect` before closing. */
const DISCONNECT_GRACE = 1000;

/** Faults on request: of the network, the service and its frames. */
export class Faults {
  readonly #links: ReadonlySet<Link>;
  readonly #plan: FaultPlan;
  readonly #settings: Settings;
  readonly #sessions: Sessions;
  readonly #calls: Calls;

  /** @internal */
  constructor(
    links: ReadonlySet<Link>,
    plan: FaultPlan,
    settings: Settings,
    sessions: Sessions,
    calls: Calls,
  ) {
    this.#links = links;
    this.#plan = plan;
    this.#settings = settings;
    this.#sessions = sessions;
    this.#calls = calls;
  }

  /** Cuts connections without a closing handshake. Their sessions are kept and can be resumed. */
  drop(target: Target = {}): void {
    for (const link of this.#on(target)) link.close(1006);
  }

  /**
   * Sends `signalwire.disconnect` and closes once it is answered, or after 1000 ms without an answer. With
   * `restart` the client must forget its session, so the server forgets it too.
   */
  disconnect({ restart = false, ...target }: Target & { readonly restart?: boolean } = {}): void {
    const { generateId, scheduler } = this.#settings;
    for (const link of this.#on(target)) {
      const leave = (): void => {
        const { session } = link;
        link.close(1000, 'disconnect');
        if (restart && session !== undefined) this.#sessions.lose(session, 'restart');
      };
      link.life.add(scheduler.schedule(leave, DISCONNECT_GRACE));
      link.request(generateId(), 'signalwire.disconnect', { restart }, leave);
    }
  }

  /**
   * Stalls the current connections: they stay open, but nothing is sent or answered on them until the Subscription is
   * unsubscribed; then everything comes at once, in order. Events of a session that was resumed over another connection
   * in the meantime go there. New connections are not affected.
   */
  stall(target: Target = {}): Subscription {
    const stalled = this.#on(target);
    for (const link of stalled) link.stall();
    return new Subscription(() => stalled.forEach((link) => link.release()));
  }

  /**
   * Makes the current connections half-open: they stay open, but frames of both directions are lost, as when a network
   * fails silently. Events are kept for the resume.
   */
  halfOpen(target: Target = {}): void {
    for (const link of this.#on(target)) link.deafen();
  }

  /**
   * Delays the next answer to a successful `calling.*` or `messaging.*` request until after the event that the request
   * causes.
   *
   * @param options `method`: only answers to this method; any by default. `event`: the event type that overtakes it; by
   * default the next event of the call, dial or message. `times`: how many answers; 1 by default, `Infinity` for all
   */
  overtake({
    method,
    event,
    times = 1,
  }: { readonly method?: string; readonly event?: string; readonly times?: number } = {}): void {
    this.#plan.overtake({ method, event }, times);
  }

  /** Sends each of the next events twice, under one id. */
  repeat(events = 1): void {
    this.#plan.repeat(events);
  }

  /**
   * Refuses the next request of a method without carrying it out; `*` is any method except `signalwire.*`.
   *
   * @param code of the result, such as 500, or 402 for `signalwire.receive` in a project that has not paid; of the
   * JSON-RPC error, such as -32002, when it is negative or the method is another of `signalwire.*`
   * @param times how many requests: 1 by default, `Infinity` for all of them
   * @throws {RangeError} when `times` is no whole number of 1 or more, here as in the other faults
   */
  refuse(method: string, code: string | number, message = 'Refused by the simulator', times = 1): void {
    this.#plan.refuse({ method, code, message }, times);
  }

  /**
   * Ignores the next request of a method, or the next `times` requests: they are neither carried out nor answered. `*`
   * is as for `refuse`.
   */
  ignore(method: string, times = 1): void {
    this.#plan.ignore(method, times);
  }

  /**
   * Accepts the next operation of a kind, or the next `times`, and then ends it with RELAY's `error`.
   *
   * @param kind the method without `calling.`: `play`, `record`, `detect` …
   */
  fail(kind: FallibleKind, times = 1): void {
    if (!isFallible(kind))
      throw new RangeError(`fail: ${JSON.stringify(kind)} is no operation that can fail`);
    this.#plan.fail(kind, times);
  }

  /** Sends invalid frames; by default one of each kind in {@link JUNK}. */
  garble({ frames = JUNK, ...target }: Target & { readonly frames?: readonly string[] } = {}): void {
    for (const link of this.#on(target)) for (const frame of frames) link.sendRaw(frame);
  }

  /**
   * Restarts the service: closes connections (1012), forgets sessions, and ends every call for its caller with the
   * reason error.
   *
   * @param options `resume`: the answer to a client that tries to resume: a new session under another protocol, as RELAY
   * answers if it does not know the old one, or a refusal (-32002); `refused` by default
   */
  restart({ resume = 'refused' }: { readonly resume?: 'refused' | 'new session' } = {}): void {
    const { all } = this.#sessions;
    for (const link of [...this.#links]) link.close(1012, 'restart');
    for (const session of all) {
      if (resume === 'refused') this.#plan.bar(session.protocol);
      this.#sessions.lose(session, 'restart');
    }
    for (const call of this.#calls.live) call.end('error');
  }

  /** Cancels faults that have not happened yet, and ends stalls. */
  clear(): void {
    this.#plan.clear();
    for (const link of this.#links) link.release();
  }

  #on({ protocol }: Target): readonly Link[] {
    return [...this.#links].filter(({ session }) => protocol === undefined || session?.protocol === protocol);
  }
}
