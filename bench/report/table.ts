import type { Result, Row } from '../measures/result.js';

/** Three significant digits. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 1000) return Math.round(Number(value.toPrecision(3))).toLocaleString('en-US');
  return String(Number(value.toPrecision(Math.abs(value) < 10 ? 2 : 3)));
}

/** Prints a result as a Markdown table. */
export function print({ title, note, rows }: Result): void {
  const lines = [['', 'value', 'against the loop'], ...rows.map(cells)];
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const [head = '', ...body] = lines.map(
    (line) => `| ${line.map((cell, column) => pad(cell, column, widths[column] ?? 0)).join(' | ')} |`,
  );
  const rule = `| ${widths.map((width, column) => '-'.repeat(width - (column ? 1 : 0)) + (column ? ':' : '')).join(' | ')} |`;
  console.log(`\n### ${title}\n\n${note}\n\n${[head, rule, ...body].join('\n')}`);
}

const pad = (cell: string, column: number, width: number): string =>
  column === 0 ? cell.padEnd(width) : cell.padStart(width);

const cells = ({ client, value, unit, ratio }: Row): string[] => [
  client,
  `${number(value)} ${unit}`,
  ratio === undefined ? '' : `×${number(ratio.median)} (${number(ratio.low)}–${number(ratio.high)})`,
];
