import assert from 'node:assert';
import { traceSvg, type RecordingLine } from 'relay-rx/recording';
import { relayMarbles } from 'relay-rx/testing';
import type { Scene } from './scenes.js';

/** A fixed time, so that the diagrams do not change. */
const STARTED = '2026-01-01T00:00:00.000Z';
const LINK = 1;

/** Plays a scene in virtual time and draws the frames between client and simulator. The result is deterministic. */
export function draw({ title, options, play }: Scene): string {
  const lines: RecordingLine[] = [{ at: 0, link: LINK, connection: 'opened' }];
  const { runCaller } = relayMarbles(assert.deepStrictEqual, { client: { logger: false } });
  runCaller((helpers) => {
    const { client } = helpers;
    client.frames$.subscribe(({ at, direction, frame }) => lines.push({ at, link: LINK, direction, frame }));
    play(helpers);
  }, options);
  // Stop at the last frame of the call, because pings continue until virtual time ends.
  const end = lines.findLastIndex((line) => 'frame' in line && isOfCall(line.frame));
  const shown = lines.slice(0, end + 1);
  const svg = traceSvg({
    header: { recording: 'relay-rx', version: 1, library: 'relay-rx', startedAt: STARTED, masked: [] },
    lines: shown,
    truncated: false,
  });
  return svg.replace(/(<text class="title"[^>]*>)[^<]*/, `$1${title}`);
}

/** Whether a frame is about a call or a message. */
const isOfCall = (frame: unknown): boolean => /"(calling|messaging)\./.test(JSON.stringify(frame));
