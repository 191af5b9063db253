import { textOf, type Heard } from '../../simulator/call/heard.js';

/** What was heard, as far as the expected thing says anything of it: a string is its text alone. */
export const asHeard = (heard: unknown, expected: unknown): unknown =>
  typeof expected === 'string' && heard !== undefined ? textOf(heard as Heard) : heard;
