import { MarbleScriptError } from '../diagrams/failure.js';
import { checkDiagram } from '../marbles.js';

/** An action of a caller. */
export type CallerAction =
  | { readonly press: string }
  | { readonly say: string; readonly confidence?: number }
  | { readonly mumble: true }
  | { readonly hangUp: true };

/** An action and its time, in ms from the start of its diagram. */
export interface TimedAction {
  readonly at: number;
  readonly action: CallerAction;
}

/** Reads the sign of an action; undefined for a sign without a meaning. */
export type ReadAction = (sign: string) => CallerAction | undefined;

const MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

/** A length of time between blanks, a quotation, or any other character. */
const SIGNS = /(?<=^| )([0-9]+(?:\.[0-9]+)?)(ms|s|m)(?: |$)|"[^"]*"|[^]/g;

const COMMON: Readonly<Record<string, CallerAction>> = { '|': { hangUp: true }, '~': { mumble: true } };

/**
 * Reads a diagram of a caller's actions. As in RxJS's diagrams, `-` is a frame, blanks are ignored, `(…)` is one frame,
 * and a duration stands between blanks (`5s`). `"…"` is a text to say; it is one frame wide however long it takes to
 * say. `~` mumbles and `|` hangs up. `read` reads the other signs.
 */
export function readActions(
  helper: string,
  marbles: string,
  read: ReadAction,
  allowed: string,
): readonly TimedAction[] {
  checkDiagram(helper, marbles);
  const wrong = (what: string): MarbleScriptError =>
    new MarbleScriptError(helper, `the diagram '${marbles}' ${what}`);
  const actionOf = (sign: string): CallerAction => {
    if (sign === '"') throw wrong('has a quotation that does not end');
    const action = sign.startsWith('"') ? { say: sign.slice(1, -1) } : (COMMON[sign] ?? read(sign));
    if (action === undefined) throw wrong(`has ${JSON.stringify(sign)}, which is none of: ${allowed}`);
    if ('say' in action && action.say.trim() === '')
      throw wrong(`has ${JSON.stringify(sign)}: there are no words to say`);
    return action;
  };
  const actions: TimedAction[] = [];
  let frame = 0;
  let group: number | undefined;
  for (const [sign, amount, unit] of marbles.matchAll(SIGNS)) {
    if (amount !== undefined && unit !== undefined) {
      frame += Number(amount) * (MS[unit] ?? 0);
      continue;
    }
    if (sign === ' ') continue;
    if (sign === '(') {
      if (group !== undefined) throw wrong('has a group in a group');
      group = frame;
    } else if (sign === ')') {
      if (group === undefined) throw wrong('ends a group that was not begun');
      group = undefined;
    } else if (sign !== '-') {
      actions.push({ at: group ?? frame, action: actionOf(sign) });
    }
    frame += 1;
  }
  if (group !== undefined) throw wrong('has a group that does not end');
  const hangUp = actions.findIndex(({ action }) => 'hangUp' in action);
  if (hangUp >= 0 && hangUp < actions.length - 1) throw wrong('continues when the caller has hung up');
  return actions;
}

const ALWAYS =
  '- for a frame, (…) for one frame, a length of time between blanks, "words", ~ (mumbles) and | (hangs up)';

/** Reads a diagram of keys. */
export const readKeys = (helper: string, marbles: string): readonly TimedAction[] =>
  readActions(
    helper,
    marbles,
    (sign) => (/^[0-9*#A-D]$/.test(sign) ? { press: sign } : undefined),
    `the keys 0-9 * # A-D, ${ALWAYS}`,
  );

/** Words to say, and the confidence with which they are recognised: 0 to 100, 90 by default. */
export type SpokenWords = string | { readonly text: string; readonly confidence: number };

/** Reads a diagram of speech, whose letters stand for words. */
export function readSpeech(
  helper: string,
  marbles: string,
  words: Readonly<Record<string, SpokenWords>>,
): readonly TimedAction[] {
  const named = Object.keys(words);
  return readActions(
    helper,
    marbles,
    (letter) => {
      const said = Object.hasOwn(words, letter) ? words[letter] : undefined;
      if (said === undefined) return undefined;
      return typeof said === 'string' ? { say: said } : { say: said.text, confidence: said.confidence };
    },
    `${named.length === 0 ? '' : `${named.join(' ')}, `}${ALWAYS}`,
  );
}
