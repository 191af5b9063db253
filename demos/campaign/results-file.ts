// The results, as a CSV file that is safe to open in a spreadsheet.
import { rename, writeFile } from 'node:fs/promises';
import type { Finished } from './contact.js';

/**
 * A cell. A spreadsheet runs a text that begins with = + - @ as a formula, and a name may come from a stranger: an
 * apostrophe before it makes it text. Numbers, and so phone numbers, stay as they are.
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

/** Replaces the file in one step: a reader sees the old file or the new one, never a part. */
export const writeResults = async (file: string, finished: readonly Finished[]): Promise<void> => {
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, formatResults(finished), { mode: 0o600 });
  await rename(draft, file);
};
