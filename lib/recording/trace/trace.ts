import { optional, record as options, type Schema } from '../../protocol/options/schema.js';
import { count, text } from '../../protocol/options/values.js';
import type { Recording } from '../format.js';
import { RecordingError } from '../recording-error.js';
import { axisOf, seconds, type Axis } from './axis.js';
import type { Lane } from './lane.js';
import { lanesOf } from './lanes.js';
import { linesText, rulerOf } from './marbles.js';

export interface TraceOptions {
  /** The id of the call that is drawn, or the beginning of it: the connection, and that call. All of them by default. */
  readonly call?: string;
  /** How wide the drawing is, in characters: at least 40. 100 by default. */
  readonly width?: number;
}

const LEAST_WIDTH = 40;
const schema: Schema<TraceOptions> = { call: optional(text), width: optional(count(LEAST_WIDTH)) };
const check = options(schema);

/** A recording, ready to be drawn. */
export interface Drawing {
  readonly title: string;
  readonly lanes: readonly Lane[];
  readonly axis: Axis;
  /** How many characters labels take, the space after them included. */
  readonly indent: number;
}

/** What is to be drawn of a recording. */
export function drawingOf(recording: Recording, given: TraceOptions): Drawing {
  check(given, 'trace');
  const { call, width = 100 } = given;
  const all = lanesOf(recording);
  const lanes = call === undefined ? all : all.filter(isAbout(chosen(all, call)));
  const indent = Math.max(0, ...lanes.map(({ label }) => label.length)) + 2;
  const duration = recording.lines.at(-1)?.at ?? 0;
  // A group at the very end is some characters longer than its place.
  const columns = Math.max(width - indent - 4, LEAST_WIDTH / 2);
  return { title: titleOf(recording, duration), lanes, axis: axisOf(duration, columns), indent };
}

function chosen(lanes: readonly Lane[], call: string): string {
  const ids = [...new Set(lanes.map(({ callId }) => callId).filter((id) => id !== undefined))];
  const found = ids.filter((id) => id.startsWith(call));
  const [id] = found;
  if (id === undefined)
    throw new RecordingError(
      `There is no call ${call} in the recording; its calls are ${ids.join(', ') || 'none'}`,
    );
  if (found.length > 1 && !ids.includes(call))
    throw new RecordingError(`More than one call begins with ${call}: ${found.join(', ')}`);
  return ids.includes(call) ? call : id;
}

const isAbout =
  (id: string) =>
  ({ label, callId }: Lane): boolean =>
    callId === id || label === 'connection';

function titleOf({ header, truncated }: Recording, duration: number): string {
  const cut = truncated ? '; its last line was cut off' : '';
  return `Recorded ${header.startedAt} by ${header.library}: ${seconds(duration)}; masked: ${header.masked.join(', ')}${cut}`;
}

/**
 * Draws a recording as marble diagrams, in ASCII: a line for the connection, for each call, for each operation on it,
 * each dial, each message, on one time axis in seconds. Commands are capitals and events small letters; below each line
 * it says what they are. What falls together is in brackets, `|` is an end, `#` a refusal.
 *
 * @throws {TypeError | RangeError} when an option is not allowed.
 * @throws {RecordingError} when there is no such call.
 */
export function trace(recording: Recording, options: TraceOptions = {}): string {
  const { title, lanes, axis, indent } = drawingOf(recording, options);
  const ruler = rulerOf(axis).map((line) => ' '.repeat(indent) + line);
  const drawn = lanes.map((lane) => linesText([lane], axis, indent).join('\n'));
  return `${[title, ruler.join('\n'), ...drawn].join('\n\n')}\n`;
}
