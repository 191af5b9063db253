import * as t from 'io-ts';
import { eventCodec, maybe, type EventBase, type EventCodec } from './event.js';
import type { Open } from './open.js';

export type PlayState = Open<'playing' | 'paused' | 'finished' | 'error'>;

/** `calling.call.play`: how the playback of a play, or of a play-and-collect's prompt, is going. */
export interface PlayEvent extends EventBase<'calling.call.play'> {
  /** How the playback is going. */
  readonly state: PlayState;
  /** Why the playback failed, in RELAY's words. */
  readonly error: string | undefined;
}

export const playEventCodec: EventCodec<PlayEvent> = eventCodec(
  'calling.call.play',
  t.intersection([t.type({ state: t.string }), t.partial({ error: maybe(t.string) })]),
  ({ state, error }) => ({ state: state as PlayState, error: error ?? undefined }),
  ({ state, error }) => ({ state, error }),
);

/** Whether a play event ends its operation. */
export const endsPlay = ({ state }: PlayEvent): boolean => state === 'finished' || state === 'error';
