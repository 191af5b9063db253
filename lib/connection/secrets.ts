import type { Authentication } from './connection-settings.js';

/** What stands in the place of a secret. */
export const MASK = '(masked)';

/** The params of `signalwire.connect`, as far as they are secret. */
export interface Confidential {
  readonly authentication?: Authentication;
  readonly authorization_state?: string;
}

/** A secret, in each way in which it is looked for. */
type Spellings = readonly (RegExp | string)[];

/** The secrets of the moment: what RELAY was shown last, and what it wants to be shown next. */
export class Secrets {
  #shown: Spellings = [];
  #next: Spellings = [];

  /** The params of the connect that is about to leave. */
  shown(params: Confidential): void {
    this.#shown = secretsOf(params).flatMap(spellings);
  }

  /** What RELAY wants to be shown when the session is to be resumed. */
  received(authorizationState: string): void {
    this.#next = spellings(authorizationState);
  }

  /** A text of RELAY's without them: it may repeat them anywhere. */
  mask(text: string): string {
    return masked(masked(text, this.#shown), this.#next);
  }
}

function secretsOf({ authentication, authorization_state }: Confidential): readonly string[] {
  const { token, jwt_token } = (authentication ?? {}) as Partial<Record<'token' | 'jwt_token', string>>;
  return [token, jwt_token, authorization_state].filter(
    (secret): secret is string => secret !== undefined && secret !== '',
  );
}

const masked = (text: string, secrets: Spellings): string =>
  secrets.reduce<string>((clean, each) => clean.replaceAll(each, MASK), text);

/** Shorter ones, a token of one letter as tests have, are found only where they stand by themselves. */
const SHORT = 8;

/** Longer ones are found only as they are and as JSON writes them most often: a pattern of a megabyte takes a minute. */
const LONG = 8_192;

const spellings = (secret: string): Spellings =>
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
