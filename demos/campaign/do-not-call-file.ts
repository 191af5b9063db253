// Numbers not to call, in a file with one number in each line.
import { appendFile, readFile } from 'node:fs/promises';
import type { DoNotCall } from './queue.js';

/** The list of a queue together with that of a file: a number is added to both. */
export const withFile = async (list: DoNotCall, file: string): Promise<DoNotCall> => {
  const lines = (await readFile(file, 'utf8')).split(/\r?\n/).map((each) => each.trim());
  for (const number of lines.filter((each) => each !== '' && !each.startsWith('#'))) await list.add(number);
  return {
    has: (phone) => list.has(phone),
    add: async (phone) => {
      if (await list.has(phone)) return;
      await list.add(phone);
      await appendFile(file, `${phone}\n`);
    },
  };
};
