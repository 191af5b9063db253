/**
 * Formats a failure: the name of the helper, the aligned rows, the legend of the letters, and the first difference in
 * words.
 */
export function report(
  helper: string,
  rows: readonly (readonly [name: string, diagram: string | undefined])[],
  where: readonly string[],
  words: string,
): string {
  const labels = [...rows.map(([name]) => name), ...(where.length === 0 ? [] : ['where'])];
  const width = Math.max(...labels.map((label) => label.length)) + 2;
  const line = (label: string, text: string): string => `  ${label.padEnd(width)}${text}`;
  return [
    `${helper}: what happened is not what was expected.`,
    '',
    ...rows.map(([name, diagram = '']) => line(name, diagram)),
    ...(where.length === 0
      ? []
      : ['', ...where.map((each, index) => line(index === 0 ? 'where' : '', each))]),
    '',
    words,
  ].join('\n');
}
