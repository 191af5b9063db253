import type { END_REASONS } from '../../protocol/constants.js';
import type { Session } from '../engine/session.js';

export type EndReason = (typeof END_REASONS)[number];

/** Where a call is. Moments are the scheduler's milliseconds. */
export type CallState =
  /** It comes in, and nobody has been offered it, or those who were have passed it. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'offered'; readonly session: Session }
  /** It goes out, and does not ring yet. */
  | { readonly kind: 'created'; readonly session: Session }
  | { readonly kind: 'ringing'; readonly session: Session }
  | { readonly kind: 'answered'; readonly session: Session; readonly answeredAt: number }
  | {
      readonly kind: 'ended';
      readonly session: Session | undefined;
      readonly answeredAt: number | undefined;
      readonly endedAt: number;
      readonly reason: EndReason;
      /** Whether its session was lost, and it ended for that. */
      readonly lost: boolean;
    };

export const sessionOf = (state: CallState): Session | undefined =>
  state.kind === 'waiting' ? undefined : state.session;
