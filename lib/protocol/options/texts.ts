import { invalid, type Read } from './schema.js';
import { listOf, text, that } from './values.js';

// Values that are text on the wire. This library also accepts them as numbers, booleans and lists.

/** A whole number, as text on the wire. */
export const digitText: Read = (value, path) => {
  const digits = typeof value === 'number' ? String(value) : value;
  if (typeof digits !== 'string' || !/^\d+$/.test(digits)) {
    throw invalid(path, 'a whole number of at least 0', value);
  }
  return digits;
};

/** True or false, as text on the wire. */
export const flagText: Read = (value, path) => {
  if (value !== 'true' && value !== 'false' && typeof value !== 'boolean') {
    throw invalid(path, 'true or false', value);
  }
  return String(value);
};

/** True, false or a text, as text on the wire. */
export const flagOrText: Read = (value, path) =>
  typeof value === 'boolean' ? String(value) : text(value, path);

/** Words separated by spaces, from a list of words and numbers or from a text. */
export const spaced: Read = (value, path) => {
  if (!Array.isArray(value)) return text(value, path);
  const words: readonly unknown[] = value.map((word: unknown) =>
    typeof word === 'number' ? String(word) : word,
  );
  listOf(text, 1)(words, path);
  return words.join(' ');
};

/** An amount of money. It must be text: a number would be rounded. */
export const decimalText = that(
  'a decimal number in a text, for example 15.00',
  (value) => typeof value === 'string' && /^\d+(\.\d+)?$/.test(value),
);
