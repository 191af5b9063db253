/** The text that replaces a secret. */
export const MASK = '(masked)';

/** The spellings of a secret to look for. */
export type Spellings = readonly (RegExp | string)[];

/** A text without secrets. */
export const masked = (text: string, secrets: Spellings): string =>
  secrets.reduce<string>((clean, each) => clean.replaceAll(each, MASK), text);

/** Shorter secrets, such as a token of one letter in tests, match only as whole words. */
const SHORT = 8;

/**
 * Longer secrets match only as they are and as `JSON.stringify` writes them: a pattern of a megabyte takes a minute.
 */
const LONG = 8_192;

export const spellings = (secret: string): Spellings =>
  secret.length > LONG ? [secret, JSON.stringify(secret).slice(1, -1)] : [pattern(secret)];

/** A pattern for a secret as it is or as JSON may write it. */
function pattern(secret: string): RegExp {
  const inside = [...secret].map(asJsonMayWrite).join('');
  return new RegExp(secret.length < SHORT ? `(?<!\\w)${inside}(?!\\w)` : inside, 'gi');
}

function asJsonMayWrite(character: string): string {
  const escaped = character.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  if (character.length > 1) return escaped;
  const code = character.charCodeAt(0).toString(16).padStart(4, '0');
  const quoted = '/"\\'.includes(character) ? `\\\\?${escaped}` : escaped;
  return `(?:${quoted}|\\\\u${code})`;
}
