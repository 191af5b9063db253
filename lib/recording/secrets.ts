import { MASK, masked, spellings, type Spellings } from '../connection/secret-masking.js';
import { snakeCase } from '../protocol/snake-case.js';

/** Names of fields whose value is a credential, in what is RELAY's and in what is the user's own. */
const NAME =
  /(^|[_-])(password|passwd|token|jwt|secret|authorization|authentication|authorization[_-]state|api[_-]?key|cookie)$/i;
const USER_IN_URL = /\b([a-z][a-z0-9+.-]*:\/\/)[^/?#\s@]+@/gi;

export const isCredential = (name: string): boolean => NAME.test(snakeCase(name));

/** The credentials that a connection was seen to use: they are taken out of all that repeats them. */
export class KnownSecrets {
  readonly #known = new Map<string, Spellings>();

  /** Learns every text in `value`, which is a credential as a whole. */
  learn(value: unknown): void {
    if (typeof value === 'string' && value !== '' && value !== MASK) {
      if (!this.#known.has(value)) this.#known.set(value, spellings(value));
    } else if (typeof value === 'object' && value !== null)
      Object.values(value).forEach((each) => this.learn(each));
  }

  /** A text without what was learned, and without the user and password of a URL. */
  hide(text: string): string {
    let clean = text.replace(USER_IN_URL, `$1${MASK}@`);
    for (const known of this.#known.values()) clean = masked(clean, known);
    return clean;
  }
}
