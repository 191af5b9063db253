import { EXPECTED } from './expected/index.js';
import { FAULTS, type FaultName } from './faults/index.js';
import { FLIGHTS, PARTS, type FlightName } from './flights/index.js';

/** Where the page is, from the root of the repository. */
export const PAGE = 'docs/faults.md';

type Table = readonly (readonly string[])[];

const names = Object.keys(FAULTS) as FaultName[];

const listed = (items: readonly string[]): string =>
  items.map((item) => `\`${item}\``).join(', ') || 'nothing';

/** The table of what a fault does to everybody. */
const everybody = (): Table => [
  ['when', 'another call, with a prompt up', '`errors$`', '`status$`'],
  ...names.map((name) => {
    const { bystander, errors, statuses } = EXPECTED[name].everybody;
    return [FAULTS[name].title, bystander, listed(errors), listed(statuses)];
  }),
];

const part = (flights: readonly FlightName[]): Table => [
  ['when', ...flights.map((flight) => FLIGHTS[flight].title)],
  ...names.map((name) => [FAULTS[name].title, ...flights.map((flight) => EXPECTED[name].cells[flight])]),
];

/** The tables of the page, by the names that stand in their markers. */
export const tables = (): Readonly<Record<string, Table>> => ({
  everybody: everybody(),
  ...Object.fromEntries(
    Object.entries(PARTS).map(([title, flights]) => [title, part(Object.keys(flights) as FlightName[])]),
  ),
});

/** As Prettier would have it: every column as wide as its widest cell. */
function markdown(table: Table): string {
  const [head = [], ...rows] = table;
  const widths = head.map((_, column) => Math.max(3, ...table.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [head, widths.map((width) => '-'.repeat(width)), ...rows].map(line).join('\n');
}

const opening = (title: string): string => `<!-- table: ${title} -->`;
const CLOSING = '<!-- end -->';

/** The page with its tables as they should be: what is between the markers is replaced, the rest stays. */
export function withTables(page: string): string {
  return Object.entries(tables()).reduce((text, [title, table]) => {
    const from = text.indexOf(opening(title));
    const to = text.indexOf(CLOSING, from);
    if (from < 0 || to < 0) throw new Error(`${PAGE} has no place for the table ${title}`);
    return `${text.slice(0, from)}${opening(title)}\n\n${markdown(table)}\n\n${text.slice(to)}`;
  }, page);
}
