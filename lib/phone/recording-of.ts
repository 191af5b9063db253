import { DEFAULT_AGENT } from '../protocol/constants.js';
import { formatRecording } from '../recording/format.js';
import type { FeedFrame } from './feed.js';
import { lineOf } from './frames.js';
import type { CallView } from './state.js';

const LINK = 1;

/** A frame, and the session that it belongs to. */
export type SessionFrame = Pick<FeedFrame, 'at' | 'direction' | 'session' | 'frame'>;

interface Envelope {
  readonly id?: unknown;
  readonly method?: string;
  readonly result?: { readonly protocol?: unknown };
}
const envelope = ({ frame }: SessionFrame): Envelope =>
  typeof frame === 'object' && frame !== null ? frame : {};

/**
 * The frames of a call as the text of a recording, after those with which its session began: `relay-rx trace` draws it,
 * and `replay` runs a flow against it.
 *
 * @param all every frame that is known, of whatever call and session
 */
export function recordingOf(
  { at: start }: Pick<CallView, 'at'>,
  frames: readonly FeedFrame[],
  all: readonly SessionFrame[],
): string {
  const [first] = frames;
  const before = first === undefined ? [] : sessionFrames(all, first);
  return formatRecording({
    header: {
      recording: 'relay-rx',
      version: 1,
      library: DEFAULT_AGENT,
      startedAt: new Date(start).toISOString(),
      masked: ['credentials'],
    },
    lines: [
      { at: 0, link: LINK, connection: 'opened' },
      ...[...before, ...frames].map((frame) => lineOf(frame, LINK, start)),
    ],
  });
}

/** The connect of a session, and what contexts it asked for since, up to a frame; with their answers. */
function sessionFrames(all: readonly SessionFrame[], { at, session }: FeedFrame): readonly SessionFrame[] {
  const early = all.filter((each) => each.at <= at);
  const connected = early.findLastIndex(
    (each) => each.direction === 'out' && session !== null && envelope(each).result?.protocol === session,
  );
  const answer = early[connected];
  if (answer === undefined) return [];
  const connect = early
    .slice(0, connected)
    .findLast((each) => each.direction === 'in' && envelope(each).id === envelope(answer).id);
  const since = early.slice(connected + 1).filter((each) => each.session === session);
  const asked = since.filter(({ direction }) => direction === 'in').filter(isAboutContexts);
  const ids = new Set(asked.map((each) => envelope(each).id));
  const exchanged = since.filter(
    (each) => asked.includes(each) || (each.direction === 'out' && isAnswerTo(ids, each)),
  );
  return [...(connect === undefined ? [] : [connect]), answer, ...exchanged];
}

const isAboutContexts = (frame: SessionFrame): boolean =>
  ['signalwire.receive', 'signalwire.unreceive'].includes(envelope(frame).method ?? '');
const isAnswerTo = (ids: ReadonlySet<unknown>, frame: SessionFrame): boolean => {
  const { id, method } = envelope(frame);
  return method === undefined && ids.has(id);
};
