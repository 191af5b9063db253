import type { Drawing } from '../recording/drawing/drawing.js';
import { foldedAxis } from '../recording/drawing/folded-axis.js';
import type { Lane, Mark } from '../recording/drawing/lane.js';
import { lanesOf } from '../recording/drawing/lanes.js';
import { pictureOf, type Picture } from '../recording/drawing/picture.js';
import { svgOf } from '../recording/drawing/svg.js';
import type { FeedFrame } from './feed.js';
import { lineOf } from './frames.js';
import type { CallView } from './state.js';

/** The number of latest frames to draw. */
const DRAWN = 400;

/** The diagram of a call, and the frame of each of its marks. */
export interface Diagram {
  readonly picture: Picture;
  readonly frameOf: (mark: Mark) => FeedFrame | undefined;
  /** The number of earlier frames that are not drawn. */
  readonly left: number;
}

/** Cache of the last drawing: until another frame comes, only the end of the axis moves. */
let known:
  | { readonly frames: readonly FeedFrame[]; readonly start: number; readonly lanes: readonly Lane[] }
  | undefined;

function lanesIn(frames: readonly FeedFrame[], start: number): readonly Lane[] {
  if (known?.frames !== frames || known.start !== start) {
    const lines = frames.slice(-DRAWN).map((frame) => lineOf(frame, 1, start));
    known = { frames, start, lanes: lanesOf({ lines }) };
  }
  return known.lanes;
}

function drawingOf(call: CallView, frames: readonly FeedFrame[], now: number, title: string): Drawing {
  const lanes = lanesIn(frames, call.at);
  const last = (frames.at(-1)?.at ?? call.at) - call.at;
  const until = call.state === 'ended' ? last : Math.max(last, now - call.at);
  const indent = title === '' ? 0 : Math.max(0, ...lanes.map(({ label }) => label.length)) + 2;
  return { title, lanes, axis: foldedAxis(lanes, until), indent };
}

/** @param now the simulator's time */
export function diagramOf(call: CallView, frames: readonly FeedFrame[], now: number): Diagram {
  const left = Math.max(0, frames.length - DRAWN);
  return {
    picture: pictureOf(drawingOf(call, frames, now, ''), { legend: false }),
    frameOf: ({ line }) => (line === undefined ? undefined : frames[left + line]),
    left,
  };
}

/** The diagram as the text of an SVG file. */
export const diagramSvg = (call: CallView, frames: readonly FeedFrame[], now: number): string =>
  svgOf(drawingOf(call, frames, now, `${call.from} to ${call.to}, ${new Date(call.at).toISOString()}`));
