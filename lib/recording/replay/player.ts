import { BehaviorSubject, Subscription, filter, take, type Observable, type SchedulerLike } from 'rxjs';
import type { RelaySocket } from '../../connection/socket.js';
import { MemorySocket } from '../../connection/memory-socket.js';
import type { Comparison, Difference } from './comparison.js';
import type { MismatchDetails, ReplayedCommand } from './mismatch.js';
import { groupOf, isCommand, type RecordedCommand, type Step, type RecordedSteps } from './recorded-steps.js';

interface Request extends RecordedCommand {
  readonly id: string;
}

type Parts = Readonly<Record<string, unknown>>;
type Command = Extract<Step, { kind: 'command' }>;

/** The outcome: the recording is over, or the flow differs. */
export type Outcome =
  | { readonly kind: 'same' }
  | {
      readonly kind: 'mismatch';
      readonly details: MismatchDetails;
      readonly difference: Difference | undefined;
    };

export interface PlayerConfig {
  readonly scheduler: SchedulerLike;
  readonly comparison: Comparison;
  /** The tolerance in ms. */
  readonly tolerance: number;
  readonly ended: (outcome: Outcome) => void;
}

/**
 * Plays RELAY's side of a recording to a client. A step is played at its time and after all steps before it: RELAY's
 * frames never come before the commands that preceded them, and an answer comes as long after its request as in the
 * recording.
 */
export class Player {
  /** Commands that the flow has sent. */
  readonly sent: ReplayedCommand[] = [];

  readonly #recorded: RecordedSteps;
  readonly #config: PlayerConfig;
  /** The expected commands, by call. */
  readonly #expected = new Map<string, Command[]>();
  /** The matched requests, by their key in the recording. */
  readonly #met = new Map<string, { readonly id: string; readonly late: number }>();
  /** How many sockets RELAY accepts by now; the first one at once. */
  readonly #reachable$ = new BehaviorSubject(1);
  #due = Subscription.EMPTY;
  #socket: MemorySocket | undefined;
  #sockets = 0;
  #position = 0;
  #advancing = false;
  #started = false;
  #over = false;

  constructor(recorded: RecordedSteps, config: PlayerConfig) {
    this.#recorded = recorded;
    this.#config = config;
    for (const step of recorded.steps.filter((each) => each.kind === 'command')) {
      const group = groupOf(step.command);
      this.#expected.set(group, [...(this.#expected.get(group) ?? []), step]);
    }
  }

  /** Gives the client its socket. */
  readonly connect = (): RelaySocket => {
    this.#sockets += 1;
    const socket = new MemorySocket((text) => {
      if (socket === this.#socket) this.#received(JSON.parse(text) as Partial<Request>);
    });
    this.#socket = socket;
    return socket;
  };

  /** Emits when the client may reconnect, as in the recording. */
  readonly reconnect = (): Observable<unknown> =>
    this.#reachable$.pipe(
      filter((sockets) => sockets > this.#sockets),
      take(1),
    );

  /** Begins to play, once the flows are subscribed. */
  start(): void {
    this.#started = true;
    this.advance();
  }

  /** Plays the steps that are due. */
  advance(): void {
    if (this.#advancing || !this.#started) return;
    this.#advancing = true;
    while (this.#step());
    this.#advancing = false;
  }

  /** Ends it. */
  stop(): void {
    this.#over = true;
    this.#due.unsubscribe();
  }

  get #now(): number {
    return this.#config.scheduler.now();
  }

  /** Plays the next step if it is due, and returns whether it was. */
  #step(): boolean {
    if (this.#over) return false;
    const step = this.#recorded.steps[this.#position];
    if (step === undefined) return this.#finish();
    const due = this.#dueOf(step);
    if (due === undefined) return this.#await(step);
    if (due > this.#now) return this.#wait(due);
    this.#position += 1;
    this.#take(step);
    return true;
  }

  /** When a step is due; undefined if it is a step of the client that has not happened yet. */
  #dueOf(step: Step): number | undefined {
    switch (step.kind) {
      case 'connect':
      case 'command':
        return this.#met.has(step.key) ? this.#now : undefined;
      case 'frame':
        return step.at + (step.answers === undefined ? 0 : (this.#met.get(step.answers)?.late ?? 0));
      default:
        return step.at;
    }
  }

  #take(step: Step): void {
    switch (step.kind) {
      case 'opened':
        this.#reachable$.next(Math.max(step.socket, this.#reachable$.value));
        return;
      case 'closed':
        // The last close is the end of the recording, whichever side closed. A client that has opened the next socket
        // has left the closed one.
        if (this.#position < this.#recorded.steps.length && this.#reachable$.value >= this.#sockets)
          this.#socket?.shut(step.code ?? 1006);
        return;
      case 'frame':
        return this.#deliver(step.frame, step.answers);
      case 'connect':
      case 'command':
        // Steps of the client have happened already.
        return;
    }
  }

  #deliver(frame: unknown, answers: string | undefined): void {
    if (typeof frame !== 'object' || frame === null) {
      this.#socket?.deliver(typeof frame === 'string' ? frame : JSON.stringify(frame));
      return;
    }
    const id = answers === undefined ? undefined : this.#met.get(answers)?.id;
    const addressed = this.#config.comparison.addressed(frame) as Parts;
    this.#send(id === undefined ? addressed : { ...addressed, id });
  }

  #send(frame: object): void {
    this.#socket?.deliver(JSON.stringify(frame));
  }

  #received({ id, method, params = {} }: Partial<Request>): void {
    // A frame without a method acknowledges an event.
    if (this.#over || id === undefined || method === undefined) return;
    if (method === 'signalwire.connect') this.#connected(id);
    else if (!isCommand(method)) this.#send({ jsonrpc: '2.0', id, result: { code: '200' } });
    else this.#commanded({ id, method, params });
    this.advance();
  }

  #connected(id: string): void {
    const step = this.#recorded.connects[this.#sockets - 1];
    if (step !== undefined) this.#met.set(step.key, { id, late: this.#now - step.at });
    else
      this.#send({ jsonrpc: '2.0', id, result: { protocol: this.#recorded.protocol, identity: 'replay' } });
  }

  #commanded({ id, ...command }: Request): void {
    const { comparison, tolerance } = this.#config;
    const sent: ReplayedCommand = { at: this.#now, ...command };
    this.sent.push(sent);
    const step = this.#expected.get(groupOf(command))?.shift();
    if (step === undefined) return this.#mismatch('extra', undefined, sent);
    const recorded = { at: step.at, ...step.command };
    const difference = comparison.difference(step.command, command);
    if (difference !== undefined) return this.#mismatch('different', recorded, sent, difference);
    if (this.#now < step.at - tolerance) return this.#mismatch('early', recorded, sent);
    this.#met.set(step.key, { id, late: this.#now - step.at });
  }

  /** Waits for the client, for a limited time. */
  #await(step: Step): boolean {
    const until = step.at + this.#config.tolerance;
    if (this.#now < until) return this.#wait(until);
    const recorded = step.kind === 'command' ? step.command : { method: 'signalwire.connect', params: {} };
    this.#mismatch('missing', { at: step.at, ...recorded }, undefined);
    return false;
  }

  #wait(until: number): false {
    this.#due.unsubscribe();
    this.#due = this.#config.scheduler.schedule(() => this.advance(), until - this.#now);
    return false;
  }

  /** Ends the replay at the end of the recording. Further commands on a call that has ended there are a mismatch. */
  #finish(): boolean {
    const until = this.#recorded.end + (this.#recorded.isComplete ? this.#config.tolerance : 0);
    if (this.#now < until) return this.#wait(until);
    this.stop();
    this.#config.ended({ kind: 'same' });
    return false;
  }

  #mismatch(
    kind: MismatchDetails['kind'],
    recorded: ReplayedCommand | undefined,
    sent: ReplayedCommand | undefined,
    difference?: Difference,
  ): void {
    this.stop();
    const at = kind === 'missing' ? (recorded?.at ?? this.#now) : this.#now;
    this.#config.ended({ kind: 'mismatch', details: { kind, at, recorded, sent }, difference });
  }
}
