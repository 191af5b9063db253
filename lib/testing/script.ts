import type { TestScheduler } from 'rxjs/testing';
import type { Call } from '../call.js';
import type { RelayClient } from '../client.js';
import { refusal, success, type Answer } from './answers.js';
import { MarbleScriptError } from './diagrams/failure.js';
import type { ServerEvent } from './events.js';
import type { ConnectionChange, FakeRelay } from './fake-relay.js';
import { checkLetters, checkScript, type Values } from './marbles.js';
import type { Stage } from './run.js';

/** RELAY's side of a marble test. */
export interface RelayScript {
  /** What RELAY tells, and when. While the connection is away it is kept, and follows the resume. */
  readonly events: (marbles: string, values: Values<ServerEvent>) => void;
  /**
   * How each request of a method is answered, from the moment it arrives; `'-'` is never. Without it a request
   * succeeds at once. `s` is a success and `r` a refusal with code 500, unless `values` say otherwise.
   */
  readonly answers: (method: string, marbles: string, values?: Values<Answer>) => void;
  /**
   * When the requests of a method are answered, on the test's own time, so that it reads side by side with `events`:
   * the first answer is for the first request, and so on. Requests that are left over are never answered. Of two
   * things in one frame, what the test wrote first comes first. The letters are those of `answers`.
   */
  readonly answersAt: (method: string, marbles: string, values?: Values<Answer>) => void;
  /**
   * What becomes of the connection: `d` it drops; `u` it is up again, and the session is resumed; `n` it is up again
   * with a new session; `x` it is lost for good. The client comes back in the same frame.
   */
  readonly connection: (marbles: string) => void;
  /** The contexts that the latest connect asked for. */
  readonly contexts: () => readonly string[];
  /** Another inbound call. `fields` are those of the receive event, in camelCase. */
  readonly call: (fields?: Readonly<Record<string, unknown>>) => Call;
}

const CHANGES: Values<ConnectionChange> = {
  d: 'down',
  u: 'resumed',
  n: 'new session',
  x: 'lost',
};

/** Plays a diagram on the test's own time: what is written first comes first in a frame. */
export function play<T>(
  scheduler: TestScheduler,
  helper: string,
  marbles: string,
  values: Values<T>,
  act: (value: T) => void,
): void {
  checkScript(helper, marbles, values);
  scheduler.createHotObservable<T>(marbles, values).subscribe(act);
}

export function relayScript(
  server: FakeRelay,
  { scheduler, operations, helpers: { client } }: Stage,
): RelayScript {
  const change = (what: ConnectionChange): void => {
    // Nobody comes back to the calls of a session that is lost for good.
    if (what === 'lost') operations.endSession(scheduler.now());
    server.change(what);
  };
  const answersOf = (values: Values<Answer>): Values<Answer> => ({
    s: success(),
    r: refusal('500'),
    ...values,
  });
  return {
    events: (marbles, values) =>
      play(scheduler, 'relay.events', marbles, values, (event) => server.send(event)),
    answers: (method, marbles, values = {}) => {
      checkLetters('relay.answers', marbles, answersOf(values));
      server.answer(method, scheduler.createColdObservable(marbles, answersOf(values)));
    },
    answersAt: (method, marbles, values = {}) => {
      const helper = 'relay.answersAt';
      play(scheduler, helper, marbles, answersOf(values), server.answerWhenTold(helper, method));
    },
    connection: (marbles) => play(scheduler, 'relay.connection', marbles, CHANGES, change),
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

/** Answers to what was never asked are a slip of the author's. */
export function checkAnswers(server: FakeRelay): void {
  const [method] = server.unasked;
  if (method !== undefined)
    throw new MarbleScriptError('relay.answers', `'${method}' was never sent, so that nothing was answered`);
}
