import type { FaultName } from '../faults/index.js';
import { ANSWERS } from './answers.js';
import { AWAY } from './away.js';
import { ENDS } from './ends.js';
import { OUTAGES } from './outages.js';
import type { Row } from './row.js';

/** What is to be seen: docs/faults.md is made of it, and matrix-spec.ts shows that it is so. */
export const EXPECTED: Readonly<Record<FaultName, Row>> = { ...AWAY, ...OUTAGES, ...ANSWERS, ...ENDS };
