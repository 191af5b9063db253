// The results, as a CSV file that is safe to open in a spreadsheet.
import { rename, writeFile } from 'node:fs/promises';
import type { Finished } from './contact.js';

/**
 * A cell. A spreadsheet takes what begins with = + - @ for a formula, and would run what a stranger has put into a name:
 * an apostrophe before it makes it text. A number, which a phone number is, stays one.
 */
export const cell = (text: string): string => {
  const isFormula = /^[=@\t\r]/.test(text) || (/^[+-]/.test(text) && !Number.isFinite(Number(text)));
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const row = (cells: readonly (string | number)[]): string =>
  cells.map((each) => cell(String(each))).join(',') + '\r\n';

const HEAD = ['id', 'name', 'phone', 'outcome', 'detail', 'calls', 'at'];

export const formatResults = (finished: readonly Finished[]): string =>
  [
    row(HEAD),
    ...finished.map(({ contact: { id, name, phone }, result: { outcome, detail, calls, at } }) =>
      row([id, name, phone, outcome, detail, calls, new Date(at).toISOString()]),
    ),
  ].join('');

/** Writes the file in one go: whoever opens it sees all of it, or what was there before. */
export const writeResults = async (file: string, finished: readonly Finished[]): Promise<void> => {
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, formatResults(finished), { mode: 0o600 });
  await rename(draft, file);
};
