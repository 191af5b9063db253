import type { Call } from '../call.js';
import type { RelayClient } from '../client.js';
import { refusal, success, type Answer } from './answers.js';
import { MarbleScriptError } from './diagrams/failure.js';
import { show } from './diagrams/show.js';
import type { ServerEvent } from './events.js';
import type { ConnectionChange, FakeRelay } from './fake-relay.js';
import { checkScript, readMarbles, type Values } from './marbles.js';
import type { Stage } from './run.js';
import type { VirtualClock } from './virtual-clock.js';

/** RELAY's side of a marble test. */
export interface RelayScript {
  /** Sends events at their frames. While the connection is away, an event is kept until the resume. */
  readonly events: (marbles: string, values: Values<ServerEvent>) => void;
  /**
   * Sets the answer to each request of a method, as a diagram from its arrival with one answer; `'-'` is no answer. By
   * default, a request succeeds at once. `s` is a success and `r` a refusal with code 500, unless `values` define them.
   */
  readonly answers: (method: string, marbles: string, values?: Values<Answer>) => void;
  /**
   * Sets when the requests of a method are answered, in the time of the test, so that the diagram lines up with
   * `events`. The first answer is for the first request, and so on; further requests are never answered. Within a
   * frame, things happen in the order in which the test wrote them. The letters are those of `answers`.
   */
  readonly answersAt: (method: string, marbles: string, values?: Values<Answer>) => void;
  /**
   * Changes the connection: `d` drops it; `u` restores it and resumes the session; `n` restores it with a new session;
   * `x` ends it for good. The client reconnects in the same frame.
   */
  readonly connection: (marbles: string) => void;
  /** The contexts of the latest connect. */
  readonly contexts: () => readonly string[];
  /** Offers another inbound call. `fields` are those of the receive event, in camelCase. */
  readonly call: (fields?: Readonly<Record<string, unknown>>) => Call;
}

const CHANGES: Values<ConnectionChange> = {
  d: 'down',
  u: 'resumed',
  n: 'new session',
  x: 'lost',
};

/**
 * Plays a diagram in the time of the test. Within a frame, diagrams are played in the order in which they were written.
 */
export function play<T>(
  clock: VirtualClock,
  helper: string,
  marbles: string,
  values: Values<T>,
  act: (value: T) => void,
  whatIsWrong: (value: unknown) => string | undefined = () => undefined,
): void {
  const marks = readMarbles(helper, marbles);
  checkScript(helper, marbles, marks, values);
  checkValues(helper, marks, values, whatIsWrong);
  const last = marks.at(-1);
  if (last !== undefined) clock.checkTime(helper, marbles, clock.frame + last.frame);
  clock.createHotObservable<T>(marbles, values).subscribe(act);
}

function checkValues(
  helper: string,
  marks: ReturnType<typeof readMarbles>,
  values: Values<unknown>,
  whatIsWrong: (value: unknown) => string | undefined,
): void {
  for (const { mark } of marks) {
    const wrong = whatIsWrong(values[mark]);
    if (wrong !== undefined) throw new MarbleScriptError(helper, `the value ${mark} ${wrong}`);
  }
}

export function relayScript(server: FakeRelay, { clock, operations, client }: Stage): RelayScript {
  const change = (what: ConnectionChange): void => {
    server.change('relay.connection', what);
    // The calls of a lost session cannot be resumed.
    if (what === 'lost') operations.endSession(clock.now());
  };
  const answersOf = (helper: string, values: Values<Answer>): Values<Answer> => {
    if (typeof values !== 'object')
      throw new MarbleScriptError(helper, `expects an object with answers; got ${show(values)}`);
    return { s: success(), r: refusal('500'), ...values };
  };
  return {
    events: (marbles, values) => {
      const helper = 'relay.events';
      play(clock, helper, marbles, values, (event) => server.send(event), whatIsNoEvent);
    },
    answers: (method, marbles, values = {}) => {
      const helper = 'relay.answers';
      const answers = answersOf(helper, values);
      checkMethod(helper, method);
      const marks = readMarbles(helper, marbles);
      checkScript(helper, marbles, marks, answers);
      checkValues(helper, marks, answers, whatIsNoAnswer);
      if (marks.length > 1)
        throw new MarbleScriptError(
          helper,
          `the diagram '${marbles}' has ${marks.length} answers, and each request gets one: ` +
            'relay.answersAt answers one request after the other',
        );
      for (const { frame } of marks) clock.checkTime(helper, marbles, clock.frame + frame);
      server.answer(method, clock.createColdObservable(marbles, answers));
    },
    answersAt: (method, marbles, values = {}) => {
      const helper = 'relay.answersAt';
      checkMethod(helper, method);
      const answer = server.answerWhenTold(helper, method);
      play(clock, helper, marbles, answersOf(helper, values), answer, whatIsNoAnswer);
    },
    connection: (marbles) => play(clock, 'relay.connection', marbles, CHANGES, change),
    contexts: () => server.contexts,
    call: (fields) => offer(server, client, fields),
  };
}

function offer(server: FakeRelay, client: RelayClient, fields?: Readonly<Record<string, unknown>>): Call {
  let call: Call | undefined;
  const calls = client.calls$.subscribe((received) => (call = received));
  server.offer(fields);
  calls.unsubscribe();
  if (call === undefined) throw new MarbleScriptError('relay.call', 'the client did not take the call');
  return call;
}

function checkMethod(helper: string, method: unknown): void {
  if (typeof method !== 'string' || !method.includes('.'))
    throw new MarbleScriptError(helper, `expects a method, such as 'calling.play'; got ${show(method)}`);
}

function whatIsNoEvent(value: unknown): string | undefined {
  const { type, fields } = Object(value) as { readonly type?: unknown; readonly fields?: unknown };
  if (typeof type === 'string' && typeof fields === 'object' && fields !== null) return undefined;
  return `must be an event, made with a builder (collected.digits('1')) or with event(type, params); got ${show(value)}`;
}

function whatIsNoAnswer(value: unknown): string | undefined {
  const { result, error } = Object(value) as { readonly result?: unknown; readonly error?: unknown };
  if (typeof value === 'object' && (result !== undefined || error !== undefined)) return undefined;
  return `must be an answer, made with success(), refusal(code) or rpcError(code); got ${show(value)}`;
}
