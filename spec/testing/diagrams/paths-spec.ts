import { isDeepStrictEqual } from 'node:util';
import { firstDifference, inWords } from '../../../lib/testing/diagrams/paths.js';

const same = isDeepStrictEqual;
/** As jest has it, matchers included. */
const loosely = (actual: unknown, expected: unknown): boolean => {
  try {
    expect(actual).toEqual(expected);
    return true;
  } catch {
    return false;
  }
};
const said = (actual: unknown, expected: unknown, by = same): string | undefined => {
  const found = firstDifference(actual, expected, by);
  return found && inWords(found);
};

describe('the first difference of two values', () => {
  it('is none when they are the same', () => {
    expect(said({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).toBeUndefined();
  });

  it.each<[string, unknown, unknown, string]>([
    [
      'deep inside',
      { collect: { digits: { max: 2 } } },
      { collect: { digits: { max: 1 } } },
      'collect.digits.max: expected 1, got 2',
    ],
    [
      'in a list',
      { play: [{ text: 'a' }, { text: 'b' }] },
      { play: [{ text: 'a' }, { text: 'c' }] },
      "play[1].text: expected 'c', got 'b'",
    ],
    ['something that is not there', { a: 1 }, { a: 1, b: 2 }, 'b: expected 2, got nothing'],
    ['something that is there as well', { a: 1, b: 2 }, { a: 1 }, 'b: expected nothing, got 2'],
    ['something left out of a list', { a: [1, 2] }, { a: [1] }, 'a[1]: expected nothing, got 2'],
    ['another shape', { a: [] }, { a: {} }, 'a: expected {}, got []'],
    [
      'another class',
      { a: new Date(0) },
      { a: new Date(1) },
      'a: expected 1970-01-01T00:00:00.001Z, got 1970-01-01T00:00:00.000Z',
    ],
    [
      'an error',
      { a: new TypeError('x') },
      { a: new TypeError('y') },
      'a: expected TypeError: y, got TypeError: x',
    ],
  ])('%s', (_, actual, expected, words) => expect(said(actual, expected)).toBe(words));

  it("goes by the test's own equality, matchers included", () => {
    expect(said({ a: 1, b: undefined }, { a: 1 }, loosely)).toBeUndefined();
    expect(said({ a: { id: 7, b: 1 } }, { a: { id: expect.any(Number), b: 2 } }, loosely)).toBe(
      'a.b: expected 2, got 1',
    );
    expect(said({ a: 'x' }, { a: expect.any(Number) }, loosely)).toBe("a: expected Any<Number>, got 'x'");
    expect(said({ a: 'x' }, { a: expect.objectContaining({ b: 1 }) }, loosely)).toBe(
      "a: expected ObjectContaining { b: 1 }, got 'x'",
    );
  });
});
