import { readFileSync, writeFileSync } from 'node:fs';
import { PAGE, withTables } from '../../spec/faults/page.js';

// Rewrites the tables of docs/faults.md from the results of spec/faults. `npm run docs:faults`
writeFileSync(PAGE, withTables(readFileSync(PAGE, 'utf8')));
