import type { ObservableInput } from 'rxjs';
import type { RunHelpers } from 'rxjs/testing';
import type { Call } from '../call.js';
import { RelayClient } from '../client.js';
import type { RelayClientOptions } from '../client/options.js';
import type { Command } from './commands.js';
import type { DeepEquality } from './deep-equality.js';
import { MarbleScriptError } from './diagrams/failure.js';
import { show } from './diagrams/show.js';
import type { ExpectFlowOptions } from './expect-flow.js';
import { Expectations, type FlowToBe, type OperationsToBe, type ToBe } from './expectations.js';
import { HelperGuard } from './helper-guard.js';
import { OperationLog } from './operation-log.js';
import { ReportedErrors, addToMessage } from './reported-errors.js';
import type { PassedFrame, TestConnection } from './test-connection.js';
import type { VirtualClock } from './virtual-clock.js';

export interface RelayMarblesOptions {
  /** Further options of the client. */
  readonly client?:
    Omit<RelayClientOptions, 'project' | 'token' | 'jwtToken' | 'scheduler' | 'socket'> | undefined;
  /**
   * The end of virtual time, in ms: a live call keeps its timers running without an end.
   * @default an hour, and ten minutes with a caller
   */
  readonly maxTime?: number | undefined;
  /**
   * Whether a test fails when operations still run at its end and `expectOperations` does not name them.
   * @default false
   */
  readonly strict?: boolean | undefined;
}

/** Helpers of every test, besides RxJS's helpers. */
export interface CommonHelpers extends RunHelpers {
  readonly client: RelayClient;
  /**
   * Runs a flow as `eachCall` does, by default for the test's call, and compares its notifications: its values, then
   * its completion or error. There are none once its call has ended. A failed flow is reported on `errors$` and its
   * call is hung up, as usual; the test passes if `toBe` expects the error.
   *
   * Without `toBe` the flow runs too, for other expectations; an error of the flow then fails the test.
   *
   * @param options a subscription diagram as for `expectObservable` (`'^--!'`), or an object with that as
   * `subscription`, and with `call` and `after` (as for `eachCall`).
   */
  readonly expectFlow: <T>(
    flow: (call: Call) => ObservableInput<T>,
    options?: string | null | ExpectFlowOptions,
  ) => FlowToBe;
  /**
   * Compares the commands that the client sends on calls and messages. The expected values are made with `command`, or
   * are matchers of the test runner (`expect.objectContaining({ … })`), which receive the whole command.
   */
  readonly expectCommands: () => ToBe<Command>;
  /**
   * Compares the operations that run at the end of the test, in the order of their requests: RELAY has accepted them,
   * they have not ended or been stopped, and their call is live. With a diagram of one mark (`'---|'`), those that run
   * at the end of that frame.
   */
  readonly expectOperations: (marbles?: string) => OperationsToBe;
}

/** One test: its clock, its client, and its logs. */
export interface Stage {
  readonly clock: VirtualClock;
  readonly expectations: Expectations;
  readonly guard: HelperGuard;
  readonly client: RelayClient;
  /** The requests and the operations. */
  readonly operations: OperationLog;
}

/** RELAY's side of a test: a script or the simulator. */
export interface ServerSide<H> {
  readonly connection: TestConnection;
  /** The default contexts of the client. */
  readonly contexts: readonly string[];
  /** The helpers that this kind of test adds. */
  helpers(stage: Stage): H;
  /** The parts of the script that never happened: the test does not test them. */
  problems(): readonly MarbleScriptError[];
}

/** One of the two kinds of test. */
export interface TestKind<H> {
  readonly name: string;
  /** The default of `maxTime`. */
  readonly maxTime: number;
  readonly serverSide: (clock: VirtualClock) => ServerSide<H>;
}

/** Runs a test in virtual time. Nothing of the test happens after this has returned or thrown. */
export function runTest<H extends { readonly call: Call }, T>(
  equality: DeepEquality,
  options: RelayMarblesOptions,
  { name, maxTime, serverSide }: TestKind<H>,
  test: (helpers: CommonHelpers & H) => T,
): T {
  checkTest(name, test);
  const guard = new HelperGuard();
  const expectations = new Expectations(equality, guard, options.maxTime ?? maxTime);
  const { clock } = expectations;
  const server = serverSide(clock);
  const { connection } = server;
  const operations = new OperationLog();
  // The frames of a connection do not fail.
  connection.frames$.subscribe((frame) => {
    operations.framePassed(frame);
    if (isOfTheTest(frame)) clock.happened();
  });
  let ids = 0;
  const client = new RelayClient({
    contexts: server.contexts,
    reconnect: connection.reconnect,
    generateId: () => `id-${(ids += 1)}`,
    ...options.client,
    project: PROJECT,
    token: TOKEN,
    host: 'marbles.invalid',
    scheduler: clock.background,
    socket: connection.connect,
  });
  const reported = new ReportedErrors(client, () => clock.frame);

  const helpersOf = (helpers: RunHelpers): CommonHelpers & H => {
    const common: CommonHelpers = {
      ...helpers,
      flush: clock.flushToLast,
      expectObservable: expectations.expectObservable,
      expectSubscriptions: expectations.expectSubscriptions,
      client,
      expectFlow: (flow, how) =>
        expectations.expectFlow(
          flow,
          how,
          () => all.call,
          (error) => reported.expect(error),
        ),
      expectCommands: () => expectations.expectCommands(operations),
      expectOperations: (marbles) => expectations.expectOperations(operations, marbles),
    };
    const added = server.helpers({ clock, expectations, guard, client, operations });
    // Members of the server side's helpers may be lazy.
    const descriptors = Object.getOwnPropertyDescriptors(added);
    const all = guard.helpers(Object.defineProperties({ ...common }, descriptors) as CommonHelpers & H);
    return all;
  };

  try {
    const result = clock.run((helpers) => {
      clock.maxFrames = clock.maxTime;
      return test(helpersOf(helpers));
    });
    if (connection.endless !== undefined) throw connection.endless;
    if (options.strict === true && !expectations.saysWhatIsLeft)
      expectations.expectOperations(operations).toBe([]);
    expectations.check();
    for (const problem of server.problems()) throw problem;
    reported.check();
    if (options.client?.logger === undefined) reported.warn();
    return result;
  } catch (error) {
    const failure: unknown = connection.endless ?? reported.scriptError ?? error;
    if (!(failure instanceof MarbleScriptError)) addProblems(failure, server.problems());
    reported.addTo(failure);
    throw failure;
  } finally {
    // Not closed: that would cause completions and rejections in real time, after the test.
    connection.end();
    guard.close();
  }
}

/** Whether a frame is more than a ping. */
function isOfTheTest({ direction, frame }: PassedFrame): boolean {
  const { method } = frame as { readonly method?: unknown };
  if (typeof method !== 'string') return false;
  return direction === 'received' ? method === 'signalwire.event' : method !== 'signalwire.ping';
}

/** Refuses an async test: virtual time is over when it returns, so nothing after an `await` could fail it. */
function checkTest(name: string, test: unknown): void {
  if (typeof test !== 'function')
    throw new MarbleScriptError(name, `expects the function of a test; got ${show(test)}`);
  if (Object.prototype.toString.call(test) === '[object AsyncFunction]')
    throw new MarbleScriptError(
      name,
      'the test is an async function. Virtual time ends when it first waits, so that what follows an await could not ' +
        'fail it: write it without await',
    );
}

/** Adds the parts of the script that never happened to a failure: they may be its reason. */
function addProblems(failure: unknown, problems: readonly MarbleScriptError[]): void {
  if (!(failure instanceof Error) || problems.length === 0) return;
  addToMessage(
    failure,
    `\n\nWhat never happened:\n${problems.map(({ message }) => `  ${message}`).join('\n')}`,
  );
}

/** The credentials of the client and of RELAY's side in a test. */
export const PROJECT = 'marbles';
export const TOKEN = 'marbles';
