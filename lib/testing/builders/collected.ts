import type { CollectResult, CollectState } from '../../protocol/events/collect.js';
import { build, type Address, type ServerEvent } from '../events.js';

/** Fields of a collect event beside its result. */
export interface CollectProgress extends Address {
  readonly state?: CollectState | undefined;
  readonly final?: boolean | undefined;
}

const collect = (result: CollectResult | undefined, progress: CollectProgress): ServerEvent =>
  build('calling.call.collect', { result }, progress);

/** Outcome of a collect. With `{ final: false }`, or in the state `collecting`, more is to come. */
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
