/** Scripts without spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/** A word, and its separator from the one before: a space, or nothing in scripts without spaces. */
export interface Word {
  readonly text: string;
  readonly glue: '' | ' ';
}

/** The words of a part without spaces. Punctuation belongs to the word before it. */
const segments = (stretch: string): readonly string[] => {
  const words: string[] = [];
  for (const { segment, isWordLike } of segmenter.segment(stretch)) {
    if (isWordLike === true || words.length === 0) words.push(segment);
    else words.push(`${words.pop() ?? ''}${segment}`);
  }
  return words;
};

/** The words of a text, in any script. */
export const wordsOf = (text: string): readonly Word[] =>
  text
    .split(/\s+/)
    .filter(Boolean)
    .flatMap((stretch) => {
      const parts = UNSPACED.test(stretch) ? segments(stretch) : [stretch];
      return parts.map((part, index): Word => ({ text: part, glue: index === 0 ? ' ' : '' }));
    });

/** Appends a word to the words so far. */
export const joined = (said: string, { text, glue }: Word): string =>
  said === '' ? text : said + glue + text;
