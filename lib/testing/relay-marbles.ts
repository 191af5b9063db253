import type { Call } from '../call.js';
import { optional, record } from '../protocol/options/schema.js';
import { flag, milliseconds, that } from '../protocol/options/values.js';
import { replay } from '../recording/index.js';
import { withCaller, type CallerOptions, type CallerRunHelpers } from './caller/caller-side.js';
import { DeepEquality, type AssertDeepEqual } from './deep-equality.js';
import { FakeRelay } from './fake-relay.js';
import { runTest, type CommonHelpers, type RelayMarblesOptions, type TestKind } from './run.js';
import { relayScript, type RelayScript } from './script.js';

export type { RelayMarblesOptions } from './run.js';
export type { RelayScript } from './script.js';

/** Helpers of a marble test: RxJS's own helpers, and RELAY, whose side is written as marbles. */
export interface RelayRunHelpers extends CommonHelpers {
  /** An inbound call, not answered yet. Its id is `call-1`. */
  readonly call: Call;
  readonly relay: RelayScript;
}

/** A test whose server side is a script. */
const scripted: TestKind<Pick<RelayRunHelpers, 'call' | 'relay'>> = {
  name: 'run',
  maxTime: 3_600_000,
  serverSide: (clock) => {
    const server = new FakeRelay(clock);
    return {
      connection: server.connection,
      contexts: ['default'],
      helpers: (stage) => {
        const relay = relayScript(server, stage);
        return { relay, call: relay.call() };
      },
      problems: () => server.problems(),
    };
  },
};

const check = record<RelayMarblesOptions>({
  client: optional(that('an object', (value) => typeof value === 'object')),
  maxTime: optional(milliseconds),
  strict: optional(flag),
});

/** The kinds of test. Every helper may be taken out of its object. */
export interface RelayMarbles {
  /** Runs a test whose server side is a script: what RELAY sends and answers is written by the test. */
  readonly run: <T>(test: (helpers: RelayRunHelpers) => T) => T;
  /**
   * Runs a test whose server side is the simulator, and whose caller is written as marbles: prompts last as long as
   * their text takes to say, timeouts run out, keys cut prompts off, all of it in virtual time.
   *
   * @example
   * ```ts
   * import assert from 'node:assert';
   * import { digits, tts, type Call } from 'relay-rx';
   * import { relayMarbles } from 'relay-rx/testing';
   * import { concat, ignoreElements, retry } from 'rxjs';
   *
   * const { runCaller } = relayMarbles(assert.deepStrictEqual);
   *
   * const flow = (call: Call) =>
   *   concat(
   *     call.answer().pipe(ignoreElements()),
   *     call
   *       .playAndCollect({ media: [tts('Press 1.')], collect: { digits: { max: 1 } } })
   *       .pipe(digits(), retry(1)),
   *   );
   *
   * runCaller(({ caller, expectFlow, expectHeard }) => {
   *   // "Press 1." takes 800 ms to say, and 4 s later nobody has pressed a key: it is asked again.
   *   caller('                     6s 2');
   *   expectFlow(flow).toBe('      6s (x|)', { x: '2' });
   *   expectHeard().toBe('         p 4799ms p', { p: 'Press 1.' });
   * });
   * ```
   */
  readonly runCaller: <T>(test: (helpers: CallerRunHelpers) => T, options?: CallerOptions) => T;
  /** Runs a flow against a recording, in virtual time; `mismatch` is where it first did something else than then. */
  readonly replay: typeof replay;
}

/**
 * Marble tests of flows, in virtual time and without a socket: the real client, call and action run, and RELAY's side
 * of the wire is written as marbles (`run`), or is the simulator's, with a caller who is (`runCaller`).
 *
 * @param assertDeepEqual compares what happened with what was expected, and throws, or returns false, when they differ:
 * any test runner's deep equality, of which the strict one finds more. A failure has both diagrams, the first difference
 * in words, and what was reported on `errors$`.
 * @throws {MarbleScriptError} when it is no function.
 * @throws {TypeError | RangeError} when an option is not allowed.
 * @example
 * ```ts
 * import assert from 'node:assert';
 * import { digits, tts, type Call } from 'relay-rx';
 * import { collected, command, playback, relayMarbles } from 'relay-rx/testing';
 *
 * const { run } = relayMarbles(assert.deepStrictEqual);
 *
 * const menu = (call: Call) =>
 *   call.playAndCollect({ media: [tts('Press 1.')], collect: { digits: { max: 1 } } }).pipe(digits());
 *
 * run(({ relay, expectFlow, expectCommands }) => {
 *   relay.events('       ---p----d', { p: playback('finished'), d: collected.digits('1') });
 *   expectFlow(menu).toBe('--------(x|)', { x: '1' });
 *   expectCommands().toBe('c', { c: command('calling.play_and_collect') });
 * });
 * ```
 */
export function relayMarbles(
  assertDeepEqual: AssertDeepEqual,
  options: RelayMarblesOptions = {},
): RelayMarbles {
  check(options, 'relayMarbles');
  const equality = new DeepEquality(assertDeepEqual);
  return {
    run: (test) => runTest(equality, options, scripted, test),
    runCaller: (test, caller = {}) => runTest(equality, options, withCaller(caller), test),
    replay,
  };
}
