import { optional, record as options, type Schema } from '../protocol/options/schema.js';
import { count, text } from '../protocol/options/values.js';
import { asciiOf } from './drawing/ascii.js';
import { LEAST_WIDTH, drawingOf } from './drawing/drawing.js';
import { svgOf } from './drawing/svg.js';
import type { Recording } from './format.js';

export interface TraceOptions {
  /** The id of the call that is drawn, or the beginning of it: the connection, and that call. All of them by default. */
  readonly call?: string | undefined;
  /** How wide the drawing is, in characters: at least 40. 100 by default. */
  readonly width?: number | undefined;
}

const schema: Schema<TraceOptions> = { call: optional(text), width: optional(count(LEAST_WIDTH)) };
const check = options(schema);

/**
 * Draws a recording as marble diagrams, in ASCII: a line for the connection, for each call, for each operation on it,
 * each dial, each message, on one time axis in seconds. Commands are capitals and events small letters; below each line
 * it says what they are. What falls together is in brackets, `|` is an end, `#` a refusal.
 *
 * @throws {TypeError | RangeError} when an option is not allowed.
 * @throws {RecordingError} when there is no such call.
 */
export function trace(recording: Recording, options: TraceOptions = {}): string {
  check(options, 'trace');
  return asciiOf(drawingOf(recording, options));
}

/**
 * Draws a recording as `trace` does, as a picture: the text of an SVG file that needs nothing else. Commands are filled
 * squares, events circles.
 *
 * @throws {TypeError | RangeError} when an option is not allowed.
 * @throws {RecordingError} when there is no such call.
 */
export function traceSvg(recording: Recording, options: TraceOptions = {}): string {
  check(options, 'trace');
  return svgOf(drawingOf(recording, options));
}
