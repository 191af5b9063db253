import { endsCollect, type CollectEvent } from '../protocol/events/collect.js';
import { endsPlay, type PlayEvent } from '../protocol/events/play.js';
import type { OperationKind } from './kind.js';

/** `calling.play`. */
export const playKind: OperationKind<PlayEvent> = {
  method: 'calling.play',
  eventType: 'calling.call.play',
  ends: endsPlay,
  commands: {
    stop: 'calling.play.stop',
    pause: 'calling.play.pause',
    resume: 'calling.play.resume',
    volume: 'calling.play.volume',
  },
};

/** `calling.play_and_collect`. Its input timers are started by the command of a plain collect. */
export const playAndCollectKind: OperationKind<CollectEvent> = {
  method: 'calling.play_and_collect',
  eventType: 'calling.call.collect',
  playbackType: 'calling.call.play',
  ends: endsCollect,
  commands: {
    stop: 'calling.play_and_collect.stop',
    volume: 'calling.play_and_collect.volume',
    startInputTimers: 'calling.collect.start_input_timers',
  },
};
