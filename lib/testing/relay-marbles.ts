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

/** Helpers of a marble test: RxJS's helpers, and RELAY's side as marbles. */
export interface RelayRunHelpers extends CommonHelpers {
  /** An inbound call, not answered yet. Its id is `call-1`. */
  readonly call: Call;
  readonly relay: RelayScript;
}

/** A test in which RELAY's side is a script. */
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

/** The kinds of marble tests. Every helper can be destructured. */
export interface RelayMarbles {
  /** Runs a test in which the test itself writes RELAY's events and answers. */
  readonly run: <T>(test: (helpers: RelayRunHelpers) => T) => T;
  /**
   * Runs a test against the simulator, with a caller written as marbles. Prompts last as long as their text takes to
   * say, timeouts expire and keys end prompts, all in virtual time.
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
  /** Runs a flow against a recording, in virtual time. `mismatch` is the first difference from the recording. */
  readonly replay: typeof replay;
}

/**
 * Marble tests of flows, in virtual time and without a socket. The real client, calls and actions run. RELAY's side is
 * written as marbles (`run`), or is the simulator with a caller written as marbles (`runCaller`).
 *
 * @param assertDeepEqual the deep equality of a test runner, preferably the strict one: it throws or returns false when
 * two values differ. A failure has both diagrams, the first difference in words, and the errors reported on `errors$`.
 * @throws {MarbleScriptError} when `assertDeepEqual` is not a function.
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
