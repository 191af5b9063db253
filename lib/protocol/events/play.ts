import * as t from 'io-ts';
import { eventCodec, maybe, type EventBase, type EventCodec } from './event.js';
import type { Open } from './open.js';

export type PlayState = Open<'playing' | 'paused' | 'finished' | 'error'>;

/** `calling.call.play`: the state of a playback, or of the prompt of a play-and-collect, has changed. */
export interface PlayEvent extends EventBase<'calling.call.play'> {
  /** The state of the playback. */
  readonly state: PlayState;
  /** RELAY's text for a failure. */
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
