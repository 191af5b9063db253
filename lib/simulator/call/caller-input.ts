import type { Word } from './words.js';

/** Input from the caller's end of the line, in the order in which it happens. */
export type CallerInput =
  | { readonly kind: 'key'; readonly key: string }
  /** The caller begins to speak. */
  | { readonly kind: 'voice' }
  /** A word has been spoken and understood. */
  | ({ readonly kind: 'word'; readonly confidence: number } & Word)
  /** The caller falls silent. */
  | { readonly kind: 'quiet' }
  /** A machine has said its greeting, and records from now on. */
  | { readonly kind: 'beep' };
