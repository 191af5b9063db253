import type { Result } from '../measures/result.js';
import { number } from './table.js';

const WIDTH = 720;
const LABEL = 130;
const ROW = 24;
const GAP = 46;

/** The results as a picture: bars for each client, as long as they are many times the shortest. */
export function chart(results: readonly Result[], circumstances: string): string {
  let y = 12;
  const parts: string[] = [];
  for (const { title, rows } of results) {
    const longest = Math.max(...rows.map(({ value }) => value));
    parts.push(text(0, (y += 18), title, 'title'));
    for (const { client, value, unit, ratio } of rows) {
      y += ROW;
      const width = Math.max(1, ((WIDTH - LABEL - 190) * value) / longest);
      const label = `${number(value)} ${unit}${ratio === undefined ? '' : `  ×${number(ratio.median)}`}`;
      parts.push(
        text(LABEL - 10, y, client, 'client'),
        `<rect x="${LABEL}" y="${y - 13}" width="${width.toFixed(1)}" height="17" rx="3" class="${client === 'relay-rx' ? 'own' : 'other'}"/>`,
        text(LABEL + width + 8, y, label, 'value'),
      );
    }
    y += GAP - ROW;
  }
  parts.push(text(0, y + 4, circumstances, 'note'));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y + 14}" font-family="system-ui, sans-serif" font-size="13">
<title>What relay-rx costs beside a loop written by hand</title>
<style>
  .title { font-weight: 600; fill: #1f2328 } .client { text-anchor: end; fill: #57606a } .value { fill: #57606a }
  .note { fill: #8b949e; font-size: 11px } .own { fill: #8250df } .other { fill: #afb8c1 }
  @media (prefers-color-scheme: dark) {
    .title { fill: #e6edf3 } .client, .value { fill: #9198a1 } .own { fill: #a371f7 } .other { fill: #484f58 }
  }
</style>
${parts.join('\n')}
</svg>
`;
}

const text = (x: number, y: number, content: string, name: string): string =>
  `<text x="${x.toFixed(1)}" y="${y}" class="${name}">${content.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</text>`;
