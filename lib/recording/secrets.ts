import { MASK, masked, spellings, type Spellings } from '../connection/secret-masking.js';
import { snakeCase } from '../protocol/snake-case.js';

/** The names of fields with credentials, of RELAY and of users. */
const NAME =
  /(^|[_-])(password|passwd|token|jwt|secret|authorization|authentication|authorization[_-]state|api[_-]?key|cookie)$/i;
const USER_IN_URL = /\b([a-z][a-z0-9+.-]*:\/\/)[^/?#\s@]+@/gi;

export const isCredential = (name: string): boolean => NAME.test(snakeCase(name));

/** The credentials seen on a connection, to mask them wherever they are repeated. */
export class KnownSecrets {
  readonly #known = new Map<string, Spellings>();

  /** Notes every text in `value`, which is a credential as a whole. */
  learn(value: unknown): void {
    if (typeof value === 'string' && value !== '' && value !== MASK) {
      if (!this.#known.has(value)) this.#known.set(value, spellings(value));
    } else if (typeof value === 'object' && value !== null)
      Object.values(value).forEach((each) => this.learn(each));
  }

  /** A text without known credentials, and without users and passwords in URLs. */
  hide(text: string): string {
    let clean = text.replace(USER_IN_URL, `$1${MASK}@`);
    for (const known of this.#known.values()) clean = masked(clean, known);
    return clean;
  }
}
