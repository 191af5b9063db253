import type { Observable, Subscription } from 'rxjs';

import type { Callee } from '../call/callee.js';
import type { Caller } from '../call/caller.js';
import { Calls } from '../call/calls.js';
import type { CalleeOptions } from './callees.js';
import { Conferences } from './conferences.js';
import type { SimulatedConference } from './conferences.js';
import { Connectors } from './connectors.js';
import type { ConnectorOptions } from './connectors.js';
import { RoundRobin } from './round-robin.js';
import { DigitBindings } from './digit-bindings.js';
import type { DigitTrigger } from './digit-bindings.js';
import { carryOut, dispatch } from './dispatch.js';
import { FaultPlan } from './fault-plan.js';
import { Faults } from './faults.js';
import { Journal } from './journal.js';
import type { ReceivedRequest, SimulatedFrame } from './journal.js';
import { Link } from './link.js';
import { Messages } from './messages.js';
import type { MessageOptions, RecipientOptions, SimulatedMessage } from './messages.js';
import type { Attachment, Peer } from './peer.js';
import { Queues } from './queues.js';
import type { SimulatedQueue } from './queues.js';
import { Rooms } from './rooms.js';
import type { SimulatedRoom } from './rooms.js';
import type { Session, UnacknowledgedEvent } from './session.js';
import type { SessionEvent, SessionLoss } from './session-event.js';
import type { SimulatedSession } from './simulated-session.js';
import { Sessions } from './sessions.js';
import { settingsOf } from './settings.js';
import type { EngineOptions } from './settings.js';
import { Switchboard } from './switchboard.js';
import type { CallOptions } from './switchboard.js';
import type { EngineParts } from './engine-parts.js';

/** RELAY without a transport: peers are attached to it, and time is its scheduler's. */
export class RelayEngine {
  /** Misbehaviour on request. */
  readonly faults: Faults;
  readonly #parts: EngineParts;
  readonly #journal: Journal;
  readonly #links = new Set<Link>();
  #life: 'open' | 'closed' = 'open';

  constructor(options: EngineOptions) {
    const settings = settingsOf(options);
    const faults = new FaultPlan();
    const calls = new Calls();
    const sessions: Sessions = new Sessions(settings, faults, (session) => this.#lose(session));
    const roundRobin = new RoundRobin(() => sessions.all, settings.scheduler);
    const switchboard = new Switchboard(settings, calls, roundRobin);
    const messages = new Messages(settings, roundRobin);
    this.#parts = {
      settings,
      faults,
      sessions,
      calls,
      roundRobin,
      messages,
      switchboard,
      bindings: new DigitBindings((session, method, params) =>
        carryOut(this.#parts, session, method, params),
      ),
      conferences: new Conferences(settings.generateId),
      rooms: new Rooms(),
      queues: new Queues(settings),
      connectors: new Connectors(),
      receiverOf: (context) => {
        // All states of one message go to one session, as long as that is there.
        let receiver: Session | undefined;
        return () => {
          if (receiver === undefined || receiver.state === 'lost') {
            receiver = sessions.find(context) ?? roundRobin.next(context);
          }
          return receiver;
        };
      },
    };
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

  /** Parties of the calls that ring or are answered: callers, and callees. */
  get calls(): readonly Caller[] {
    return this.#parts.switchboard.parties;
  }

  /** The sessions that are connected or can be resumed. */
  get sessions(): readonly SimulatedSession[] {
    return this.#parts.sessions.all.map(({ view }) => view);
  }

  /** Changes of sessions, from now on; completes when the engine is closed. */
  get sessionEvents$(): Observable<SessionEvent> {
    return this.#parts.sessions.events$;
  }

  /** The events that clients have been sent and have not acknowledged. */
  get unacknowledged(): readonly UnacknowledgedEvent[] {
    return this.#parts.sessions.all.flatMap((session) => session.unacknowledged);
  }

  /** The latest 10000 requests of the clients, or those of one method among them, in order. */
  received(method?: string): readonly ReceivedRequest[] {
    return this.#journal.requests.filter((request) => method === undefined || request.method === method);
  }

  /** Connects a client. */
  attach(peer: Peer): Attachment {
    const link = new Link(peer, this.#journal, (from, frame) => dispatch(this.#parts, from, frame));
    this.#links.add(link);
    link.life.add(() => this.#links.delete(link));
    return { receive: (text) => link.receive(text), closed: () => link.closed() };
  }

  /** Somebody calls. The call is dealt in the next turn of the scheduler. */
  call(options: CallOptions = {}): Caller {
    this.#assertOpen('call');
    return this.#parts.switchboard.receive(options);
  }

  /**
   * Says how a number behaves when the app calls it. Of several behaviours of a number the latest is in force,
   * until it is unsubscribed. A number without any answers after 1000 ms and says nothing by itself.
   */
  callee(options: CalleeOptions): Subscription {
    return this.#parts.switchboard.callees.set(options);
  }

  /** Everybody whom the app calls, as their phone is going to ring. */
  get dialled$(): Observable<Callee> {
    return this.#parts.switchboard.dialled$;
  }

  /** The conferences that calls are in. */
  get conferences(): readonly SimulatedConference[] {
    return this.#parts.conferences.all;
  }

  /** The rooms that calls are in. */
  get rooms(): readonly SimulatedRoom[] {
    return this.#parts.rooms.all;
  }

  /** The queues that calls wait in. */
  get queues(): readonly SimulatedQueue[] {
    return this.#parts.queues.all;
  }

  /** The latest 1000 times that keys were pressed which the app has bound, in order. */
  get triggers(): readonly DigitTrigger[] {
    return this.#parts.bindings.triggers;
  }

  /** Somebody writes to a context. The message is dealt in the next turn of the scheduler, like a call. */
  message(options: MessageOptions = {}): SimulatedMessage {
    this.#assertOpen('write');
    return this.#parts.messages.receive(options);
  }

  /** Sets how the app's messages to a number are delivered, until unsubscribed. Other messages are delivered. */
  recipient(options: RecipientOptions): Subscription {
    return this.#parts.messages.recipient(options);
  }

  /** Says what a payment connector makes of cards, until it is unsubscribed. It takes them all otherwise. */
  paymentConnector(options: ConnectorOptions): Subscription {
    return this.#parts.connectors.set(options);
  }

  /** The messages that the app sends, as they are accepted. */
  get messages$(): Observable<SimulatedMessage> {
    return this.#parts.messages.sent$;
  }

  /**
   * Begins anew, with the clients that are connected: every call ends as if its caller hung up, messages that nobody
   * has received, callees, recipients and faults to come are forgotten.
   */
  reset(): void {
    const { calls, roundRobin, messages, switchboard } = this.#parts;
    this.faults.clear();
    for (const caller of this.calls) caller.hangUp();
    for (const call of calls.live) call.end('hangup');
    roundRobin.clear();
    messages.clear();
    switchboard.callees.clear();
  }

  /** Ends everything: calls, sessions, connections and timers. */
  close(): void {
    const { calls, sessions, roundRobin, messages, switchboard } = this.#parts;
    this.#life = 'closed';
    for (const link of [...this.#links]) link.close(1006);
    sessions.close();
    for (const call of calls.live) call.end('error');
    roundRobin.close();
    messages.close();
    switchboard.close();
    this.#journal.close();
  }

  #assertOpen(action: string): void {
    if (this.#life === 'closed') throw new Error(`The simulator is closed: nobody can ${action}`);
  }

  /** A session that is lost takes its calls with it; those that nobody has answered are for somebody else. */
  #lose(session: Session): Pick<SessionLoss, 'ended' | 'unanswered'> {
    const { calls, roundRobin, switchboard } = this.#parts;
    roundRobin.forget(session);
    const theirs = calls.of(session);
    const offered = theirs.filter(({ state }) => state.kind === 'offered');
    const taken = theirs.filter((call) => !offered.includes(call));
    const parties = { ended: switchboard.partiesOf(taken), unanswered: switchboard.partiesOf(offered) };
    session.lose();
    for (const call of taken) call.end('error');
    for (const call of offered) {
      call.pass(session);
      roundRobin.add(call);
    }
    return parties;
  }
}
