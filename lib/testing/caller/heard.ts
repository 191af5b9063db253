import { textOf, type Heard } from '../../simulator/call/heard.js';
import { show } from '../diagrams/show.js';

/** A heard medium, in the form of the expectation: as a string if the expectation is one. */
export const asHeard = (heard: unknown, expected: unknown): unknown =>
  typeof expected === 'string' && heard !== undefined ? textOf(heard as Heard) : heard;

/** The problem of an expected medium; undefined if there is none. */
export const whatIsNotHeard = (expected: unknown): string | undefined =>
  typeof expected === 'string' || (typeof expected === 'object' && expected !== null)
    ? undefined
    : `must be the text, the URL or the name of what is heard, or all there is to know of it; got ${show(expected)}`;
