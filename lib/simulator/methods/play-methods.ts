import * as t from 'io-ts';

import { Media } from '../operations/media.js';
import { play as playing } from '../operations/play.js';
import { Count, Decibels, Name } from '../wire/types.js';
import { commandMethod, operationMethod, stopMethod } from './operation-method.js';

const Play = t.intersection([
  t.type({ play: Media }),
  t.partial({ loop: Count, volume: Decibels, direction: Name }),
]);

/** `calling.play`: `loop` is how often the list is played; 0 is until it is stopped. */
export const play = operationMethod('play', Play, 'Playing', ({ play: media, loop = 1, volume }) =>
  playing({ media, times: loop === 0 ? Infinity : loop, volume }),
);

export const stop = stopMethod('play');

export const pause = commandMethod(['play'], t.unknown, 'Paused', () => ({ kind: 'pause' }));

export const resume = commandMethod(['play'], t.unknown, 'Resumed', () => ({ kind: 'resume' }));

export const volume = commandMethod(['play'], t.type({ volume: Decibels }), 'Volume set', (params) => ({
  kind: 'volume',
  volume: params.volume,
}));
