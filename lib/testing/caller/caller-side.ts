import { VirtualTimeScheduler, filter, type Subscription } from 'rxjs';
import type { TestScheduler } from 'rxjs/testing';
import type { Call } from '../../call.js';
import type { RelayClient } from '../../client.js';
import type { Caller } from '../../simulator/call/caller.js';
import type { Heard } from '../../simulator/call/heard.js';
import { RelayEngine } from '../../simulator/engine/engine.js';
import type { EngineOptions } from '../../simulator/engine/settings.js';
import type { CallOptions } from '../../simulator/engine/switchboard.js';
import { MarbleScriptError, placeOf } from '../diagrams/failure.js';
import { show } from '../diagrams/show.js';
import type { ToBe } from '../expectations.js';
import { TestConnection } from '../test-connection.js';
import type { Values } from '../marbles.js';
import { PROJECT, TOKEN, type CommonHelpers, type ServerSide, type Stage } from '../run.js';
import { play } from '../script.js';
import { scriptedCaller, type CallerScript, type ScriptedCaller } from './caller-script.js';
import type { Dialogue, DialogueEntry } from './dialogue.js';
import { compareDialogue, readDialogue } from './expect-dialogue.js';
import { asHeard } from './heard.js';

/** Who calls, and how the simulator keeps time: 150 words a minute, unless it says otherwise. */
export interface CallerOptions
  extends
    Omit<CallOptions, 'script'>,
    Pick<
      EngineOptions,
      'wordsPerMinute' | 'audioDuration' | 'ringTimeout' | 'sessionTimeout' | 'pingInterval'
    > {}

/** What a test with a caller works with: RxJS's own helpers, a caller, and the simulator. */
export interface CallerRunHelpers extends CommonHelpers {
  /**
   * The caller's call, which rings and is not answered yet. Whoever takes it from here has it to themselves; a test of a
   * whole app leaves it alone, and the call comes to `client.calls$`.
   */
  readonly call: Call;
  /** Who calls, in frame 0. */
  readonly caller: CallerScript;
  /** Somebody else calls: at once, or in a frame when it is called from there. */
  readonly ring: (options?: Omit<CallOptions, 'script'>) => CallerScript;
  /**
   * What a caller hears, as it starts. A string stands for the text of it, the URL or the name; anything else is
   * compared with all there is to know.
   */
  readonly expectHeard: (caller?: CallerScript) => ToBe<string | Heard>;
  /**
   * What a caller heard and did, in order and without times: all of it, compared when the test is over. Texts match by a
   * part of them or by a RegExp.
   *
   * @example
   * ```ts
   * import assert from 'node:assert';
   * import { digits, tts } from 'relay-rx';
   * import { relayMarbles } from 'relay-rx/testing';
   * import { concat, ignoreElements } from 'rxjs';
   *
   * const { runCaller } = relayMarbles(assert.deepStrictEqual);
   *
   * runCaller(({ call, caller, expectObservable, expectDialogue }) => {
   *   const menu = call.playAndCollect({ media: [tts('Press 1.')], collect: { digits: { max: 1 } } });
   *   caller.onHearing('Press 1', '1s 1');
   *   expectObservable(concat(call.answer(), menu.pipe(digits()), call.hangup()).pipe(ignoreElements()));
   *   expectDialogue([{ heard: 'Press 1' }, { pressed: '1' }, { ended: 'hangup' }]);
   * });
   * ```
   */
  readonly expectDialogue: (entries: readonly DialogueEntry[], caller?: CallerScript) => void;
  /**
   * What becomes of the connection: `d` it drops; `u` it is up again, and the session is resumed if it still is there;
   * `n` it is up again, and the service has begun anew; `x` it is lost for good; `s` it stalls; `g` it goes on. The
   * client comes back in the same frame.
   */
  readonly connection: (marbles: string) => void;
  /** The simulator itself: its faults, who is called, messages, conferences, queues. */
  readonly simulator: RelayEngine;
}

type Added = Omit<CallerRunHelpers, keyof CommonHelpers>;

interface Connection {
  readonly simulator: RelayEngine;
  readonly connection: TestConnection;
  /** What is stalled. */
  readonly stalls: Set<Subscription>;
}

const changes: Values<(connection: Connection) => void> = {
  d: ({ connection }) => connection.drop(),
  u: ({ connection }) => connection.restore(),
  n: ({ connection, simulator }) => {
    simulator.faults.restart({ resume: 'new session' });
    connection.restore();
  },
  x: ({ connection }) => connection.lose(),
  s: ({ simulator, stalls }) => stalls.add(simulator.faults.stall()),
  g: ({ stalls }) => {
    for (const stall of stalls) stall.unsubscribe();
    stalls.clear();
  },
};

/** RELAY's side of a test with a caller: the simulator's engine, on the test's own time. */
export function callerSide(scheduler: TestScheduler, options: CallerOptions): ServerSide<Added> {
  let ids = 0;
  const simulator = new RelayEngine({
    ...options,
    project: PROJECT,
    token: TOKEN,
    scheduler,
    // What marbles say happens in the frame that they say it in.
    reactionTime: 0,
    generateId: () => `relay-${(ids += 1)}`,
  });
  const connection = new TestConnection(simulator, scheduler);
  const scripted: ScriptedCaller[] = [];
  const stalls = new Set<Subscription>();
  const heard = new Map<string, { frame: number; value: Heard }[]>();
  const dialogues = new Map<string, Dialogue>();

  return {
    connection,
    maxTime: 600_000,
    contexts: [options.context ?? 'default'],
    helpers: ({ expectations, helpers: { client }, operations }: Stage) => {
      const watch = (caller: Caller): void => {
        const over$ = caller.state$.pipe(filter((state) => state === 'ended'));
        over$.subscribe(() => operations.endCall(scheduler.now(), caller.callId));
      };
      simulator.dialled$.subscribe(watch);
      const ring = (who: Omit<CallOptions, 'script'> = {}): CallerScript => {
        const caller = simulator.call(who);
        watch(caller);
        const noted: { frame: number; value: Heard }[] = [];
        heard.set(caller.callId, noted);
        caller.heard$.subscribe((value) => noted.push({ frame: scheduler.now(), value }));
        const each = scriptedCaller(caller, scheduler);
        scripted.push(each);
        dialogues.set(caller.callId, each.dialogue);
        return each.script;
      };
      const caller = ring(options);
      // Nobody is there to take the call yet: from here on, what the test wrote first comes first.
      now(scheduler);
      let call: Call | undefined;
      const expectDialogue: CallerRunHelpers['expectDialogue'] = (entries, who = caller) => {
        const place = placeOf(expectDialogue);
        const expected = readDialogue(entries);
        expectations.atEnd(() => compareDialogue(dialogues.get(who.callId)?.lines ?? [], expected, place));
      };
      return {
        get call() {
          return (call ??= callOf(caller.callId, scheduler, client));
        },
        caller,
        ring,
        simulator,
        expectDialogue,
        connection: (marbles) =>
          play(scheduler, 'connection', marbles, changes, (change) =>
            change({ simulator, connection, stalls }),
          ),
        expectHeard: (who = caller) =>
          expectations.expectNoted<string | Heard>(() => heard.get(who.callId) ?? [], {
            helper: 'expectHeard',
            noun: 'sound',
            view: asHeard,
            show: (value) => show(value),
          }),
      };
    },
    check: () => {
      for (const each of scripted) each.check();
    },
  };
}

/**
 * The client's side of a caller's call, which is dealt to it here and now: what is due in frame 0 on RELAY's side
 * happens, and nothing else.
 */
function callOf(callId: string, scheduler: TestScheduler, client: RelayClient): Call {
  let call: Call | undefined;
  const calls = client.calls$
    .pipe(filter((each) => each.callId === callId))
    .subscribe((received) => (call = received));
  now(scheduler);
  calls.unsubscribe();
  if (call === undefined)
    throw new MarbleScriptError(
      'call',
      'the client did not take it: is its context among those of the client?',
    );
  return call;
}

/** Lets happen what is due in this frame, without a look at what the test expects. */
function now(scheduler: TestScheduler): void {
  const { maxFrames } = scheduler;
  scheduler.maxFrames = scheduler.frame;
  VirtualTimeScheduler.prototype.flush.call(scheduler);
  scheduler.maxFrames = maxFrames;
}
