import * as t from 'io-ts';
import { eventCodec, maybe, type EventOf } from './event.js';
import type { Open } from './open.js';

export type PlayState = Open<'playing' | 'paused' | 'finished' | 'error'>;

/** `calling.call.play`: how the playback of a play, or of a play-and-collect's prompt, is going. */
export const PlayEvent = eventCodec(
  'calling.call.play',
  t.intersection([t.type({ state: t.string }), t.partial({ error: maybe(t.string) })]),
  ({ state, error }) => ({ state: state as PlayState, error: error ?? undefined }),
  ({ state, error }) => ({ state, error }),
);
export type PlayEvent = EventOf<typeof PlayEvent>;

/** Whether a play event ends its operation. */
export const endsPlay = ({ state }: PlayEvent): boolean => state === 'finished' || state === 'error';
