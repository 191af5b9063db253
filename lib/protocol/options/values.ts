import { isUrl } from '../is-url.js';
import { areDialKeys, areKeys } from '../keypad.js';
import { invalid, type Read } from './schema.js';
import { isJsonObject } from '../json-object.js';

/** A reader of values that pass `test`. The error says that the value must be `expected`. */
export const that =
  (expected: string, test: (value: unknown) => boolean): Read =>
  (value, path) => {
    if (!test(value)) throw invalid(path, expected, value);
    return value;
  };

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

export const text = that('a string that is not empty', isText);

/** As `text`, but may be empty. */
export const string = that('a string', (value) => typeof value === 'string');

export const flag = that('true or false', (value) => typeof value === 'boolean');

/** A duration on the wire. */
export const seconds = that('a number of seconds, 0 or more', (value) => isNumber(value) && value >= 0);

/** A percentage. */
export const percent = that(
  'a number from 0 to 100',
  (value) => isNumber(value) && value >= 0 && value <= 100,
);

/** The longest delay of a timer, in ms. A longer one would fire at once. */
export const MAX_DURATION = 2 ** 31 - 1;

/** A duration in ms that passes `least`. */
const duration = (allowed: string, least: (value: number) => boolean): Read =>
  that(
    `a number of milliseconds ${allowed}, at most ${MAX_DURATION}`,
    (value) => isNumber(value) && least(value) && value <= MAX_DURATION,
  );

/** A duration in ms. */
export const milliseconds = duration('of 0 or more', (value) => value >= 0);

/** A duration in ms above 0. */
export const someMilliseconds = duration('above 0', (value) => value > 0);

/** As `read`, and `Infinity` for no limit. */
export const orNoLimit =
  (read: Read): Read =>
  (value, path) => {
    if (value === Infinity) return value;
    try {
      return read(value, path);
    } catch (error) {
      if (error instanceof RangeError) error.message = error.message.replace('; got ', ', or Infinity; got ');
      throw error;
    }
  };

/** A duration in ms; `Infinity` is no limit. */
export const timeLimit = orNoLimit(milliseconds);

/** A volume, from −40 to 40 dB. */
export const decibels = that(
  'a volume from -40 to 40 dB',
  (value) => isNumber(value) && value >= -40 && value <= 40,
);

/** A whole number of at least `least`. */
export const count = (least: number): Read =>
  that(`a whole number of at least ${least}`, (value) => Number.isInteger(value) && Number(value) >= least);

export const oneOf = (...values: readonly string[]): Read =>
  that(`one of ${values.join(', ')}`, (value) => typeof value === 'string' && values.includes(value));

/** Keys of a telephone keypad. */
export const keys = that('one or more of the keys 0-9 * # A-D', (value) => isText(value) && areKeys(value));

/** Keys to dial, with the pauses `w` (0.5 s) and `W` (1 s). */
export const dialKeys = that(
  'one or more of the keys 0-9 * # A-D and the pauses w and W',
  (value) => isText(value) && areDialKeys(value),
);

/** Keys of a telephone keypad, or none of them. */
export const keysOrNone: Read = (value, path) => (value === '' ? value : keys(value, path));

/** A URL that RELAY fetches or posts to. */
export const url = that('a URL', (value) => isText(value) && isUrl(value));

/** A URL that RELAY streams to. */
export const socketUrl = that(
  'a ws or wss URL',
  (value) => isText(value) && isUrl(value) && /^wss?:$/.test(new URL(value).protocol),
);

/**
 * A phone number: `+`, country code and number, at most 15 digits; or a short code, as for text messages and
 * emergencies (`911`, `988`).
 */
export const phoneNumber = that(
  'a phone number in E.164, for example +15550100, or a short number of 3 to 8 digits',
  (value) => isText(value) && /^(\+[1-9]\d{1,14}|\d{3,8})$/.test(value),
);

/** A number of at least 0. */
export const amount = that('a number of at least 0', (value) => isNumber(value) && value >= 0);

/** A whole number from `least` to `most`. */
export const between = (least: number, most: number): Read =>
  that(
    `a whole number from ${least} to ${most}`,
    (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
  );

/** The HTTP method of posts. */
export const httpMethod = that('one of GET, POST', (value) => value === 'GET' || value === 'POST');

/** Data of the user, sent as it is. */
export const untouched: Read = (value) => value;

/** As `untouched`, but must be an object. */
export const userObject = that('an object', isJsonObject);

/** A list of at least `least`, each as `read` allows. */
export const listOf =
  (read: Read, least = 0): Read =>
  (value, path) => {
    if (!Array.isArray(value) || value.length < least) {
      throw invalid(path, least === 0 ? 'a list' : `a list of at least ${least}`, value);
    }
    return value.map((item: unknown, index) => read(item, `${path}[${index}]`));
  };
