import type { Spread } from './rounds.js';

/** Three significant digits. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 1000) return Math.round(Number(value.toPrecision(3))).toLocaleString('en-US');
  return String(Number(value.toPrecision(Math.abs(value) < 10 ? 2 : 3)));
}

/** A factor, and the quartiles between which it lay. */
export function times({ low, median, high }: Spread): string {
  return `×${number(median)} (${number(low)}–${number(high)})`;
}

/** A value, and half the distance of its quartiles in percent. */
export function value({ low, median, high }: Spread, unit: string): string {
  return `${number(median)} ${unit} ±${Math.round((50 * (high - low)) / median)}%`;
}

/** Prints rows in columns, in the form of a Markdown table. The first row names the columns. */
export function print(title: string, note: string, rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (row: readonly string[]): string =>
    `| ${widths
      .map((width, column) => {
        const cell = row[column] ?? '';
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join(' | ')} |`;
  const rule = `| ${widths
    .map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
    .join(' | ')} |`;
  const [head = [], ...body] = rows;
  console.log(`\n### ${title}\n\n${note}\n\n${[line(head), rule, ...body.map(line)].join('\n')}`);
}
