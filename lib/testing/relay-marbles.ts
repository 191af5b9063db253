import type { TestScheduler } from 'rxjs/testing';
import type { Call } from '../call.js';
import { replay } from '../recording/index.js';
import { callerSide, type CallerOptions, type CallerRunHelpers } from './caller/caller-side.js';
import type { AssertDeepEqual } from './expectations.js';
import { FakeRelay } from './fake-relay.js';
import { runTest, type CommonHelpers, type RelayMarblesOptions, type ServerSide } from './run.js';
import { checkAnswers, relayScript, type RelayScript } from './script.js';

export type { RelayMarblesOptions } from './run.js';
export type { RelayScript } from './script.js';

/** What a marble test works with: RxJS's own helpers, and RELAY, whose side is written as marbles. */
export interface RelayRunHelpers extends CommonHelpers {
  /** An inbound call, not answered yet. Its id is `call-1`. */
  readonly call: Call;
  readonly relay: RelayScript;
}

/** RELAY's side as the test writes it. */
const scriptSide = (scheduler: TestScheduler): ServerSide<Pick<RelayRunHelpers, 'call' | 'relay'>> => {
  const server = new FakeRelay(scheduler);
  return {
    connection: server.connection,
    maxTime: 3_600_000,
    contexts: ['default'],
    helpers: (stage) => {
      const relay = relayScript(server, stage);
      return { relay, call: relay.call() };
    },
    check: () => checkAnswers(server),
  };
};

/** The kinds of test. Every helper may be taken out of its object. */
export interface RelayMarbles {
  /** Runs a test whose server side is a script: what RELAY tells and answers is written by the test. */
  readonly run: <T>(test: (helpers: RelayRunHelpers) => T) => T;
  /**
   * Runs a test whose server side is the simulator, and whose caller is written as marbles: prompts last as long as
   * their text takes to say, timeouts run out, keys cut prompts off, all of it in virtual time.
   *
   * @example
   * ```ts
   * import assert from 'node:assert';
   * import { digits, tts } from 'relay-rx';
   * import { relayMarbles } from 'relay-rx/testing';
   * import { concat, ignoreElements, retry } from 'rxjs';
   *
   * const { runCaller } = relayMarbles((actual, expected) => assert.deepEqual(actual, expected));
   *
   * runCaller(({ call, caller, expectObservable, expectHeard }) => {
   *   const menu = call.playAndCollect({ media: [tts('Press 1.')], collect: { digits: { max: 1 } } });
   *   const flow = concat(call.answer().pipe(ignoreElements()), menu.pipe(digits(), retry(1)));
   *   // "Press 1." takes 800 ms to say, and 4 s later nobody has pressed a key: it is asked again.
   *   caller('                     6s 2');
   *   expectObservable(flow).toBe('6s (x|)', { x: '2' });
   *   expectHeard().toBe('         p 4799ms p', { p: 'Press 1.' });
   * });
   * ```
   */
  readonly runCaller: <T>(test: (helpers: CallerRunHelpers) => T, options?: CallerOptions) => T;
  /** Runs a flow against a recording, in virtual time; `departure` is where it first did something else than then. */
  readonly replay: typeof replay;
}

/**
 * Marble tests of flows, in virtual time and without a socket: the real client, call and action run, and RELAY's side
 * of the wire is written as marbles (`run`), or is the simulator's, with a caller who is (`runCaller`).
 *
 * @param assertDeepEqual compares what happened with what was expected, and throws, or returns false, when they differ:
 * any test runner's deep equality. A failure has both diagrams and the first difference in words.
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
  assertDeepEqual: AssertDeepEqual,
  options: RelayMarblesOptions = {},
): RelayMarbles {
  return {
    run: (test) => runTest(assertDeepEqual, options, scriptSide, test),
    runCaller: (test, caller = {}) =>
      runTest(assertDeepEqual, options, (scheduler) => callerSide(scheduler, caller), test),
    replay,
  };
}
