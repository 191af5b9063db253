/** Scripts that are written without spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/** A word, and what stands before it in the text: a space or, in scripts that have none, nothing. */
export interface Word {
  readonly text: string;
  readonly glue: '' | ' ';
}

/** The words of a stretch without spaces; what is not a word belongs to the one before it. */
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

/** The words so far, with another one. */
export const joined = (said: string, { text, glue }: Word): string =>
  said === '' ? text : said + glue + text;
