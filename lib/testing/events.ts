import type { CallState } from '../protocol/events/call.js';
import type { CollectResult, CollectState } from '../protocol/events/collect.js';
import { encodeEvent, type RelayEvent } from '../protocol/events/index.js';
import type { PlayState } from '../protocol/events/play.js';

/** Which operation, and which call, an event is for, where that is not the latest operation of the first call. */
export interface Address {
  readonly callId?: string;
  readonly controlId?: string;
}

/** An event that RELAY is to send. Where it goes is filled in when it is due. */
export interface ServerEvent extends Address {
  readonly type: string;
  /** The fields of the event type, in camelCase, or for a type without a codec `params` as they go on the wire. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** An event of any type, with `params` as they go on the wire. */
export const event = (
  type: string,
  params: Readonly<Record<string, unknown>> = {},
  address: Address = {},
): ServerEvent => ({
  type,
  fields: { params },
  ...address,
});

/** How a playback, or a prompt's playback, goes: `playing`, `paused`, `finished` or `error`. */
export const playback = (state: PlayState, address: Address = {}): ServerEvent => ({
  type: 'calling.call.play',
  fields: { state },
  ...address,
});

/** A call changes its state. */
export const callState = (
  callState: CallState,
  { endReason, ...address }: Address & { readonly endReason?: string } = {},
): ServerEvent => ({ type: 'calling.call.state', fields: { callState, endReason }, ...address });

/** What a collect event says beside its result. */
export interface CollectProgress extends Address {
  readonly state?: CollectState;
  readonly final?: boolean;
}

const collect = (
  result: CollectResult | undefined,
  { state, final, ...address }: CollectProgress,
): ServerEvent => ({
  type: 'calling.call.collect',
  fields: { state, final, result },
  ...address,
});

/** What became of a collect. With `{ final: false }`, or in the state `collecting`, more is to come. */
export const collected = {
  /** The caller pressed keys. */
  digits: (digits: string, options: CollectProgress & { readonly terminator?: string } = {}): ServerEvent => {
    const { terminator, ...progress } = options;
    return collect({ type: 'digit', digits, terminator }, progress);
  },
  /** The caller spoke; `confidence` is from 0 to 100. */
  speech: (text: string, options: CollectProgress & { readonly confidence?: number } = {}): ServerEvent => {
    const { confidence = 90, ...progress } = options;
    return collect({ type: 'speech', text, confidence }, progress);
  },
  /** The caller began. */
  startOfInput: (options: CollectProgress = {}): ServerEvent => collect({ type: 'start_of_input' }, options),
  noInput: (options: CollectProgress = {}): ServerEvent => collect({ type: 'no_input' }, options),
  noMatch: (options: CollectProgress = {}): ServerEvent => collect({ type: 'no_match' }, options),
  error: (options: CollectProgress = {}): ServerEvent => collect({ type: 'error' }, options),
  /** A state alone, without a result. */
  state: (state: CollectState, options: Address = {}): ServerEvent =>
    collect(undefined, { ...options, state }),
};

/** The params of `signalwire.event` for an event that goes where `address` says. */
export function wireEvent(
  { type, fields }: ServerEvent,
  timestamp: number,
  address: { callId: string; nodeId: string; controlId: string | undefined },
): object {
  return encodeEvent({ params: {}, ...fields, type, timestamp, ...address } as RelayEvent);
}
