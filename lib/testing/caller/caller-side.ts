import { filter, type Subscription } from 'rxjs';
import type { Call } from '../../call.js';
import type { RelayClient } from '../../client.js';
import type { Caller } from '../../simulator/call/caller.js';
import type { Heard } from '../../simulator/call/heard.js';
import { RelayEngine } from '../../simulator/engine/engine.js';
import type { EngineOptions } from '../../simulator/engine/settings.js';
import type { CallOptions } from '../../simulator/engine/switchboard.js';
import { MarbleScriptError } from '../diagrams/failure.js';
import { frame, show } from '../diagrams/show.js';
import type { ToBe } from '../expectations.js';
import type { Values } from '../marbles.js';
import { PROJECT, TOKEN, type CommonHelpers, type TestKind } from '../run.js';
import { play } from '../script.js';
import { TestConnection } from '../test-connection.js';
import type { VirtualClock } from '../virtual-clock.js';
import { scriptedCaller, type CallerScript, type ScriptedCaller } from './caller-script.js';
import type { DialogueEntry } from './dialogue.js';
import { compareDialogue, readDialogue } from './expect-dialogue.js';
import { asHeard, whatIsNotHeard } from './heard.js';

/** Options of the caller and of the simulator's timing: 150 words a minute by default. */
export interface CallerOptions
  extends
    Omit<CallOptions, 'script'>,
    Pick<
      EngineOptions,
      'wordsPerMinute' | 'audioDuration' | 'ringTimeout' | 'sessionTimeout' | 'pingInterval' | 'lateResults'
    > {}

/** Helpers of a test with a caller: RxJS's helpers, a caller, and the simulator. */
export interface CallerRunHelpers extends CommonHelpers {
  /**
   * The caller's call, ringing and not answered yet. Using it takes the call for the test. A test of a whole app does
   * not use it: then `client.calls$` emits the call.
   */
  readonly call: Call;
  /** The caller, which calls in frame 0. */
  readonly caller: CallerScript;
  /** Adds another caller, which calls at once. */
  readonly ring: (options?: Omit<CallOptions, 'script'>) => CallerScript;
  /**
   * Compares the media that a caller hears, each when it starts. A string is compared with the text, the URL or the
   * name of a medium; any other value with the whole medium.
   */
  readonly expectHeard: (caller?: CallerScript) => ToBe<string | Heard>;
  /**
   * Compares the whole dialogue from the caller's side, in order and without times, at the end of the test. A text
   * matches by a part of it or by a RegExp.
   *
   * @example
   * ```ts
   * import assert from 'node:assert';
   * import { digits, tts, type Call } from 'relay-rx';
   * import { relayMarbles } from 'relay-rx/testing';
   * import { concat } from 'rxjs';
   *
   * const { runCaller } = relayMarbles(assert.deepStrictEqual);
   *
   * const flow = (call: Call) =>
   *   concat(
   *     call.answer(),
   *     call.playAndCollect({ media: [tts('Press 1.')], collect: { digits: { max: 1 } } }).pipe(digits()),
   *     call.hangup(),
   *   );
   *
   * runCaller(({ caller, expectFlow, expectDialogue }) => {
   *   caller.onHearing('Press 1', '1s 1');
   *   expectFlow(flow);
   *   expectDialogue([{ heard: 'Press 1' }, { pressed: '1' }, { ended: 'hangup' }]);
   * });
   * ```
   */
  readonly expectDialogue: (entries: readonly DialogueEntry[], caller?: CallerScript) => void;
  /**
   * Changes the connection: `d` drops it; `u` restores it and resumes the session if it still exists; `n` restores it
   * with a new session; `x` ends it for good; `s` stalls it; `g` ends the stall. The client reconnects in the same
   * frame.
   */
  readonly connection: (marbles: string) => void;
  /** The simulator, for faults, callees, messages, conferences and queues. */
  readonly simulator: RelayEngine;
}

type Added = Omit<CallerRunHelpers, keyof CommonHelpers>;

interface Connection {
  readonly simulator: RelayEngine;
  readonly connection: TestConnection;
  readonly clock: VirtualClock;
  /** Stalled connections. */
  readonly stalls: Set<Subscription>;
}

const HELPER = 'connection';

const changes: Values<(connection: Connection) => void> = {
  d: ({ connection }) => connection.drop(HELPER),
  u: ({ connection }) => connection.restore(HELPER),
  n: ({ connection, simulator }) => {
    simulator.faults.restart({ resume: 'new session' });
    connection.restore(HELPER);
  },
  x: ({ connection }) => connection.lose(HELPER),
  s: ({ simulator, stalls }) => stalls.add(simulator.faults.stall()),
  g: ({ stalls, clock }) => {
    if (stalls.size === 0)
      throw new MarbleScriptError(
        HELPER,
        `at ${frame(clock.now())} it cannot end a stall: it is not stalled`,
      );
    for (const stall of stalls) stall.unsubscribe();
    stalls.clear();
  },
};

/** A test with a caller: RELAY's side is the simulator's engine, in virtual time. */
export const withCaller = (options: CallerOptions): TestKind<Added> => ({
  name: 'runCaller',
  maxTime: 600_000,
  serverSide: (clock) => {
    let ids = 0;
    const simulator = new RelayEngine({
      ...options,
      project: PROJECT,
      token: TOKEN,
      scheduler: clock.background,
      // Effects of marbles happen in the frame of the marble.
      reactionTime: 0,
      generateId: () => `relay-${(ids += 1)}`,
    });
    const connection = new TestConnection(simulator, clock);
    const stalls = new Set<Subscription>();
    const callers = new Map<string, KnownCaller>();

    return {
      connection,
      contexts: [options.context ?? 'default'],
      helpers: ({ expectations, guard, client, operations }) => {
        const watch = (caller: Caller): void => {
          const over$ = caller.state$.pipe(filter((state) => state === 'ended'));
          over$.subscribe(() => operations.endCall(clock.now(), caller.callId));
        };
        simulator.dialled$.subscribe(watch);
        const ring = (who: Omit<CallOptions, 'script'> = {}): CallerScript => {
          const caller = simulator.call(who);
          watch(caller);
          const heard: Noted[] = [];
          caller.heard$.subscribe((value) => heard.push({ frame: clock.now(), value }));
          const scripted = scriptedCaller(caller, clock, guard);
          callers.set(caller.callId, { ...scripted, heard });
          return scripted.script;
        };
        const known = (helper: string, who: CallerScript): KnownCaller => {
          const caller = callers.get((Object(who) as CallerScript).callId);
          if (caller !== undefined) return caller;
          throw new MarbleScriptError(helper, `expects a caller, as ring gives it; got ${show(who)}`);
        };
        const caller = ring(options);
        // The call is not offered yet: within a frame, things happen in the order in which the test wrote them.
        clock.runDue();
        let call: Call | undefined;
        return {
          get call() {
            if (call === undefined) guard.check('call');
            return (call ??= callOf(caller.callId, clock, client));
          },
          caller,
          ring,
          simulator,
          connection: (marbles) =>
            play(clock, HELPER, marbles, changes, (change) =>
              change({ simulator, connection, clock, stalls }),
            ),
          expectDialogue: (entries, who = caller) => {
            const { place } = guard;
            const { dialogue } = known('expectDialogue', who);
            const expected = readDialogue(entries);
            expectations.atEnd(() => compareDialogue(dialogue.lines, expected, place));
          },
          expectHeard: (who = caller) => {
            const { heard } = known('expectHeard', who);
            return expectations.expectNoted<string | Heard>(() => heard, {
              helper: 'expectHeard',
              noun: 'sound',
              view: asHeard,
              show: (value) => show(value),
              whatIsWrong: whatIsNotHeard,
            });
          },
        };
      },
      problems: () => [...callers.values()].flatMap((each) => each.problems()),
    };
  },
});

interface Noted {
  readonly frame: number;
  readonly value: Heard;
}

interface KnownCaller extends ScriptedCaller {
  readonly heard: readonly Noted[];
}

/**
 * The client's side of a caller's call. It runs what is due on RELAY's side in frame 0, so that the call is offered to
 * the client.
 */
function callOf(callId: string, clock: VirtualClock, client: RelayClient): Call {
  let call: Call | undefined;
  const calls = client.calls$
    .pipe(filter((each) => each.callId === callId))
    .subscribe((received) => (call = received));
  clock.runDue();
  calls.unsubscribe();
  if (call === undefined)
    throw new MarbleScriptError(
      'call',
      'the client did not take it: is its context among those of the client?',
    );
  return call;
}
