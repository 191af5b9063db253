import type { Recording } from '../format.js';
import { RecordingError } from '../recording-error.js';
import { axisOf, seconds, type Axis } from './axis.js';
import type { Lane } from './lane.js';
import { lanesOf } from './lanes.js';

/** Options of a drawing. */
export interface DrawingOptions {
  /** The id of the call to draw, or the beginning of it. All calls if undefined. */
  readonly call?: string | undefined;
  /** The width in characters. */
  readonly width?: number | undefined;
}

export const LEAST_WIDTH = 40;

/** A recording, ready to be drawn. */
export interface Drawing {
  readonly title: string;
  readonly lanes: readonly Lane[];
  readonly axis: Axis;
  /** The width of the labels in characters, with the space after them. */
  readonly indent: number;
}

/** The part of a recording to draw. */
export function drawingOf(recording: Recording, { call, width = 100 }: DrawingOptions): Drawing {
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
