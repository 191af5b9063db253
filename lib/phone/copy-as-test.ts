import type { FeedLine } from './feed.js';
import { CONTEXT, FROM, TO, type CallView } from './state.js';

/** End reasons that a flow cannot cause, with the message for the user. */
const OUTSIDE: Readonly<Record<string, string>> = {
  error: 'The call ended with its connection, which no flow does',
  cancel: 'Nobody answered this call',
  noAnswer: 'Nobody answered this call',
};

/** The reason why a call cannot be copied as a test; undefined if it can. */
export function whyNoTest({ direction, state, endReason = '' }: CallView): string | undefined {
  if (direction === 'outbound') return 'The app made this call: tests are made of calls to the app';
  return state === 'ringing' ? 'The call has not been answered yet' : OUTSIDE[endReason];
}

/**
 * A marble test of the flow that served this call. The caller repeats the actions at the same times after each prompt,
 * and the test expects the same dialogue. A call in progress is hung up in the test.
 *
 * @param now the simulator's time
 * @param flowModule the module to import the flow from
 */
export function testOf(call: CallView, now: number, flowModule = './flow.js'): string {
  const lines = endedLines(call, now).filter(({ kind, medium }) => kind !== 'heard' || medium !== 'silence');
  const endedByApp = lines.at(-1)?.kind === 'ended';
  const helpers = ['caller', ...(endedByApp ? ['client'] : []), 'expectFlow', 'expectDialogue'];
  const options = optionsOf(call);
  return `${[
    "import assert from 'node:assert';",
    "import { test } from 'node:test';",
    "import { relayMarbles } from 'relay-rx/testing';",
    `import { flow } from ${literal(flowModule)};`,
    '',
    'const { runCaller } = relayMarbles(assert.deepStrictEqual);',
    '',
    `test(${literal(titleOf(lines))}, () => {`,
    `  runCaller(({ ${helpers.join(', ')} }) => {`,
    ...actionsOf(lines, call.at).map((line) => `    ${line}`),
    ...(endedByApp
      ? [
          '    // The app hung up, as it does when its flow fails: what is reported of that is no failure of this test.',
          '    client.errors$.subscribe();',
        ]
      : []),
    '    expectFlow(flow);',
    '    expectDialogue([',
    ...entriesOf(lines).map((entry) => `      ${entry},`),
    '    ]);',
    `  }${options === '' ? '' : `, ${options}`});`,
    '});',
  ].join('\n')}\n`;
}

/** The lines of a call; a call in progress is hung up at `now`. */
function endedLines({ callId, state, lines }: CallView, now: number): readonly FeedLine[] {
  if (state === 'ended') return lines;
  const last = lines.at(-1);
  const at = Math.max(now, last?.at ?? now);
  return [...lines, { callId, index: (last?.index ?? -1) + 1, at: Math.round(at), kind: 'hungUp', text: '' }];
}

function optionsOf({ from, to, context }: CallView): string {
  const options = [
    ...(from === FROM ? [] : [`from: ${literal(from)}`]),
    ...(to === TO ? [] : [`to: ${literal(to)}`]),
    ...(context === CONTEXT ? [] : [`context: ${literal(context)}`]),
  ];
  return options.length === 0 ? '' : `{ ${options.join(', ')} }`;
}

function titleOf(lines: readonly FeedLine[]): string {
  const did = merged(lines).flatMap(({ kind, text }) => {
    if (kind === 'pressed') return [`presses ${text}`];
    if (kind === 'said') return [`says ${text}`];
    return kind === 'mumbled' ? ['mumbles'] : [];
  });
  const last = lines.at(-1);
  const end =
    last?.kind === 'transferredTo'
      ? `is transferred to ${last.text}`
      : last?.kind === 'hungUp'
        ? 'hangs up'
        : 'the app hangs up';
  return `a caller ${[...did, end].join(', ')}`;
}

/** Joins successive keys into one line, as in the dialogue of a test. */
function merged(lines: readonly FeedLine[]): readonly FeedLine[] {
  const all: FeedLine[] = [];
  for (const line of lines) {
    const last = all.at(-1);
    if (last?.kind === 'pressed' && line.kind === 'pressed')
      all.splice(-1, 1, { ...last, text: last.text + line.text });
    else all.push(line);
  }
  return all;
}

const entriesOf = (lines: readonly FeedLine[]): readonly string[] =>
  merged(lines).map(({ kind, text }) =>
    kind === 'mumbled' || kind === 'hungUp' ? `{ ${kind}: true }` : `{ ${kind}: ${literal(text)} }`,
  );

/** An action of the caller, as a sign of a marble diagram. */
interface Act {
  readonly at: number;
  readonly sign: string;
}

/** The caller's actions after one prompt and before the next. */
interface Turn {
  readonly heard: FeedLine | undefined;
  readonly acts: Act[];
}

const SIGNS: Readonly<Record<string, (text: string) => string>> = {
  pressed: (key) => key,
  said: (words) => `"${words}"`,
  mumbled: () => '~',
  hungUp: () => '|',
};

/** The code of the caller's actions, as replies to the prompts. */
function actionsOf(lines: readonly FeedLine[], start: number): readonly string[] {
  const turns: Turn[] = [{ heard: undefined, acts: [] }];
  const apart: string[] = [];
  for (const line of lines) {
    const sign = SIGNS[line.kind];
    if (line.kind === 'heard') turns.push({ heard: line, acts: [] });
    else if (line.kind === 'said' && !isPlain(line)) apart.push(saysOf(line, start));
    else if (sign !== undefined) turns.at(-1)?.acts.push({ at: line.at, sign: sign(line.text) });
  }
  const first = turns[0]?.acts ?? [];
  const texts = [...new Set(turns.flatMap(({ heard }) => (heard === undefined ? [] : [heard.text])))];
  return [
    ...(first.length === 0 ? [] : [`caller(${literal(diagramOf(first, start))});`]),
    ...apart,
    ...texts.flatMap((text) => reactionTo(text, turns, texts)),
  ];
}

/** Whether a diagram can express the words: without quotes, and with the default confidence. */
const isPlain = ({ text, confidence }: FeedLine): boolean => confidence === undefined && !text.includes('"');

const saysOf = ({ text, confidence, at }: FeedLine, start: number): string => {
  const words =
    confidence === undefined ? literal(text) : `{ text: ${literal(text)}, confidence: ${confidence} }`;
  return `caller.says(${literal(`${waitOf(at - start)}w`)}, { w: ${words} });`;
};

function reactionTo(text: string, turns: readonly Turn[], texts: readonly string[]): readonly string[] {
  const diagrams = turns
    .filter(({ heard }) => heard?.text === text)
    .map(({ heard, acts }) => diagramOf(acts, heard?.at ?? 0));
  while (diagrams.at(-1) === '') diagrams.pop();
  const [only = ''] = diagrams;
  if (diagrams.length === 0) return [];
  const times = turns.filter(({ heard }) => heard?.text === text).length;
  const what = diagrams.length === 1 && times === 1 ? literal(only) : `[${diagrams.map(literal).join(', ')}]`;
  return [`caller.onHearing(${patternOf(text, texts)}, ${what});`];
}

/** The pattern for a prompt. A string matches a part, so a text within another text needs an anchored RegExp. */
const patternOf = (text: string, texts: readonly string[]): string =>
  texts.some((other) => other !== text && other.includes(text))
    ? `/^${text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`).replace(/[\n\r\u2028\u2029]/g, String.raw`\s`)}$/`
    : literal(text);

/** A marble diagram that begins at `from`: each sign at its time, or at the next free frame. */
function diagramOf(acts: readonly Act[], from: number): string {
  let diagram = '';
  let frame = from;
  for (const group of together(acts)) {
    const signs = group.length === 1 ? (group[0]?.sign ?? '') : `(${group.map(({ sign }) => sign).join('')})`;
    const at = group[0]?.at ?? frame;
    diagram += `${waitOf(Math.max(0, at - frame), diagram !== '')}${signs}`;
    frame = Math.max(at, frame) + widthOf(group);
  }
  return diagram;
}

/** Groups acts of the same time, and acts that come before the previous group has enough frames. */
function together(acts: readonly Act[]): readonly (readonly Act[])[] {
  const groups: Act[][] = [];
  for (const act of acts) {
    const last = groups.at(-1);
    if (last !== undefined && act.at < (last[0]?.at ?? 0) + widthOf([...last, act]) - 1) last.push(act);
    else groups.push([act]);
  }
  return groups;
}

/** The frames of a group in a diagram: one for each sign and each bracket. */
const widthOf = (group: readonly Act[]): number => (group.length === 1 ? 1 : group.length + 2);

const waitOf = (ms: number, inside = false): string => {
  if (ms === 0) return '';
  const length = ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
  return `${inside ? ' ' : ''}${length} `;
};

/** A text as a JavaScript literal in single quotes. */
export const literal = (text: string): string =>
  `'${JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(String.raw`\"`, '"')
    .replaceAll("'", String.raw`\'`)
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`)}'`;
