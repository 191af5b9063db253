import type { Authentication } from './credentials.js';

/** What stands in the place of a secret. */
export const MASK = '(masked)';

/** The params of `signalwire.connect`, as far as they are secret. */
export interface Confidential {
  readonly authentication?: Authentication;
  readonly authorization_state?: string;
}

/** A text of RELAY's without the secrets that it was shown, and may repeat. */
export function withoutSecrets(text: string, { authentication, authorization_state }: Confidential): string {
  const { token, jwt_token } = (authentication ?? {}) as Partial<Record<'token' | 'jwt_token', string>>;
  return [token, jwt_token, authorization_state]
    .filter((secret) => secret !== undefined)
    .reduce((clean, secret) => clean.replace(asWord(secret), MASK), text);
}

/** Where a secret stands by itself: a token of one letter, as tests have, is not looked for inside of words. */
const asWord = (secret: string): RegExp =>
  new RegExp(`(?<!\\w)${secret.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?!\\w)`, 'g');
