import { CALLS } from './calls.js';
import { CLIENT } from './client.js';
import { PROMPTS } from './prompts.js';

export type { Flight, InFlight } from './flight.js';

/** The columns of the matrix, part by part: all of them are too many to be side by side on a page. */
export const PARTS = { client: CLIENT, calls: CALLS, prompts: PROMPTS } as const;

export const FLIGHTS = { ...CLIENT, ...CALLS, ...PROMPTS } as const;

export type FlightName = keyof typeof FLIGHTS;
