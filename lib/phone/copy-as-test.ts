import type { FeedLine } from './feed.js';
import { CONTEXT, FROM, TO, type CallView } from './state.js';

/** Ends that no flow brings about. */
const OUTSIDE: Readonly<Record<string, string>> = {
  error: 'The call ended with its connection, which no flow does',
  cancel: 'Nobody answered this call',
  noAnswer: 'Nobody answered this call',
};

/** Why a call cannot become a test; undefined where it can. */
export function whyNoTest({ direction, state, endReason = '' }: CallView): string | undefined {
  if (direction === 'outbound') return 'The app made this call: tests are made of calls to the app';
  return state === 'ringing' ? 'The call has not been answered yet' : OUTSIDE[endReason];
}

/**
 * A marble test of the flow that had this call: the caller does again what was done here, as long after what was heard
 * as here, and the dialogue is the same. A call that is still up is hung up in the test.
 *
 * @param now the simulator's time
 * @param flowModule what the flow is imported from
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

/** The lines of a call that is over, or is hung up now. */
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

/** Keys with nothing in between are one line, as in the dialogue of a test. */
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

/** Something that the caller did, as a sign of a diagram. */
interface Act {
  readonly at: number;
  readonly sign: string;
}

/** Work after something was heard, and before the next was. */
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

/** A reaction of the caller: in reply to what was heard, where anything was. */
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

/** Whether words can stand in a diagram: quoted there, and understood as words usually are. */
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

/** A part of a text is looked for: one that is part of another must be distinguished from it. */
const patternOf = (text: string, texts: readonly string[]): string =>
  texts.some((other) => other !== text && other.includes(text))
    ? `/^${text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`).replace(/[\n\r\u2028\u2029]/g, String.raw`\s`)}$/`
    : literal(text);

/** A diagram that begins at `from`: each sign at its moment, or as soon after the one before as there is room. */
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

/** Acts of one moment, or of one that is still taken by those before. */
function together(acts: readonly Act[]): readonly (readonly Act[])[] {
  const groups: Act[][] = [];
  for (const act of acts) {
    const last = groups.at(-1);
    if (last !== undefined && act.at < (last[0]?.at ?? 0) + widthOf([...last, act]) - 1) last.push(act);
    else groups.push([act]);
  }
  return groups;
}

/** How many frames a group of acts takes in a diagram: each sign one, and the brackets. */
const widthOf = (group: readonly Act[]): number => (group.length === 1 ? 1 : group.length + 2);

const waitOf = (ms: number, inside = false): string => {
  if (ms === 0) return '';
  const length = ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
  return `${inside ? ' ' : ''}${length} `;
};

/** A text as a literal of JavaScript, in single quotes. */
export const literal = (text: string): string =>
  `'${JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(String.raw`\"`, '"')
    .replaceAll("'", String.raw`\'`)
    .replaceAll('\u2028', String.raw`\u2028`)
    .replaceAll('\u2029', String.raw`\u2029`)}'`;
