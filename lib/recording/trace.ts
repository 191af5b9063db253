import { optional, record as options, type Schema } from '../protocol/options/schema.js';
import { count, text } from '../protocol/options/values.js';
import { asciiOf } from './drawing/ascii.js';
import { LEAST_WIDTH, drawingOf } from './drawing/drawing.js';
import { svgOf } from './drawing/svg.js';
import type { Recording } from './format.js';

export interface TraceOptions {
  /**
   * The id of the call to draw besides the connection, or the beginning of it.
   * @default all calls
   */
  readonly call?: string | undefined;
  /**
   * The width of the drawing in characters: at least 40.
   * @default 100
   */
  readonly width?: number | undefined;
}

const schema: Schema<TraceOptions> = { call: optional(text), width: optional(count(LEAST_WIDTH)) };
const check = options(schema);

/**
 * Draws a recording as marble diagrams in ASCII, on one time axis in seconds: a line for the connection, each call,
 * each operation, each dial and each message. Commands are capitals and events small letters, with a legend below each
 * line. Simultaneous marks are in brackets, `|` is an end, `#` a refusal.
 *
 * @throws {TypeError | RangeError} when an option is not allowed.
 * @throws {RecordingError} when the recording has no such call.
 */
export function trace(recording: Recording, options: TraceOptions = {}): string {
  check(options, 'trace');
  return asciiOf(drawingOf(recording, options));
}

/**
 * Draws a recording as `trace` does, as a picture: the text of a self-contained SVG file. Commands are filled squares,
 * events circles.
 *
 * @throws {TypeError | RangeError} when an option is not allowed.
 * @throws {RecordingError} when the recording has no such call.
 */
export function traceSvg(recording: Recording, options: TraceOptions = {}): string {
  check(options, 'trace');
  return svgOf(drawingOf(recording, options));
}
