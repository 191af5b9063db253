import { AUTHORIZATION_STATE } from '../connection/support.js';
import { MAX_HELD } from '../../lib/connection/router.js';
import { MAX_WAITING } from '../../lib/connection/requests.js';
import type { RelayEvent } from '../../lib/protocol/events/index.js';
import { Duplicates } from './duplicates.js';
import { finish } from './finish.js';
import { guarded } from './guarded.js';
import { mentions } from './mentions.js';
import { readFrame, type Reading } from './reading.js';
import type { FuzzSocket } from './server.js';
import { expand, rawText, unrolled, type Step } from './steps.js';
import { MAX_ACTIVE_CALLS, TOKEN, setUp, type Subject } from './subject.js';
import { require } from './wrong.js';
import { ExpectedEnds } from './expected-ends.js';

/** What a run came to. */
export interface Outcome {
  /** What was wrong, if anything. */
  readonly wrong: string | undefined;
  /** What the client told of: for a fuzzer, a sign of having got somewhere new. */
  readonly features: readonly string[];
}

/** Far more than any of these waits takes, and short enough that nothing runs for ever. */
const LONGEST_WAIT = 600_000;

/** So many requests may wait for the connection. */
const MOST_WAITING = Math.max(MAX_WAITING, MAX_ACTIVE_CALLS);

/** Runs a sequence on a client in the middle of its work, and holds what it does against what it must do. */
export function execute(steps: readonly Step[]): Outcome {
  let run: Run | undefined;
  const wrong = guarded(() => {
    run = new Run(setUp());
    for (const step of steps.flatMap(unrolled)) run.play(step);
    run.finish();
  });
  return { wrong, features: run?.features() ?? [] };
}

class Run {
  readonly #subject: Subject;
  readonly #ends: ExpectedEnds;
  /** What is still to be acknowledged, by socket. What was is taken away. */
  readonly #toAcknowledge = new Map<FuzzSocket, string[]>();
  #events: number;
  #troubles = 0;
  #frames = 0;
  readonly #duplicates: Duplicates;
  /** How many errors were looked at, and how many of them told of a trouble. */
  #looked = 0;
  #told = 0;
  #gaveAway = false;

  constructor(subject: Subject) {
    this.#subject = subject;
    this.#ends = new ExpectedEnds(subject);
    this.#events = subject.events.values.length;
    this.#duplicates = new Duplicates(subject.lines);
    for (const { text, socket } of subject.said) this.#duplicates.isDuplicate(text, socket);
    // What the stage itself said is nobody's business here.
    for (const socket of subject.server.sockets) socket.acknowledged.length = 0;
    this.#check();
  }

  play(step: Step): void {
    const { server, clock } = this.#subject;
    const { socket } = server;
    if ('wait' in step) clock.advance(Math.min(Math.max(0, step.wait), LONGEST_WAIT));
    else if ('connect' in step) server.mode = step.connect;
    else if (socket === undefined) return;
    else if ('drop' in step) socket.shut(step.drop);
    else if ('oversize' in step) this.#oversize(socket);
    else if ('binary' in step) this.#binary(socket, step.binary);
    else this.say(expand(rawText(step) ?? '', (this.#frames += 1), server.idOf));
    this.#check();
  }

  /** A text frame; says what it means. */
  say(sent: string): Reading | undefined {
    const { socket } = this.#subject.server;
    if (socket === undefined) return undefined;
    // As it arrives: a socket brings bytes, in which there is no lone surrogate.
    const text = Buffer.from(sent).toString();
    const reading = readFrame(text, socket.unanswered);
    const { acknowledge, answers, event, endsCall, isTrouble, isSecret } = reading;
    if (acknowledge !== undefined) this.#expectAcknowledgement(socket, acknowledge);
    if (answers !== undefined) socket.unanswered.delete(answers);
    const isDuplicate = reading.mayBeDuplicate === true && this.#duplicates.isDuplicate(text, socket);
    if (isTrouble && !isDuplicate) this.#troubles += 1;
    if (!isSecret && text.includes(AUTHORIZATION_STATE)) this.#gaveAway = true;
    socket.say(text);
    if (event !== undefined && !isDuplicate) this.#expectEvent(event);
    if (endsCall !== undefined && !isDuplicate) this.#ends.callOver(endsCall);
    this.#check();
    return reading;
  }

  finish(): void {
    finish(this.#subject, this.#ends, (frame) => this.say(JSON.stringify(frame)));
    if (this.#gaveAway) return;
    const { errors, lines, frames } = this.#subject;
    for (const secret of [TOKEN, AUTHORIZATION_STATE]) {
      require(!mentions(errors.values, secret), 'An error shows a secret');
      require(!mentions(lines, secret), 'A log line shows a secret');
      require(!mentions(frames.values, secret), 'frames$ shows a secret');
    }
  }

  features(): string[] {
    const { errors, lines, connection } = this.#subject;
    const told = errors.values.map(({ name, message }) => `${name} ${message}`);
    const written = lines.map((line) => String((line as unknown[])[0]));
    const held = Object.entries(connection.size).map(([what, count]) => `${what} ${count}`);
    return [...told, ...written, ...held].map((each) => each.replace(/\d+/g, '#').slice(0, 80));
  }

  #oversize(socket: FuzzSocket): void {
    this.#troubles += 1;
    const code = 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';
    socket.shut(1009, Object.assign(new RangeError('Max payload size exceeded'), { code }));
  }

  #binary(socket: FuzzSocket, bytes: readonly number[]): void {
    this.#troubles += 1;
    socket.emit('message', Buffer.from(bytes), true);
  }

  #expectAcknowledgement(socket: FuzzSocket, id: string | number): void {
    const expected = this.#toAcknowledge.get(socket) ?? [];
    this.#toAcknowledge.set(socket, [...expected, JSON.stringify({ jsonrpc: '2.0', id, result: {} })]);
  }

  #expectEvent(event: RelayEvent): void {
    const { events } = this.#subject;
    this.#events += 1;
    const told = events.values.at(-1);
    require(told?.type === event.type &&
      told.callId === event.callId, `An event of type ${event.type} was not told`);
    this.#ends.meet(event);
  }

  #check(): void {
    const { errors, events, connection, server } = this.#subject;
    for (const error of errors.values.slice(this.#looked)) {
      require(isCoded(error), `errors$ told of ${String(error)}`);
      if (error.name === 'RelayProtocolError') this.#told += 1;
    }
    this.#looked = errors.values.length;
    require(this.#told ===
      this.#troubles, `${this.#troubles} frames were unreadable, ${this.#told} were told`);
    require(events.values.length ===
      this.#events, `${this.#events} events came, ${events.values.length} were told`);
    for (const socket of server.sockets) {
      const expected = this.#toAcknowledge.get(socket) ?? [];
      const actual = socket.acknowledged.map((each) => JSON.stringify(each));
      require(actual.join() === expected.join(), `Acknowledged was ${actual.join()}, not ${expected.join()}`);
      expected.length = 0;
      socket.acknowledged.length = 0;
    }
    const { held, waiting } = connection.size;
    require(held <= MAX_HELD && waiting <= MOST_WAITING, `${held} events are held, ${waiting} requests wait`);
    this.#ends.check();
  }
}

const isCoded = (error: Error): boolean =>
  error instanceof Error && typeof (error as Error & { code?: unknown }).code === 'string';
