/** Placeholder of a secret. */
export const MASK = '(masked)';

/** A secret, in each way in which it is looked for. */
export type Spellings = readonly (RegExp | string)[];

/** A text without secrets. */
export const masked = (text: string, secrets: Spellings): string =>
  secrets.reduce<string>((clean, each) => clean.replaceAll(each, MASK), text);

/** Shorter ones, a token of one letter as tests have, are found only where they stand by themselves. */
const SHORT = 8;

/** Longer ones are found only as they are and as JSON writes them most often: a pattern of a megabyte takes a minute. */
const LONG = 8_192;

export const spellings = (secret: string): Spellings =>
  secret.length > LONG ? [secret, JSON.stringify(secret).slice(1, -1)] : [pattern(secret)];

/** Where a secret stands, as it is or as JSON may write it. */
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
