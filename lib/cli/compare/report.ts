import type { Difference } from './differences.js';

const cell = (text: string): string => text.replace(/\|/g, '\\|');

/** The differences as Markdown. It has RELAY's names and words only, and no values, so that it can be shared. */
export function report(found: readonly Difference[], compared: number, when: Date): string {
  const head = [
    '# What RELAY sent, and what the simulator would have sent',
    '',
    `Compared on ${when.toISOString().slice(0, 10)}: ${compared} kinds of answers and events, ${found.length} differences.`,
    'Only names of fields, types and words of RELAY are shown: no number, id, URL or credential.',
    '',
  ];
  if (found.length === 0) return `${head.join('\n')}\nThere is no difference.\n`;
  const rows = found.map(
    ({ place, field, service, simulator }) =>
      `| ${cell(place)} | ${cell(field)} | ${cell(service)} | ${cell(simulator)} |`,
  );
  const table = ['| where | what | the service | the simulator |', '| --- | --- | --- | --- |', ...rows, ''];
  return [...head, ...table].join('\n');
}
