import { END_REASONS } from '../../protocol/constants.js';
import { MarbleAssertionError, MarbleScriptError, type Place } from '../diagrams/failure.js';
import { report } from '../diagrams/report.js';
import { show } from '../diagrams/show.js';
import { isAsExpected, type DialogueEntry, type DialogueLine } from './dialogue.js';

const HELPER = 'expectDialogue';
const TEXTS = ['heard', 'pressed', 'said', 'transferredTo'];
const FLAGS = ['mumbled', 'hungUp', 'ended'];

/** Checks the entries of a test, and joins successive keys. */
export function readDialogue(entries: readonly DialogueEntry[]): readonly DialogueEntry[] {
  if (!Array.isArray(entries))
    throw new MarbleScriptError(HELPER, `expects a list of entries; got ${show(entries)}`);
  const read: DialogueEntry[] = [];
  for (const [index, entry] of (entries as readonly DialogueEntry[]).entries()) {
    const wrong = whatIsWrong(entry);
    if (wrong !== undefined) throw new MarbleScriptError(HELPER, `entry ${index + 1} ${wrong}`);
    const last = read.at(-1);
    const [before, now] = [pressedIn(last), pressedIn(entry)];
    if (before !== undefined && now !== undefined) read[read.length - 1] = { pressed: before + now };
    else read.push(entry);
  }
  return read;
}

const pressedIn = (entry: DialogueEntry | undefined): string | undefined =>
  entry !== undefined && 'pressed' in entry && typeof entry.pressed === 'string' ? entry.pressed : undefined;

function whatIsWrong(entry: unknown): string | undefined {
  const known = [...TEXTS, ...FLAGS].join(', ');
  const fields = typeof entry === 'object' && entry !== null ? Object.entries(entry) : [];
  const [kind, what] = (fields[0] ?? ['']) as [string, unknown];
  if (fields.length !== 1 || ![...TEXTS, ...FLAGS].includes(kind))
    return `must be an object with one of ${known}; got ${show(entry)}`;
  if (FLAGS.includes(kind)) {
    const isReason = kind === 'ended' && (END_REASONS as readonly unknown[]).includes(what);
    if (what === true || isReason) return undefined;
    return `must have ${kind}: true${kind === 'ended' ? `, or one of ${END_REASONS.join(', ')}` : ''}; got ${show(what)}`;
  }
  if (what instanceof RegExp || (typeof what === 'string' && what !== '')) return undefined;
  return `must have ${kind} as a text that is not empty, or as a RegExp; got ${show(what)}`;
}

/** Compares the actual dialogue with the expected one, entry by entry. */
export function compareDialogue(
  lines: readonly DialogueLine[],
  entries: readonly DialogueEntry[],
  place: Place,
): void {
  const length = Math.max(lines.length, entries.length);
  const differs = (index: number): boolean => {
    const [line, entry] = [lines[index], entries[index]];
    return line === undefined || entry === undefined || !isAsExpected(line, entry);
  };
  const first = Array.from({ length }, (_, index) => index).find(differs);
  if (first === undefined) return;
  const message = report(
    HELPER,
    [...rowsOf('expected', entries), ...rowsOf('actual', lines)],
    [],
    inWords(first, entries[first], lines[first]),
  );
  // Entries that match are the same on both sides, so that the runner's diff shows only differences.
  const expected = entries.map((entry, index) => (differs(index) ? entry : lines[index]));
  throw new MarbleAssertionError(message, { actual: lines, expected }, place);
}

function rowsOf(label: string, lines: readonly DialogueEntry[]): (readonly [string, string])[] {
  if (lines.length === 0) return [[label, 'nothing']];
  const width = String(lines.length).length;
  return lines.map((line, index) => [
    index === 0 ? label : '',
    `${String(index + 1).padStart(width)}  ${spoken(line)}`,
  ]);
}

const spoken = (line: DialogueEntry): string => {
  const [[kind, what]] = Object.entries(line) as [[string, string | RegExp | true]];
  return what === true ? kind : `${kind} ${show(what)}`;
};

function inWords(index: number, entry: DialogueEntry | undefined, line: DialogueLine | undefined): string {
  const at = `In line ${index + 1}`;
  if (entry === undefined) return `${at} nothing more was expected; what came was: ${spokenOf(line)}.`;
  if (line === undefined) return `${at} what was expected is: ${spoken(entry)}; nothing more came.`;
  return `${at} what was expected is: ${spoken(entry)}; what came was: ${spoken(line)}.`;
}

const spokenOf = (line: DialogueLine | undefined): string => (line === undefined ? 'nothing' : spoken(line));
