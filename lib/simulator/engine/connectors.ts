import type { Subscription } from 'rxjs';

import type { Charge } from '../operations/pay.js';
import { Behaviours } from './behaviours.js';
import { duration } from './settings.js';

/** The behaviour of a payment connector. */
export interface ConnectorOptions {
  /** Its `paymentConnectorUrl`. @default every one without a behaviour of its own */
  readonly url?: string | undefined;
  /** `approve` accepts the card, `decline` refuses it, and `fail` is a connector with an error. @default 'approve' */
  readonly answer?: 'approve' | 'decline' | 'fail' | undefined;
  /** Time in ms that it takes. @default 1000 */
  readonly after?: number | undefined;
  /** The connector's error code when it declines or fails. @default none */
  readonly errorCode?: string | undefined;
}

const USUAL = 1000;

/** The payment connectors. No request is sent to them. */
export class Connectors {
  readonly #behaviours = new Behaviours<ConnectorOptions & { readonly to?: string }>();

  set({ url, ...options }: ConnectorOptions): Subscription {
    duration('after', options.after ?? 0);
    return this.#behaviours.set({ ...options, ...(url !== undefined && { to: url }) });
  }

  chargeAt(url: string): Charge {
    const { answer = 'approve', after = USUAL, errorCode } = this.#behaviours.of(url) ?? {};
    return { answer, after, errorCode };
  }
}
