import type { Subscription } from 'rxjs';

import type { Charge } from '../operations/pay.js';
import { Behaviours } from './behaviours.js';
import { duration } from './settings.js';

/** The answer of a payment connector to the cards that it is given. */
export interface ConnectorOptions {
  /** Its `paymentConnectorUrl`. @default every one that has no behaviour of its own */
  readonly url?: string | undefined;
  /** `decline` refuses the card; `fail` is a connector that does not work. @default 'approve' */
  readonly answer?: 'approve' | 'decline' | 'fail' | undefined;
  /** Milliseconds that it takes. @default 1000 */
  readonly after?: number | undefined;
  /** A code of the connector's own that goes with a refusal. @default none */
  readonly errorCode?: string | undefined;
}

const USUAL = 1000;

/** The payment connectors that are known. No request is sent to them. */
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
