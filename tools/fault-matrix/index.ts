import { readFileSync, writeFileSync } from 'node:fs';
import { PAGE, withTables } from '../../spec/faults/page.js';

// Writes the tables of docs/faults.md anew, from what spec/faults shows. `npm run docs:faults`
writeFileSync(PAGE, withTables(readFileSync(PAGE, 'utf8')));
