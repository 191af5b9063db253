import type { END_REASONS } from '../../protocol/constants.js';
import type { Session } from '../engine/session.js';

export type EndReason = (typeof END_REASONS)[number];

/** The state of a call. Times are in ms of the scheduler. */
export type CallState =
  /** An inbound call without a session: not offered yet, or passed. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'offered'; readonly session: Session }
  /** An outbound call that does not ring yet. */
  | { readonly kind: 'created'; readonly session: Session }
  | { readonly kind: 'ringing'; readonly session: Session }
  | { readonly kind: 'answered'; readonly session: Session; readonly answeredAt: number }
  | {
      readonly kind: 'ended';
      readonly session: Session | undefined;
      readonly answeredAt: number | undefined;
      readonly endedAt: number;
      readonly reason: EndReason;
      /** Whether it ended because its session was lost. */
      readonly lost: boolean;
    };

export const sessionOf = (state: CallState): Session | undefined =>
  state.kind === 'waiting' ? undefined : state.session;
