import type { Authentication } from './connection-settings.js';
import { masked, spellings, type Spellings } from './secret-masking.js';

/** The secret params of `signalwire.connect`. */
export interface Confidential {
  readonly authentication?: Authentication;
  readonly authorization_state?: string;
}

/** The secrets of a session: those of the latest connect, and the one for the next resume. */
export class SessionSecrets {
  #shown: Spellings = [];
  #next: Spellings = [];

  /** Notes the params of a connect that is about to be sent. */
  shown(params: Confidential): void {
    this.#shown = secretsOf(params).flatMap(spellings);
  }

  /** Notes the value that RELAY expects when the session is resumed. */
  received(authorizationState: string): void {
    this.#next = spellings(authorizationState);
  }

  /** Masks the secrets in a text of RELAY, which may repeat them anywhere. */
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
