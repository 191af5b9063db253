import type { Subscription } from 'rxjs';

/** Whether a call is connected to another by `calling.connect`. */
export type ConnectionState<C> =
  | { readonly kind: 'none' }
  | { readonly kind: 'connecting'; readonly attempt: Subscription }
  /** Ending the bridge leaves both calls to the app. */
  | { readonly kind: 'connected'; readonly peer: C; readonly bridge: Subscription };

export const NO_CONNECTION = { kind: 'none' } as const;
