import * as t from 'io-ts';

import { isJsonObject } from '../../protocol/json-object.js';
import { areDialKeys, areKeys } from '../../protocol/keypad.js';

// A refusal quotes the name of the type: "collect.digits.max is an integer of at least 1, not 0".

const narrowed = <A>(name: string, is: (value: unknown) => value is A): t.Type<A> =>
  new t.Type(
    name,
    is,
    (value, context) => (is(value) ? t.success(value) : t.failure(value, context)),
    (value) => value,
  );

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

export const Text = narrowed('a string', (value): value is string => typeof value === 'string');

export const Name = narrowed(
  'a string that is not empty',
  (value): value is string => typeof value === 'string' && value !== '',
);

export const Flag = narrowed('true or false', (value): value is boolean => typeof value === 'boolean');

/** The supported major versions of RELAY's protocol. */
export const MajorVersion = narrowed('2 or 3', (value): value is 2 | 3 => value === 2 || value === 3);

/** Durations on the wire are seconds. */
export const Seconds = narrowed(
  'a number of seconds, 0 or more',
  (value): value is number => isNumber(value) && value >= 0,
);

export const Decibels = narrowed(
  'a number of dB from -40 to 40',
  (value): value is number => isNumber(value) && value >= -40 && value <= 40,
);

export const PositiveInteger = narrowed(
  'an integer of at least 1',
  (value): value is number => Number.isInteger(value) && (value as number) >= 1,
);

export const Count = narrowed(
  'an integer of at least 0',
  (value): value is number => Number.isInteger(value) && (value as number) >= 0,
);

/** The most members of a conference. */
export const Participants = narrowed(
  'an integer from 1 to 100000',
  (value): value is number => PositiveInteger.is(value) && value <= 100_000,
);

export const Terminators = narrowed(
  'a string of the keys 0-9 * # A-D',
  (value): value is string => typeof value === 'string' && areKeys(value),
);

export const Keys = narrowed(
  'one or more of the keys 0-9 * # A-D',
  (value): value is string => typeof value === 'string' && value !== '' && areKeys(value),
);

/** A number that RELAY sends as a string; a plain number is accepted too. */
export const NumberText = narrowed(
  'a number, 0 or more, in a string',
  (value): value is string | number =>
    (typeof value === 'string' && /^\d+(\.\d+)?$/.test(value)) || (isNumber(value) && value >= 0),
);

/** Tones to send, with pauses. */
export const Tones = narrowed(
  'one or more of 0-9 * # A-D, w and W',
  (value): value is string => typeof value === 'string' && value !== '' && areDialKeys(value),
);

export const Params = narrowed('an object', isJsonObject);

export const Names = t.readonlyArray(Text, 'a list of strings');

/** A list that is not empty; `name` must say so. */
export const nonEmpty = <A>(item: t.Type<A, unknown>, name: string): t.Type<readonly A[], unknown> =>
  t.refinement(t.readonlyArray(item, name), (list) => list.length > 0, name);
