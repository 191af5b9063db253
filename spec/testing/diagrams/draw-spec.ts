import fc from 'fast-check';
import { TestScheduler } from 'rxjs/testing';
import { draw, length, type Mark } from '../../../lib/testing/diagrams/draw.js';

/** Reads a diagram back as RxJS does. */
const read = (marbles: string): Mark[] =>
  new TestScheduler(() => undefined).run(() =>
    TestScheduler.parseMarbles(marbles, undefined, '#', false, true).map(({ frame, notification }) => ({
      frame,
      mark: notification.kind === 'N' ? String(notification.value) : notification.kind === 'E' ? '#' : '|',
    })),
  );

const fresh = (): (() => string) => {
  const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ').values();
  return () => letters.next().value ?? '?';
};

const one = (...marks: [number, string][]): string | undefined =>
  draw([marks.map(([frame, mark]) => ({ frame, mark }))], fresh()).rows[0];

describe('drawing marks', () => {
  it.each([
    ['nothing at all', one(), '-'],
    ['a mark', one([3, 'a']), '---a'],
    ['marks of one frame', one([1, 'a'], [1, '|']), '-(a|)'],
    ['a long wait', one([0, 'a'], [9801, 'b']), 'a 9.8s b'],
    ['a long wait from the start on', one([9800, 'b']), ' 9.8s b'],
    ['a wait that is not too long', one([0, 'a'], [25, 'b']), `a${'-'.repeat(24)}b`],
    ['digits that would be taken for a length of time', one([0, '5'], [1, 's'], [100, 'a']), '5s- 97ms a'],
    ['what comes between two frames', one([2.5, 'a']), '--a'],
  ])('%s', (_, drawn, expected) => expect(drawn).toBe(expected));

  it('makes a group that has no room a letter of its own', () => {
    const { rows, groups } = draw(
      [
        [
          { frame: 0, mark: 'a' },
          { frame: 0, mark: 'b' },
          { frame: 1, mark: 'c' },
        ],
      ],
      fresh(),
    );
    expect(rows).toEqual(['Ac']);
    expect([...groups]).toEqual([['A', ['a', 'b']]]);
  });

  it('keeps one column for one frame in all rows, however long one of them waits', () => {
    const { rows } = draw(
      [
        [
          { frame: 0, mark: 'a' },
          { frame: 9800, mark: 'b' },
        ],
        [
          { frame: 2, mark: 'a' },
          { frame: 9803, mark: 'b' },
          { frame: 9803, mark: '|' },
        ],
      ],
      fresh(),
    );
    expect(rows).toEqual(['a-- 9.797s b', '--a 9.797s ---(b|)']);
  });

  const mark = fc.record({
    frame: fc.oneof(fc.nat(40), fc.nat(100_000)),
    mark: fc.constantFrom('a', 'b', 'c', 's', '5', 'm', '0'),
  });
  const row = fc
    .tuple(fc.array(mark, { maxLength: 12 }), fc.constantFrom('', '|', '#'))
    .map(([marks, end]): Mark[] => {
      const sorted = marks.sort((a, b) => a.frame - b.frame);
      const last = sorted.at(-1)?.frame ?? 0;
      return end === '' ? sorted : [...sorted, { frame: last, mark: end }];
    });

  it('is read back as it was, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 3 }), (drawn) => {
        const { rows, groups } = draw(drawn, fresh());
        const back = rows.map((each) =>
          read(each).flatMap(({ frame, mark }) =>
            (groups.get(mark) ?? [mark]).map((inner) => ({ frame, mark: inner })),
          ),
        );
        expect(back).toEqual(drawn);
      }),
      { numRuns: 500 },
    );
  });

  it('stands in the same column for the same frame in all rows', () => {
    fc.assert(
      fc.property(row, row, fc.nat(100_000), (first, second, frame) => {
        const at = { frame, mark: 'Z' };
        const withMark = [first, second].map((marks) => [
          ...marks.filter((each) => each.frame < frame && each.mark !== '|' && each.mark !== '#'),
          at,
        ]);
        const { rows } = draw(withMark, fresh());
        expect(rows[0]?.indexOf('Z')).toBe(rows[1]?.indexOf('Z'));
      }),
      { numRuns: 200 },
    );
  });
});

it.each([
  [250, '250ms'],
  [1000, '1s'],
  [9800, '9.8s'],
  [1001, '1001ms'], // 1.001 * 1000 is a little less
  [60_000, '1m'],
  [90_000, '90s'],
])('a length of %d ms is %s', (ms, text) => expect(length(ms)).toBe(text));
