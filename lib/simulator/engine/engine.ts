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

/** RELAY without a transport: peers attach to it, and all timers run on a scheduler. */
export class RelayEngine {
  /** Faults on request. */
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
        // All states of a message go to the same session while it exists.
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

  /** Every received and sent frame. */
  get frames$(): Observable<SimulatedFrame> {
    return this.#journal.frames$;
  }

  /** The number of open connections. */
  get connections(): number {
    return this.#links.size;
  }

  /** The parties of ringing and answered calls: callers and callees. */
  get calls(): readonly Caller[] {
    return this.#parts.switchboard.parties;
  }

  /** The sessions that are connected or can be resumed. */
  get sessions(): readonly SimulatedSession[] {
    return this.#parts.sessions.all.map(({ view }) => view);
  }

  /** Changes of sessions from now on; completes when the engine is closed. */
  get sessionEvents$(): Observable<SessionEvent> {
    return this.#parts.sessions.events$;
  }

  /** The events that clients have not acknowledged yet. */
  get unacknowledged(): readonly UnacknowledgedEvent[] {
    return this.#parts.sessions.all.flatMap((session) => session.unacknowledged);
  }

  /** The latest 10000 requests of the clients in order, or those of one method. */
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

  /** Makes a call. It is offered in the next turn of the scheduler. */
  call(options: CallOptions = {}): Caller {
    this.#assertOpen('call');
    return this.#parts.switchboard.receive(options);
  }

  /**
   * Sets how a number behaves when the app calls it, until unsubscribed. The latest behaviour of a number applies. A
   * number without one answers after 1000 ms and says nothing.
   */
  callee(options: CalleeOptions): Subscription {
    return this.#parts.switchboard.callees.set(options);
  }

  /** The callees, each before the phone rings. */
  get dialled$(): Observable<Callee> {
    return this.#parts.switchboard.dialled$;
  }

  /** The conferences with calls. */
  get conferences(): readonly SimulatedConference[] {
    return this.#parts.conferences.all;
  }

  /** The rooms with calls. */
  get rooms(): readonly SimulatedRoom[] {
    return this.#parts.rooms.all;
  }

  /** The queues with calls. */
  get queues(): readonly SimulatedQueue[] {
    return this.#parts.queues.all;
  }

  /** The latest 1000 triggers of bound keys, in order. */
  get triggers(): readonly DigitTrigger[] {
    return this.#parts.bindings.triggers;
  }

  /** Sends a message to a context. It is offered in the next turn of the scheduler, like a call. */
  message(options: MessageOptions = {}): SimulatedMessage {
    this.#assertOpen('write');
    return this.#parts.messages.receive(options);
  }

  /** Sets how the app's messages to a number are delivered, until unsubscribed. Other messages are delivered. */
  recipient(options: RecipientOptions): Subscription {
    return this.#parts.messages.recipient(options);
  }

  /** Sets how a payment connector answers, until unsubscribed. Other connectors accept every card. */
  paymentConnector(options: ConnectorOptions): Subscription {
    return this.#parts.connectors.set(options);
  }

  /** The messages that the app sends, each when it is accepted. */
  get messages$(): Observable<SimulatedMessage> {
    return this.#parts.messages.sent$;
  }

  /**
   * Resets the state and keeps the connected clients. Every call ends as if its caller hung up; waiting messages,
   * callees, recipients and pending faults are removed.
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

  /** Ends the calls of a lost session. Calls that it has not answered are offered to other sessions. */
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
