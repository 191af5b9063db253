import type { RunHelpers, TestScheduler } from 'rxjs/testing';
import { RelayClient } from '../client.js';
import type { RelayClientOptions } from '../connection/settings.js';
import type { Command } from './commands.js';
import { Expectations, type AssertDeepEqual, type OperationsToBe, type ToBe } from './expectations.js';
import { OperationLog } from './operation-log.js';
import type { TestConnection } from './test-connection.js';

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

/** What every test of this library works with, beside RxJS's own helpers. */
export interface CommonHelpers extends RunHelpers {
  readonly client: RelayClient;
  /** What the client sends on calls and messages: its values are made with `command`. */
  readonly expectCommands: () => ToBe<Command>;
  /**
   * The operations that are still running when the test is over, in the order in which they were asked for: RELAY
   * carries them out, and neither have they ended nor were they stopped, nor has their call ended. With a diagram of one
   * mark (`'---|'`), those that run when all of that frame has happened.
   */
  readonly expectOperations: (marbles?: string) => OperationsToBe;
}

/** One test: its clock, its client, and the books that are kept of it. */
export interface Stage {
  readonly scheduler: TestScheduler;
  readonly expectations: Expectations;
  readonly helpers: CommonHelpers;
  /** What was asked, and which operations run. */
  readonly operations: OperationLog;
}

/** How one side of a test is set up: RELAY's, by a script or by the simulator. */
export interface ServerSide<H> {
  readonly connection: TestConnection;
  /** Where virtual time ends, unless the test says otherwise. */
  readonly maxTime: number;
  /** The contexts whose calls the client receives, unless the test says otherwise. */
  readonly contexts: readonly string[];
  /** The helpers that this kind of test adds. */
  helpers(stage: Stage): H;
  /** What can be said against the test itself when it has passed. */
  check?(): void;
}

/** Runs a test in virtual time. */
export function runTest<H, T>(
  assertDeepEqual: AssertDeepEqual,
  options: RelayMarblesOptions,
  serverSide: (scheduler: TestScheduler) => ServerSide<H>,
  test: (helpers: CommonHelpers & H) => T,
): T {
  const { strict = false } = options;
  const expectations = new Expectations(assertDeepEqual);
  const { scheduler } = expectations;
  const server = serverSide(scheduler);
  const { connection, maxTime } = server;
  const operations = new OperationLog();
  // The frames of a connection do not fail.
  connection.frames$.subscribe((frame) => operations.framePassed(frame));
  let ids = 0;
  const client = new RelayClient({
    contexts: server.contexts,
    reconnect: connection.reconnect,
    generateId: () => `id-${(ids += 1)}`,
    ...options.client,
    project: PROJECT,
    token: TOKEN,
    host: 'marbles.invalid',
    scheduler,
    socket: connection.connect,
  });

  try {
    const result = scheduler.run((helpers) => {
      scheduler.maxFrames = options.maxTime ?? maxTime;
      const common: CommonHelpers = {
        ...helpers,
        expectObservable: expectations.expectObservable,
        expectSubscriptions: expectations.expectSubscriptions,
        client,
        expectCommands: () => expectations.expectCommands(operations),
        expectOperations: (marbles) => expectations.expectOperations(operations, marbles),
      };
      const added = server.helpers({ scheduler, expectations, helpers: common, operations });
      // What the server side adds may be made when it is first asked for.
      const all = Object.defineProperties({ ...common }, Object.getOwnPropertyDescriptors(added));
      return test(all as CommonHelpers & H);
    });
    if (strict && !expectations.saysWhatIsLeft) expectations.expectOperations(operations).toBe([]);
    expectations.check();
    server.check?.();
    return result;
  } finally {
    client.close();
  }
}

/** The credentials that the client of a test has, and that RELAY's side wants to see. */
export const PROJECT = 'marbles';
export const TOKEN = 'marbles';
