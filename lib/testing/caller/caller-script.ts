import { filter, type Observable } from 'rxjs';
import type { TestScheduler } from 'rxjs/testing';
import type { Caller, CallerState } from '../../simulator/call/caller.js';
import type { EndReason } from '../../simulator/call/call-state.js';
import { isHeardIn, type Heard } from '../../simulator/call/heard.js';
import { MarbleScriptError } from '../diagrams/failure.js';
import { show } from '../diagrams/show.js';
import {
  readKeys,
  readSpeech,
  type CallerAction,
  type SpokenWords,
  type TimedAction,
} from './caller-actions.js';
import { Dialogue } from './dialogue.js';

/**
 * Somebody who calls, and does what the diagrams say. Of what is done, the simulator makes what RELAY would: a key that
 * nobody listens for is lost, and after the end of the call nothing has any effect.
 */
export interface CallerScript {
  /**
   * Presses keys, each at its frame: `0-9 * # A-D`. In every diagram of a caller `"words"` are said from their frame
   * on, one frame wide however long they take; `~` mumbles; `|` hangs up; `(12#)` is one frame.
   */
  (marbles: string): void;
  /** Speaks: `"words"` as they stand, or letters that stand for words, which keep diagrams aligned. */
  readonly says: (marbles: string, words?: Readonly<Record<string, SpokenWords>>) => void;
  /**
   * Does what a diagram says each time that something is heard, from the moment at which it begins; of several diagrams
   * the first for the first time, and so on, and nothing after the last. `heard` is looked for in the text, the URL or
   * the name of what is heard.
   */
  readonly onHearing: (heard: string | RegExp, marbles: string | readonly string[]) => void;
  readonly callId: string;
  /** What the app plays, as it starts. */
  readonly heard$: Observable<Heard>;
  /** ringing, answered, ended: the state now, and each after it. Completes with the end. */
  readonly state$: Observable<CallerState>;
  /** Why the call ended; undefined until it has. */
  readonly endReason: EndReason | undefined;
}

/** A caller's script, and what can be said against it when the test has passed. */
export interface ScriptedCaller {
  readonly script: CallerScript;
  /** What the caller heard and did. */
  readonly dialogue: Dialogue;
  check(): void;
}

export function scriptedCaller(caller: Caller, scheduler: TestScheduler): ScriptedCaller {
  const dialogue = new Dialogue(caller);
  const act = (action: CallerAction): void => {
    dialogue.does(action);
    perform(caller, action);
  };
  const follow = (actions: readonly TimedAction[]): void => {
    for (const { at, action } of actions) scheduler.schedule(() => act(action), at);
  };
  const unheard = new Set<string | RegExp>();
  const onHearing: CallerScript['onHearing'] = (heard, marbles) => {
    const helper = 'caller.onHearing';
    const always = typeof marbles === 'string' ? readKeys(helper, marbles) : undefined;
    const inTurn = typeof marbles === 'string' ? [] : marbles.map((each) => readKeys(helper, each));
    unheard.add(heard);
    caller.heard$.pipe(filter((medium) => isHeardIn(medium, heard))).subscribe(() => {
      unheard.delete(heard);
      follow(always ?? inTurn.shift() ?? []);
    });
  };
  const script = Object.assign((marbles: string) => follow(readKeys('caller', marbles)), {
    says: (marbles: string, words: Readonly<Record<string, SpokenWords>> = {}) =>
      follow(readSpeech('caller.says', marbles, words)),
    onHearing,
    callId: caller.callId,
    heard$: caller.heard$,
    state$: caller.state$,
  });
  return {
    script: Object.defineProperty(script, 'endReason', { get: () => caller.endReason }) as CallerScript,
    dialogue,
    check: () => {
      for (const heard of unheard)
        throw new MarbleScriptError('caller.onHearing', `${show(heard)} was never heard`);
    },
  };
}

function perform(caller: Caller, action: CallerAction): void {
  if ('press' in action) caller.press(action.press);
  else if ('say' in action) caller.say(action.say, action);
  else if ('mumble' in action) caller.mumble();
  else caller.hangUp();
}
