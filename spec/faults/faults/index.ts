import { ANSWERS } from './answers.js';
import { AWAY } from './away.js';
import { ENDS } from './ends.js';
import { OUTAGES } from './outages.js';

export type { Fault, Struck } from './fault.js';

/** The rows of the matrix. */
export const FAULTS = { ...AWAY, ...OUTAGES, ...ANSWERS, ...ENDS } as const;

export type FaultName = keyof typeof FAULTS;
