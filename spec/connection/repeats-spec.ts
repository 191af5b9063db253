import { LONGEST_REMEMBERED, REMEMBERED, Repeats } from '../../lib/connection/repeats.js';

/** Texts that came over one socket, and then another. */
function after(...texts: readonly string[]): Repeats {
  const repeats = new Repeats();
  for (const text of texts) repeats.has(text);
  repeats.renew();
  return repeats;
}

const numbered = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => `${name} ${n}`);

describe('Repeats', () => {
  it('knows what came over a socket before, however often it comes', () => {
    const repeats = after('a', 'b');
    expect(['a', 'c', 'b', 'a'].map((text) => repeats.has(text))).toEqual([true, false, true, true]);
  });

  it('takes what comes twice over one socket for two', () => {
    const repeats = after('a');
    expect([repeats.has('b'), repeats.has('b')]).toEqual([false, false]);
  });

  it('knows it over one socket more, though nothing came over that between', () => {
    const repeats = after('a');
    repeats.renew();
    expect(repeats.has('a')).toBe(true);
  });

  it('remembers so many, the latest', () => {
    const repeats = after('first', ...numbered('text', REMEMBERED));
    expect(repeats.has('first')).toBe(false);
    expect(
      numbered('text', REMEMBERED)
        .slice(1)
        .every((text) => repeats.has(text)),
    ).toBe(true);
  });

  it('looks no further when as many have come over the next one', () => {
    const repeats = after('a');
    for (const text of numbered('new', REMEMBERED - 1)) repeats.has(text);
    expect(repeats.has('a')).toBe(true);
    repeats.has('one more');
    expect(repeats.has('a')).toBe(false);
  });

  it('does not keep what is long', () => {
    const longest = 'x'.repeat(LONGEST_REMEMBERED);
    const repeats = after(longest, `${longest}x`);
    expect([repeats.has(longest), repeats.has(`${longest}x`)]).toEqual([true, false]);
  });
});
