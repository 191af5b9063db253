import { finalize } from 'rxjs';
import type { Observable } from 'rxjs';

import { Call } from '../call/call.js';
import type { CallDescription } from '../call/call.js';
import { Caller } from '../call/caller.js';
import { Calls } from '../call/calls.js';
import type { CallerStep } from '../call/script.js';
import { Dealer } from './dealer.js';
import { dispatch } from './dispatch.js';
import { FaultPlan } from './fault-plan.js';
import { Faults } from './faults.js';
import { Journal } from './journal.js';
import type { ReceivedRequest, SimulatedFrame } from './journal.js';
import { Link } from './link.js';
import type { Attachment, Peer } from './peer.js';
import type { Session, UnacknowledgedEvent } from './session.js';
import { Sessions } from './sessions.js';
import { settingsOf } from './settings.js';
import type { EngineOptions } from './settings.js';
import type { World } from './world.js';

/** A call that comes in. */
export interface CallOptions extends Partial<CallDescription> {
  /** What the caller does, from the first ring on; see {@link Caller.script}. */
  readonly script?: readonly CallerStep[];
}

/** RELAY without a transport: peers are attached to it, and time is its scheduler's. */
export class RelayEngine {
  /** Misbehaviour on request. */
  readonly faults: Faults;
  readonly #world: World;
  readonly #journal: Journal;
  readonly #links = new Set<Link>();
  readonly #callers = new Map<string, Caller>();
  #life: 'open' | 'closed' = 'open';

  constructor(options: EngineOptions) {
    const settings = settingsOf(options);
    const faults = new FaultPlan();
    const calls = new Calls();
    const sessions: Sessions = new Sessions(settings, faults, (session) => this.#lost(session));
    const dealer = new Dealer(() => sessions.all, settings.scheduler);
    this.#world = { settings, faults, sessions, calls, dealer };
    this.#journal = new Journal(settings.scheduler);
    this.faults = new Faults(this.#links, faults, settings, sessions, calls);
  }

  /** Every frame that is received and sent, as it passes. */
  get frames$(): Observable<SimulatedFrame> {
    return this.#journal.frames$;
  }

  /** The number of connections that are open. */
  get connections(): number {
    return this.#links.size;
  }

  /** The callers whose calls ring or are answered. */
  get calls(): readonly Caller[] {
    return this.#world.calls.live.flatMap(({ callId }) => this.#callers.get(callId) ?? []);
  }

  /** The protocols of the sessions that are connected or can be resumed. */
  get sessions(): readonly string[] {
    return this.#world.sessions.all.map(({ protocol }) => protocol);
  }

  /** The events that clients have been sent and have not acknowledged. */
  get unacknowledged(): readonly UnacknowledgedEvent[] {
    return this.#world.sessions.all.flatMap((session) => session.unacknowledged);
  }

  /** The latest 10000 requests of the clients, or those of one method among them, in order. */
  received(method?: string): readonly ReceivedRequest[] {
    return this.#journal.requests.filter((request) => method === undefined || request.method === method);
  }

  /** Connects a client. */
  attach(peer: Peer): Attachment {
    const link = new Link(peer, this.#journal, (from, frame) => dispatch(this.#world, from, frame));
    this.#links.add(link);
    link.life.add(() => this.#links.delete(link));
    return { receive: (text) => link.receive(text), closed: () => link.closed() };
  }

  /** Somebody calls. The call is dealt in the next turn of the scheduler. */
  call({ context = 'default', from = '+15550100', to = '+15550101', script = [] }: CallOptions = {}): Caller {
    if (this.#life === 'closed') throw new Error('The simulator is closed: nobody can call');
    const { settings, calls, dealer } = this.#world;
    const call = new Call({ context, from, to }, settings);
    const caller = new Caller(call);
    this.#callers.set(call.callId, caller);
    calls.add(call);
    caller.state$.pipe(finalize(() => this.#callers.delete(call.callId))).subscribe();
    caller.script(script).subscribe();
    dealer.add(call);
    return caller;
  }

  /** Ends everything: calls, sessions, connections and timers. */
  close(): void {
    const { calls, sessions, dealer } = this.#world;
    this.#life = 'closed';
    for (const link of [...this.#links]) link.close(1006);
    for (const session of sessions.all) sessions.lose(session);
    for (const call of calls.live) call.end('error');
    dealer.close();
    this.#journal.close();
  }

  /** A session that is lost takes its calls with it; those that nobody has answered are for somebody else. */
  #lost(session: Session): void {
    const { calls, dealer } = this.#world;
    dealer.forget(session);
    for (const call of calls.of(session)) {
      if (call.state.kind === 'answered') {
        call.end('error');
      } else {
        call.pass(session);
        dealer.add(call);
      }
    }
  }
}
