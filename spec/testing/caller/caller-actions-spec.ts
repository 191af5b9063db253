import fc from 'fast-check';
import { readKeys, readSpeech, type TimedAction } from '../../../lib/testing/caller/caller-actions.js';
import { failureOf } from '../failure.js';

const keys = (marbles: string): readonly TimedAction[] => readKeys('caller', marbles);
const pressed = (marbles: string) =>
  keys(marbles).map(({ at, action }) => ('press' in action ? [at, action.press] : [at, action]));

describe("a caller's diagram", () => {
  it.each<[string, unknown[]]>([
    ['', []],
    [
      '--1--2#',
      [
        [2, '1'],
        [5, '2'],
        [6, '#'],
      ],
    ],
    [' - 1 ', [[1, '1']]],
    [
      '(12#)-A',
      [
        [0, '1'],
        [0, '2'],
        [0, '#'],
        [6, 'A'],
      ],
    ],
    ['5s 1', [[5000, '1']]],
    [
      '1 2.5s 2',
      [
        [0, '1'],
        [2501, '2'],
      ],
    ],
    ['1m 100ms 0 5s', [[60_100, '0']]],
    ['5 ', [[0, '5']]],
    [
      '5-5',
      [
        [0, '5'],
        [2, '5'],
      ],
    ],
    ['-|', [[1, { hangUp: true }]]],
    ['~', [[0, { mumble: true }]]],
    [
      '-"sales, please"--|',
      [
        [1, { say: 'sales, please' }],
        [4, { hangUp: true }],
      ],
    ],
    [
      '"in 5s 1"1',
      [
        [0, { say: 'in 5s 1' }],
        [1, '1'],
      ],
    ],
  ])('%s', (marbles, expected) => expect(pressed(marbles)).toEqual(expected));

  it.each([
    ['5s', []],
    ['-5s', undefined],
    ['1 5s', [[0, '1']]],
    ['1 5s2', undefined],
  ])(
    '%s: a length of time stands between blanks, and 5s without them is a key and a mistake',
    (marbles, expected) => {
      if (expected !== undefined) expect(pressed(marbles)).toEqual(expected);
      else expect(() => keys(marbles)).toThrow(/has "s", which is none of/);
    },
  );

  it('has letters for words, in speech', () => {
    const words = { s: 'sales', m: { text: 'maybe', confidence: 40 } };
    expect(readSpeech('caller.says', '--s-m "yes"', words)).toEqual([
      { at: 2, action: { say: 'sales' } },
      { at: 4, action: { say: 'maybe', confidence: 40 } },
      { at: 5, action: { say: 'yes' } },
    ]);
  });

  it.each<[string, () => unknown, string]>([
    [
      'something that is no key',
      () => keys('--x'),
      `caller: the diagram '--x' has "x", which is none of: the keys 0-9 * # A-D, - for a frame, (…) for one frame, a length of time between blanks, "words", ~ (mumbles) and | (hangs up)`,
    ],
    [
      'words without quotation marks',
      () => readSpeech('caller.says', '-yes', {}),
      `caller.says: the diagram '-yes' has "y"`,
    ],
    ['a key, in speech', () => readSpeech('caller.says', '-1', { s: 'sales' }), `which is none of: s, - for`],
    ['a quotation without an end', () => keys('-"sales'), 'has a quotation that does not end'],
    ['a quotation of nothing', () => keys('-" "'), 'has "\\" \\"": there are no words to say'],
    ['a group in a group', () => keys('(1(2))'), 'has a group in a group'],
    ['the end of no group', () => keys('1)'), 'ends a group that was not begun'],
    ['keys after the end of the call', () => keys('-|-1'), 'continues when the caller has hung up'],
    ['a group without an end', () => keys('(12'), 'has a group that does not end'],
    [
      'what every object has',
      () => readSpeech('caller.says', '-c', Object.create({ c: 'x' }) as Record<string, string>),
      'has "c"',
    ],
  ])('is refused with the name of the helper: %s', (_, read, message) => {
    expect(failureOf(read).message).toContain(message);
  });

  it('keeps time as RxJS does', () => {
    const piece = fc.oneof(
      fc.constantFrom('-', '1', '#', '*', ' ', '~', '(12)'),
      fc.nat(100_000).map((ms) => ` ${ms}ms `),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const width = (each: string): number => {
          const [, ms] = /^ (\d+)ms $/.exec(each) ?? [];
          return ms === undefined ? each.trim().length : Number(ms);
        };
        const end = pieces.reduce((sum, each) => sum + width(each), 0);
        expect(keys(`${pieces.join('')}9`).at(-1)).toEqual({ at: end, action: { press: '9' } });
        expect(keys(`${pieces.join('')}|`).at(-1)).toEqual({ at: end, action: { hangUp: true } });
      }),
    );
  });
});
