import type { CollectResult, CollectState } from '../../protocol/events/collect.js';
import { build, type Address, type ServerEvent } from '../events.js';

/** Fields of a collect event besides its result. */
export interface CollectProgress extends Address {
  readonly state?: CollectState | undefined;
  readonly final?: boolean | undefined;
}

const collect = (result: CollectResult | undefined, progress: CollectProgress): ServerEvent =>
  build('calling.call.collect', { result }, progress);

/**
 * `calling.call.collect` events. With `{ final: false }`, or in the state `collecting`, the event is not the last one.
 */
export const collected = {
  /** Keys that the caller pressed. */
  digits: (digits: string, options: CollectProgress & { readonly terminator?: string } = {}): ServerEvent => {
    const { terminator, ...progress } = options;
    return collect({ type: 'digit', digits, terminator }, progress);
  },
  /** A text that the caller said; `confidence` is from 0 to 100. */
  speech: (text: string, options: CollectProgress & { readonly confidence?: number } = {}): ServerEvent => {
    const { confidence = 90, ...progress } = options;
    return collect({ type: 'speech', text, confidence }, progress);
  },
  /** The caller has begun. */
  startOfInput: (options: CollectProgress = {}): ServerEvent => collect({ type: 'start_of_input' }, options),
  noInput: (options: CollectProgress = {}): ServerEvent => collect({ type: 'no_input' }, options),
  noMatch: (options: CollectProgress = {}): ServerEvent => collect({ type: 'no_match' }, options),
  error: (options: CollectProgress = {}): ServerEvent => collect({ type: 'error' }, options),
  /** A state without a result. */
  state: (state: CollectState, options: Address = {}): ServerEvent =>
    collect(undefined, { ...options, state }),
};
