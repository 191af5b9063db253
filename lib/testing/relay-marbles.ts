import { TestScheduler, type RunHelpers } from 'rxjs/testing';
import type { Call } from '../call.js';
import { RelayClient } from '../client.js';
import type { RelayClientOptions } from '../connection/settings.js';
import { refusal, success, type Answer } from './answers.js';
import { asExpected, type Command } from './commands.js';
import type { ServerEvent } from './events.js';
import { FakeRelay, type ConnectionChange } from './fake-relay.js';

/** RELAY's side of a marble test. */
export interface RelayScript {
  /** What RELAY tells, and when. */
  events(marbles: string, values: Readonly<Record<string, ServerEvent>>): void;
  /**
   * How each request of a method is answered, from the moment it arrives; `'-'` is never. Without it a request
   * succeeds at once. `s` is a success and `r` a refusal with code 500, unless `values` say otherwise.
   */
  answers(method: string, marbles: string, values?: Readonly<Record<string, Answer>>): void;
  /**
   * What becomes of the connection: `d` it drops; `u` it is up again, and the session is resumed; `n` it is up again
   * with a new session; `x` it is lost for good. The client comes back in the same frame.
   */
  connection(marbles: string): void;
  /** The contexts that the latest connect asked for. */
  contexts(): readonly string[];
  /** Another inbound call. `fields` are those of the receive event, in camelCase. */
  call(fields?: Readonly<Record<string, unknown>>): Call;
}

/** What a marble test works with: RxJS's own helpers, and RELAY. */
export interface RelayRunHelpers extends RunHelpers {
  readonly client: RelayClient;
  /** An inbound call, not answered yet. Its id is `call-1`. */
  readonly call: Call;
  readonly relay: RelayScript;
  /** What the client sends on calls and messages: its values are made with `command`. */
  expectCommands(): { toBe(marbles: string, values?: Readonly<Record<string, Command>>): void };
}

export interface RelayMarblesOptions {
  /** Further options of the client. */
  readonly client?: Omit<RelayClientOptions, 'project' | 'token' | 'jwtToken' | 'scheduler' | 'socket'>;
  /** Where virtual time ends, in ms: a call that is up keeps its connection alive for ever. An hour by default. */
  readonly maxTime?: number;
}

const CHANGES: Readonly<Record<string, ConnectionChange>> = {
  d: 'down',
  u: 'resumed',
  n: 'new session',
  x: 'lost',
};

/**
 * Marble tests of flows, in virtual time and without a socket: the real client, call and action run, and RELAY's side
 * of the wire is written as marbles.
 *
 * @param assertDeepEqual compares what happened with what was expected, and throws when they differ: any test
 * runner's deep equality.
 * @example
 * ```ts
 * import assert from 'node:assert';
 * import { digits, tts } from 'relay-rx';
 * import { collected, command, playback, relayMarbles } from 'relay-rx/testing';
 *
 * const { run } = relayMarbles((actual, expected) => assert.deepEqual(actual, expected));
 *
 * run(({ call, relay, expectObservable, expectCommands }) => {
 *   const prompt = call.playAndCollect({ media: [tts('Press 1.')], collect: { digits: { max: 1 } } });
 *   relay.events('  ---p----d--- ', { p: playback('finished'), d: collected.digits('1') });
 *   expectObservable(prompt.pipe(digits())).toBe('--------(x|)', { x: '1' });
 *   expectCommands().toBe('c', { c: command('calling.play_and_collect') });
 * });
 * ```
 */
export function relayMarbles(
  assertDeepEqual: (actual: unknown, expected: unknown) => void,
  options: RelayMarblesOptions = {},
): { run<T>(test: (helpers: RelayRunHelpers) => T): T } {
  const { maxTime = 3_600_000 } = options;
  return {
    run: (test) => {
      const scheduler = new TestScheduler(assertDeepEqual);
      const checks: (() => void)[] = [];
      const stage = scheduler.run((helpers) => {
        scheduler.maxFrames = maxTime;
        const set = setUp(scheduler, options, checks);
        return { ...set, result: test({ ...helpers, ...set.helpers }) };
      });
      for (const check of checks) check();
      stage.helpers.client.close();
      return stage.result;
    },
  };
}

function setUp(scheduler: TestScheduler, options: RelayMarblesOptions, checks: (() => void)[]) {
  const server = new FakeRelay(scheduler);
  let ids = 0;
  const client = new RelayClient({
    contexts: ['default'],
    reconnect: server.reconnect,
    generateId: () => `id-${(ids += 1)}`,
    ...options.client,
    project: 'marbles',
    token: 'marbles',
    host: 'marbles.invalid',
    scheduler,
    socket: server.connect,
  });
  const script = <T>(
    marbles: string,
    values: Readonly<Record<string, T>>,
    play: (value: T) => void,
  ): void => {
    scheduler.createHotObservable<T>(marbles, values).subscribe(play);
  };

  const offer = (fields?: Readonly<Record<string, unknown>>): Call => {
    let call: Call | undefined;
    const calls = client.calls$.subscribe((received) => (call = received));
    server.offer(fields);
    calls.unsubscribe();
    if (call === undefined) throw new Error('The client did not take the call');
    return call;
  };

  const sent: { frame: number; command: Command }[] = [];
  server.commands$.subscribe((command) => sent.push({ frame: scheduler.now(), command }));

  const relay: RelayScript = {
    events: (marbles, values) => script(marbles, values, (event) => server.send(event)),
    answers: (method, marbles, values = {}) =>
      server.answer(
        method,
        scheduler.createColdObservable(marbles, { s: success(), r: refusal('500'), ...values }),
      ),
    connection: (marbles) => script(marbles, CHANGES, (change) => server.change(change)),
    contexts: () => server.contexts,
    call: offer,
  };
  const expectCommands = () => ({
    toBe: (marbles: string, values: Readonly<Record<string, Command>> = {}) => {
      // Parsed here and now: a frame has its length in ms only while the test runs.
      const expected = TestScheduler.parseMarbles(marbles, values, undefined, undefined, true);
      checks.push(() => {
        const actual = sent.map(({ frame, command }, index) => {
          const notification = expected[index]?.notification;
          const wanted: unknown = notification?.kind === 'N' ? notification.value : undefined;
          return { frame, notification: { kind: 'N', value: asExpected(command, wanted), error: undefined } };
        });
        scheduler.assertDeepEqual(actual, expected);
      });
    },
  });
  return { helpers: { client, call: offer(), relay, expectCommands } };
}
