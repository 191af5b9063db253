import { filter, type Observable } from 'rxjs';
import type { Caller, CallerState } from '../../simulator/call/caller.js';
import type { EndReason } from '../../simulator/call/call-state.js';
import { isHeardIn, type Heard } from '../../simulator/call/heard.js';
import { MarbleScriptError, type Place } from '../diagrams/failure.js';
import { frame as inWords, show } from '../diagrams/show.js';
import type { HelperGuard } from '../helper-guard.js';
import type { VirtualClock } from '../virtual-clock.js';
import {
  readKeys,
  readSpeech,
  type CallerAction,
  type SpokenWords,
  type TimedAction,
} from './caller-actions.js';
import { Dialogue } from './dialogue.js';

/**
 * A caller that acts as the diagrams say. The simulator treats the actions as RELAY does: a key is lost while nothing
 * collects, and after the end of the call no action has an effect.
 */
export interface CallerScript {
  /**
   * Presses keys, each at its frame: `0-9 * # A-D`. In every diagram of a caller, `"words"` says a text (one frame
   * wide, however long it takes to say), `~` mumbles, `|` hangs up, and `(12#)` is one frame.
   */
  (marbles: string): void;
  /** Speaks: `"words"` as they are, or letters that stand for words, which keep diagrams aligned. */
  readonly says: (marbles: string, words?: Readonly<Record<string, SpokenWords>>) => void;
  /**
   * Runs a diagram each time the caller hears a medium, from the start of that medium. With several diagrams, the first
   * is for the first time, the second for the second, and none after the last. `heard` is searched in the text, the URL
   * or the name of the medium.
   */
  readonly onHearing: (heard: string | RegExp, marbles: string | readonly string[]) => void;
  readonly callId: string;
  /** The media that the caller hears, each when it starts. */
  readonly heard$: Observable<Heard>;
  /** The current state, then each change: `ringing`, `answered`, `ended`. Completes with the end. */
  readonly state$: Observable<CallerState>;
  /** The end reason of the call; undefined until it has ended. */
  readonly endReason: EndReason | undefined;
}

/** A caller's script, its dialogue, and the parts of it that never happened. */
export interface ScriptedCaller {
  readonly script: CallerScript;
  /** The caller's side of the dialogue. */
  readonly dialogue: Dialogue;
  problems(): readonly MarbleScriptError[];
}

export function scriptedCaller(caller: Caller, clock: VirtualClock, guard: HelperGuard): ScriptedCaller {
  const dialogue = new Dialogue(caller);
  const problems: MarbleScriptError[] = [];
  const reactions: Reaction[] = [];
  let endedAt: number | undefined;
  caller.state$.pipe(filter((state) => state === 'ended')).subscribe(() => (endedAt = clock.now()));

  const act = (helper: string, place: Place, action: CallerAction): void => {
    if (endedAt !== undefined)
      problems.push(
        new MarbleScriptError(
          helper,
          `at ${inWords(clock.now())} the caller cannot ${show(action)}: the call ended at ${inWords(endedAt)} ` +
            `(${caller.endReason ?? 'hangup'})`,
          { place },
        ),
      );
    dialogue.does(action);
    perform(caller, action);
  };
  const follow = (helper: string, marbles: string, actions: readonly TimedAction[], place: Place): void => {
    const last = actions.at(-1);
    if (last !== undefined) clock.checkTime(helper, marbles, clock.frame + last.at);
    for (const { at, action } of actions) clock.schedule(() => act(helper, place, action), at);
  };
  const onHearing: CallerScript['onHearing'] = (heard, marbles) => {
    const helper = 'caller.onHearing';
    const { place } = guard;
    checkPattern(helper, heard);
    const each = [marbles].flat().map((diagram) => ({ diagram, actions: readKeys(helper, diagram) }));
    const reaction: Reaction = { heard, place, times: 0, left: typeof marbles === 'string' ? [] : each };
    reactions.push(reaction);
    caller.heard$.pipe(filter((medium) => isHeardIn(medium, heard))).subscribe(() => {
      reaction.times += 1;
      const next = typeof marbles === 'string' ? each[0] : reaction.left.shift();
      if (next !== undefined) follow(helper, next.diagram, next.actions, place);
    });
  };
  const script = Object.assign(
    (marbles: string) => follow('caller', marbles, readKeys('caller', marbles), guard.place),
    {
      says: (marbles: string, words: Readonly<Record<string, SpokenWords>> = {}) =>
        follow('caller.says', marbles, readSpeech('caller.says', marbles, words), guard.place),
      onHearing,
      callId: caller.callId,
      heard$: caller.heard$,
      state$: caller.state$,
    },
  );
  return {
    script: Object.defineProperty(script, 'endReason', {
      get: () => caller.endReason,
      enumerable: true,
    }) as CallerScript,
    dialogue,
    problems: () => [...problems, ...reactions.flatMap(whatNeverHappened)],
  };
}

/** A reaction to a medium that is heard. */
interface Reaction {
  readonly heard: string | RegExp;
  readonly place: Place;
  times: number;
  /** The diagrams that were not run yet, if each is for one time. */
  readonly left: { readonly diagram: string; readonly actions: readonly TimedAction[] }[];
}

function whatNeverHappened({ heard, place, times, left }: Reaction): readonly MarbleScriptError[] {
  const helper = 'caller.onHearing';
  if (times === 0) return [new MarbleScriptError(helper, `${show(heard)} was never heard`, { place })];
  const next = left.find(({ actions }) => actions.length > 0);
  if (next === undefined) return [];
  const often = times === 1 ? 'once' : `${times} times`;
  return [
    new MarbleScriptError(
      helper,
      `${show(heard)} was heard ${often}, so that the diagram '${next.diagram}' never had its turn`,
      { place },
    ),
  ];
}

function checkPattern(helper: string, heard: unknown): void {
  if (heard instanceof RegExp || (typeof heard === 'string' && heard !== '')) return;
  throw new MarbleScriptError(helper, `expects a part of what is heard, or a RegExp; got ${show(heard)}`);
}

function perform(caller: Caller, action: CallerAction): void {
  if ('press' in action) caller.press(action.press);
  else if ('say' in action) caller.say(action.say, action);
  else if ('mumble' in action) caller.mumble();
  else caller.hangUp();
}
