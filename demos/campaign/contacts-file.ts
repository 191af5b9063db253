// The contacts, as a CSV file: id,name,phone,timezone,from,to,text.
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { minuteOfDay, readMinute } from './calling-window.js';
import type { Contact } from './contact.js';

/** The mistakes in a file, row by row. Nobody is called until there are none. */
export class ContactsFileError extends Error {
  override readonly name = 'ContactsFileError';

  constructor(file: string, faults: readonly string[]) {
    const shown = faults.slice(0, 20).map((fault) => `\n  ${fault}`);
    const more = faults.length > 20 ? `\n  and ${faults.length - 20} more` : '';
    super(`${file} is not used:${shown.join('')}${more}`);
  }
}

const COLUMNS = ['id', 'name', 'phone', 'timezone', 'from', 'to', 'text'] as const;
type Row = Readonly<Partial<Record<(typeof COLUMNS)[number], string>>>;

const isTimeZone = (name: string): boolean => {
  try {
    minuteOfDay(name, 0);
    return true;
  } catch {
    return false;
  }
};

function* faultsOf(row: Row): Iterable<string> {
  const { id = '', phone = '', timezone = '', from = '', to = '', text = '' } = row;
  if (!/^[^\s,]{1,100}$/.test(id)) yield 'id must be 1 to 100 characters without blanks';
  if (!/^\+[1-9]\d{1,14}$/.test(phone)) yield 'phone must be in E.164, for example +15550100';
  if (timezone === '' || !isTimeZone(timezone))
    yield 'timezone must be one of IANA, for example Europe/Berlin';
  if (readMinute(from) === undefined) yield 'from must be a time of day, for example 09:00';
  if (readMinute(to) === undefined) yield 'to must be a time of day, for example 20:00';
  if (from !== '' && from === to) yield 'from and to must be two times of day';
  if (!/^(yes|no)?$/.test(text)) yield 'text must be yes or no';
}

const contactOf = (row: Row): Contact => {
  const { id = '', name = '', phone = '', timezone = '', from = '', to = '', text } = row;
  const window = { from: readMinute(from) ?? 0, to: readMinute(to) ?? 0 };
  return { id, name, phone, timeZone: timezone, window, mayText: text === 'yes' };
};

/** @throws a ContactsFileError that names every row that is wrong, without the numbers and names in it. */
export const parseContacts = (text: string, file: string): readonly Contact[] => {
  const rows: Row[] = parse(text, { columns: true, bom: true, trim: true, skip_empty_lines: true });
  const faults: string[] = [];
  const seen = new Map<string, number>();
  rows.forEach((row, index) => {
    // The first line has the names of the columns.
    const place = `row ${index + 2}`;
    for (const fault of faultsOf(row)) faults.push(`${place}: ${fault}`);
    const { id = '' } = row;
    const earlier = seen.get(id);
    if (earlier !== undefined) faults.push(`${place}: its id is that of row ${earlier}, too`);
    seen.set(id, index + 2);
  });
  const missing = COLUMNS.filter((name) => name !== 'text' && name !== 'name' && !(name in (rows[0] ?? {})));
  if (missing.length > 0) throw new ContactsFileError(file, [`it needs a column ${missing.join(', ')}`]);
  if (faults.length > 0) throw new ContactsFileError(file, faults);
  return rows.map(contactOf);
};

export const readContacts = async (file: string): Promise<readonly Contact[]> =>
  parseContacts(await readFile(file, 'utf8'), file);
