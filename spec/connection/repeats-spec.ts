import { LONGEST_REMEMBERED, REMEMBERED, Repeats } from '../../lib/connection/repeats.js';

describe('Repeats', () => {
  it('knows a text that was given before, however often it comes', () => {
    const repeats = new Repeats();
    expect(['a', 'b', 'a', 'a', 'b', 'c'].map((text) => repeats.has(text))).toEqual([
      ...[false, false, true, true, true, false],
    ]);
  });

  it('remembers the latest, so many of them at least and twice as many at most', () => {
    const repeats = new Repeats();
    repeats.has('first');
    for (let n = 1; n < REMEMBERED; n += 1) repeats.has(`${n}`);
    expect(repeats.has('first')).toBe(true);
    for (let n = 0; n < 2 * REMEMBERED; n += 1) repeats.has(`later ${n}`);
    expect(repeats.has('first')).toBe(false);
    expect(repeats.has(`later ${REMEMBERED + 1}`)).toBe(true);
  });

  it('does not keep what is long', () => {
    const repeats = new Repeats();
    const longest = 'x'.repeat(LONGEST_REMEMBERED);
    expect([repeats.has(longest), repeats.has(longest)]).toEqual([false, true]);
    const longer = `${longest}x`;
    expect([repeats.has(longer), repeats.has(longer)]).toEqual([false, false]);
  });
});
