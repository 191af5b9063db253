import type { Authentication } from './connection-settings.js';
import { masked, spellings, type Spellings } from './secret-masking.js';

/** The params of `signalwire.connect`, as far as they are secret. */
export interface Confidential {
  readonly authentication?: Authentication;
  readonly authorization_state?: string;
}

/** The secrets of a session: what RELAY was shown last, and what it wants to be shown next. */
export class SessionSecrets {
  #shown: Spellings = [];
  #next: Spellings = [];

  /** The params of the connect that is about to leave. */
  shown(params: Confidential): void {
    this.#shown = secretsOf(params).flatMap(spellings);
  }

  /** The value that RELAY expects when the session is to be resumed. */
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
