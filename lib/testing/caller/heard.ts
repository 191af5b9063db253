import { textOf, type Heard } from '../../simulator/call/heard.js';
import { show } from '../diagrams/show.js';

/** Media that were heard, as far as the expectation names them: a string is its text alone. */
export const asHeard = (heard: unknown, expected: unknown): unknown =>
  typeof expected === 'string' && heard !== undefined ? textOf(heard as Heard) : heard;

/** The problem of something that is expected to be heard; undefined when nothing is. */
export const whatIsNotHeard = (expected: unknown): string | undefined =>
  typeof expected === 'string' || (typeof expected === 'object' && expected !== null)
    ? undefined
    : `must be the text, the URL or the name of what is heard, or all there is to know of it; got ${show(expected)}`;
