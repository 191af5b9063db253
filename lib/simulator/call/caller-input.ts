import type { Word } from './words.js';

/** An input from the caller's end of the line. */
export type CallerInput =
  | { readonly kind: 'key'; readonly key: string }
  /** The caller begins to speak. */
  | { readonly kind: 'voice' }
  /** A word was spoken and recognised. */
  | ({ readonly kind: 'word'; readonly confidence: number } & Word)
  /** The caller falls silent. */
  | { readonly kind: 'quiet' }
  /** A machine has finished its greeting and records from now on. */
  | { readonly kind: 'beep' };
