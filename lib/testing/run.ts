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
   * Where virtual time ends, in ms: a call that is up keeps its connection alive for ever. An hour by default, and ten
   * minutes with a caller.
   */
  readonly maxTime?: number | undefined;
  /**
   * Whether a test fails when operations still run at its end and it does not say so with `expectOperations`.
   * False by default.
   */
  readonly strict?: boolean | undefined;
}

/** Helpers of every test, beside RxJS's own helpers. */
export interface CommonHelpers extends RunHelpers {
  readonly client: RelayClient;
  /**
   * Runs a flow as `eachCall` runs it, for the test's own call unless the options name another, and compares what the
   * flow does of its own: its values, its completion or its error, and nothing more once its call has ended. A flow that
   * fails is reported on `errors$` and its call is hung up, as anywhere; the test passes when `toBe` expects it.
   *
   * Without `toBe` it runs all the same, for other expectations: an error of the flow fails the test.
   *
   * @param options when it is subscribed to and unsubscribed (`'^--!'`, as `expectObservable` takes it), or an object with
   * that as `subscription`, and with `call` and `after` (what `eachCall` does when the call is over).
   */
  readonly expectFlow: <T>(
    flow: (call: Call) => ObservableInput<T>,
    options?: string | null | ExpectFlowOptions,
  ) => FlowToBe;
  /**
   * Commands that the client sends on calls and messages: its values are made with `command`, or are matchers of the test
   * runner's (`expect.objectContaining({ … })`), which see all of a command.
   */
  readonly expectCommands: () => ToBe<Command>;
  /**
   * The operations that are still running when the test is over, in the order in which they were asked for: RELAY
   * carries them out, and neither have they ended nor were they stopped, nor has their call ended. With a diagram of one
   * mark (`'---|'`), those that run when all of that frame has happened.
   */
  readonly expectOperations: (marbles?: string) => OperationsToBe;
}

/** One test: its clock, its client, and what is written down of it. */
export interface Stage {
  readonly clock: VirtualClock;
  readonly expectations: Expectations;
  readonly guard: HelperGuard;
  readonly client: RelayClient;
  /** Requests, and operations that run. */
  readonly operations: OperationLog;
}

/** How one side of a test is set up: RELAY's, by a script or by the simulator. */
export interface ServerSide<H> {
  readonly connection: TestConnection;
  /** The contexts whose calls the client receives, unless the test says otherwise. */
  readonly contexts: readonly string[];
  /** The helpers that this kind of test adds. */
  helpers(stage: Stage): H;
  /** Parts of the script that never happened, so that the test is not about what it says. */
  problems(): readonly MarbleScriptError[];
}

/** One of the two kinds of test. */
export interface TestKind<H> {
  readonly name: string;
  /** Where virtual time ends, unless the test says otherwise. */
  readonly maxTime: number;
  readonly serverSide: (clock: VirtualClock) => ServerSide<H>;
}

/** Runs a test in virtual time. Nothing of it happens any more when this has returned or thrown. */
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
    // What the server side adds may be made when it is first asked for.
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
    // Not closed: a completion or a rejection would come after the test, in real time.
    connection.end();
    guard.close();
  }
}

/** Whether a frame is of what the test is about, rather than of keeping the connection alive. */
function isOfTheTest({ direction, frame }: PassedFrame): boolean {
  const { method } = frame as { readonly method?: unknown };
  if (typeof method !== 'string') return false;
  return direction === 'received' ? method === 'signalwire.event' : method !== 'signalwire.ping';
}

/** Virtual time is over when the test returns: what follows an `await` could not fail it. */
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

/** A part of the script that never happened may be why a test failed. */
function addProblems(failure: unknown, problems: readonly MarbleScriptError[]): void {
  if (!(failure instanceof Error) || problems.length === 0) return;
  addToMessage(
    failure,
    `\n\nWhat never happened:\n${problems.map(({ message }) => `  ${message}`).join('\n')}`,
  );
}

/** The credentials that the client of a test has, and that RELAY's side wants to see. */
export const PROJECT = 'marbles';
export const TOKEN = 'marbles';
