import { invalid, mistyped } from '../protocol/options/schema.js';
import { listOf, text } from '../protocol/options/values.js';

/** The phrases of a menu, and the key that each stands for. */
export interface Phrases {
  /** All phrases as they were given. */
  readonly all: readonly string[];
  /** The key of the longest phrase in the text; undefined if there is none, or two that are equally long. */
  keyOf(said: string): string | undefined;
}

/**
 * Reads a map of key to phrases. Each key must be one of `options`, and no phrase may stand for two of them. Errors begin
 * with `path`.
 */
export function phraseMap(speech: unknown, options: object, path: string): Phrases | undefined {
  if (speech === undefined) return undefined;
  if (typeof speech !== 'object' || speech === null || Array.isArray(speech))
    throw mistyped(path, 'must be a map of key to phrases');
  const all: string[] = [];
  const keyByPhrase = new Map<string, string>();
  for (const [key, given] of Object.entries(speech as Record<string, unknown>)) {
    if (given === undefined) continue;
    if (!Object.hasOwn(options, key)) throw invalid(path, 'a map whose keys are those of the options', key);
    const list = (Array.isArray(given) ? listOf(text, 1)(given, `${path}.${key}`) : [given]) as unknown[];
    for (const each of list) {
      const phrase = words(text(each, `${path}.${key}`) as string);
      if (phrase === '') throw invalid(`${path}.${key}`, 'a phrase with a letter or a number in it', each);
      const other = keyByPhrase.get(phrase);
      if (other !== undefined && other !== key)
        throw invalid(`${path}.${key}`, `a phrase that does not stand for ${other} too`, each);
      keyByPhrase.set(phrase, key);
      all.push(each as string);
    }
  }
  if (all.length === 0) throw invalid(path, 'a map of at least one key to phrases', speech);
  return { all, keyOf: (said) => longestMatch(words(said), keyByPhrase) };
}

function longestMatch(said: string, keyByPhrase: ReadonlyMap<string, string>): string | undefined {
  const found = [...keyByPhrase].filter(([phrase]) => isIn(phrase, said));
  const longest = Math.max(...found.map(([phrase]) => phrase.length));
  const keys = new Set(found.filter(([phrase]) => phrase.length === longest).map(([, key]) => key));
  return keys.size === 1 ? [...keys][0] : undefined;
}

/** The words of a text in lower case, for comparison. */
const words = (given: string): string =>
  given
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();

/** Writing systems that put no spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

const isIn = (phrase: string, said: string): boolean =>
  UNSPACED.test(phrase) ? said.includes(phrase) : ` ${said} `.includes(` ${phrase} `);
