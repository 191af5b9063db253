import { MASK } from '../connection/secrets.js';
import { snakeCase } from '../protocol/snake-case.js';

/** Names of fields whose value is a credential, in what is RELAY's and in what is the user's own. */
const NAME =
  /(^|[_-])(password|passwd|token|jwt|secret|authorization|authentication|authorization[_-]state|api[_-]?key|cookie)$/i;
const USER_IN_URL = /\b([a-z][a-z0-9+.-]*:\/\/)[^/?#\s@]+@/gi;
/** What is shorter is looked for as a word only: a token of one letter, as tests have, stands in every text. */
const LONG = 8;

export const isCredential = (name: string): boolean => NAME.test(snakeCase(name));

/** The credentials that a connection was seen to use: they are taken out of whatever repeats them. */
export class KnownSecrets {
  readonly #known = new Set<string>();

  /** Learns every text in `value`, which is a credential as a whole. */
  learn(value: unknown): void {
    if (typeof value === 'string' && value !== '' && value !== MASK) this.#known.add(value);
    else if (typeof value === 'object' && value !== null)
      Object.values(value).forEach((each) => this.learn(each));
  }

  /** A text without what was learned, and without the user and password of a URL. */
  hide(text: string): string {
    let clean = text.replace(USER_IN_URL, `$1${MASK}@`);
    for (const secret of this.#known) clean = clean.replaceAll(patternOf(secret), MASK);
    return clean;
  }
}

function patternOf(secret: string): RegExp {
  const literal = secret.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(secret.length < LONG ? `(?<!\\w)${literal}(?!\\w)` : literal, 'g');
}
