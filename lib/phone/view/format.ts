import type { CallView } from '../state.js';

/** A duration as m:ss. */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** A time of a call, counted from its start. */
export const sinceText = (at: number, from: number): string =>
  `${(Math.max(0, at - from) / 1000).toFixed(1)} s`;

const REASONS: Readonly<Record<string, string>> = {
  hangup: 'hung up',
  cancel: 'cancelled',
  busy: 'busy',
  noAnswer: 'not answered',
  decline: 'declined',
  error: 'lost with its connection',
  max_duration: 'at its maximum duration',
};

/** The state of a call in a few words. */
export function stateText({ state, rings, endReason = '', transferredTo }: CallView): string {
  if (state === 'answered') return 'connected';
  if (state === 'ringing') return rings ? 'rings here' : 'ringing';
  if (transferredTo !== undefined) return `transferred to ${transferredTo}`;
  return `ended: ${REASONS[endReason] ?? endReason}`;
}
