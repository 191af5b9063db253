import { isLeft, map } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';

import type { HeardMedium } from '../call/heard.js';
import { wordsOf } from '../call/words.js';
import { Name, Params, Seconds, Text } from '../wire/types.js';
import type { Pace } from './operation.js';

/** The nested form on the wire. An unknown `type` is accepted here and fails when it is played. */
const Medium = t.type({ type: Name, params: Params }, 'a medium {type, params}');

type Reader = (params: unknown, place: t.Context) => t.Validation<HeardMedium>;

const reader =
  <A>(codec: t.Type<A, unknown>, heard: (params: A) => HeardMedium): Reader =>
  (params, place) =>
    map(heard)(codec.validate(params, t.appendContext(place, 'params', codec, params)));

const READERS: ReadonlyMap<string, Reader> = new Map([
  ['tts', reader(t.type({ text: Text }), ({ text }) => ({ kind: 'tts', text }))],
  ['audio', reader(t.type({ url: Name }), ({ url }) => ({ kind: 'audio', url }))],
  ['silence', reader(t.type({ duration: Seconds }), ({ duration }) => ({ kind: 'silence', duration }))],
  [
    'ringtone',
    reader(
      t.intersection([t.type({ name: Name }), t.partial({ duration: Seconds })]),
      ({ name, duration }) => ({
        kind: 'ringtone',
        name,
        ...(duration === undefined ? {} : { duration }),
      }),
    ),
  ],
]);

/** A medium. One of an unknown type is accepted and fails when it is played, as at RELAY. */
export type Playable = HeardMedium | 'unplayable';

const readMedium = (item: unknown, place: t.Context): t.Validation<Playable> => {
  const medium = Medium.validate(item, place);
  if (isLeft(medium)) return medium;
  const { type, params } = medium.right;
  return READERS.get(type)?.(params, place) ?? t.success('unplayable');
};

const isList = (value: unknown): value is readonly Playable[] => Array.isArray(value);

/** A list of media, which may be empty: clients send an empty list to play nothing. */
export const AnyMedia = new t.Type<readonly Playable[], unknown>(
  'a list of media {type, params}',
  isList,
  (input, context) => {
    if (!Array.isArray(input)) return t.failure(input, context);
    const media: Playable[] = [];
    for (const [index, item] of input.entries()) {
      const medium = readMedium(item, t.appendContext(context, String(index), Medium, item));
      if (isLeft(medium)) return medium;
      media.push(medium.right);
    }
    return t.success(media);
  },
  (media) => media,
);

/** A list of media, at least one. */
export const Media = t.refinement(AnyMedia, (media) => media.length > 0, AnyMedia.name);

/** Duration in milliseconds: infinite for a ringtone without a duration, undefined if it cannot be played. */
export const durationOf = (medium: Playable, pace: Pace): number | undefined => {
  if (medium === 'unplayable') return undefined;
  switch (medium.kind) {
    case 'tts':
      return Math.round((wordsOf(medium.text).length * 60_000) / pace.wordsPerMinute);
    case 'audio':
      return pace.audioDuration(medium.url);
    case 'silence':
      return Math.round(medium.duration * 1000);
    case 'ringtone':
      return medium.duration === undefined ? Infinity : Math.round(medium.duration * 1000);
  }
};
