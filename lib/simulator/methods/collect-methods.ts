import * as t from 'io-ts';

import { CollectParams, collectSpec } from '../operations/collect-spec.js';
import { collect as collecting } from '../operations/collect.js';
import { Media } from '../operations/media.js';
import { playAndCollect as prompting } from '../operations/play-and-collect.js';
import { Decibels } from '../wire/types.js';
import { commandMethod, operationMethod, stopMethod } from './operation-method.js';

const PlayAndCollect = t.intersection([
  t.type({ play: Media, collect: CollectParams }),
  t.partial({ volume: Decibels }),
]);

/** `calling.play_and_collect` */
export const playAndCollect = operationMethod(
  'play_and_collect',
  PlayAndCollect,
  'Playing and collecting',
  ({ play: media, collect: params, volume }) =>
    prompting({ media, times: 1, volume }, collectSpec(params, 'automatic')),
);

export const stopPlayAndCollect = stopMethod('play_and_collect');

export const volumeOfPlayAndCollect = commandMethod(
  ['play_and_collect'],
  t.type({ volume: Decibels }),
  'Volume set',
  ({ volume }) => ({ kind: 'volume', volume }),
);

/** `calling.collect`: without `start_input_timers` the caller can take any time to begin. */
export const collect = operationMethod('collect', CollectParams, 'Collecting', (params) =>
  collecting(collectSpec(params, 'on command')),
);

export const stopCollect = stopMethod('collect');

/** `calling.collect.start_input_timers`, which also works for `calling.play_and_collect`. */
export const startInputTimers = commandMethod(
  ['collect', 'play_and_collect'],
  t.unknown,
  'Input timers started',
  () => ({ kind: 'start_input_timers' }),
);
