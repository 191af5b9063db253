import type { Drawing } from './drawing.js';
import { RADIUS, fixed, pictureOf, type Picture, type PictureLane, type PlacedMark } from './picture.js';

const STYLE = `text { font: 13px system-ui, sans-serif; fill: #1f2933; }
.title { font-weight: 600; font-size: 15px; }
.tick, .fold { fill: #7b8794; font-size: 12px; text-anchor: middle; }
.label { font-weight: 600; }
.mark text { font: 600 12px ui-monospace, monospace; text-anchor: middle; }
.legend { fill: #52606d; font-size: 12px; }
.legend tspan { font: 600 12px ui-monospace, monospace; }
.command { fill: #1c6dd0; } .command + text { fill: #fff; }
.event { fill: #fff; stroke: #1f2933; }
.refusal { fill: #d64545; } .refusal + text { fill: #fff; }
.arrow { fill: none; stroke: #1c6dd0; stroke-width: 1.2; }
.grid { stroke: #e4e7eb; } .lane { stroke: #9aa5b1; } .end { stroke: #1f2933; stroke-width: 2; }
.gap { stroke: #e4e7eb; stroke-dasharray: 2 4; }`;

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    // What XML has no way of writing.
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');

/** The text of a self-contained SVG file. */
export const svgOf = (drawing: Drawing): string => svgText(pictureOf(drawing, { legend: true }));

function svgText({ width, height, title, top, bottom, left, ticks, folds, lanes }: Picture): string {
  const size = `${fixed(width)} ${fixed(height)}`;
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${fixed(width)}" height="${fixed(height)}" viewBox="0 0 ${size}">`,
    `<style>${STYLE}</style>`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    ...(title === '' ? [] : [`<text class="title" x="24" y="30">${escaped(title)}</text>`]),
    ...ticks.map(({ x, text }) => uprightSvg('grid', x, top, bottom) + wordsSvg('tick', x, top - 6, text)),
    ...folds.map(({ x, text }) => uprightSvg('gap', x, top, bottom) + wordsSvg('fold', x, top - 6, text)),
    ...lanes.map((lane) => laneSvg(lane, left)),
    '</svg>',
  ].join('\n')}\n`;
}

function laneSvg({ label, labelX, y, segments, marks, arrows, legend }: PictureLane, left: number): string {
  return [
    `<text class="label" x="${fixed(labelX)}" y="${fixed(y + 4)}">${escaped(label)}</text>`,
    ...segments.map(({ from, to }) => lineSvg('lane', from, to, y, y)),
    ...arrows.map(({ line, head }) => `<path class="arrow" d="${line}"/><path class="arrow" d="${head}"/>`),
    ...marks.map((mark) => markSvg(mark, y)),
    ...legend.map(
      ({ symbol, meaning, y: below }) =>
        `<text class="legend" x="${fixed(left)}" y="${fixed(below)}">` +
        `<tspan>${escaped(symbol)}</tspan> ${escaped(meaning)}</text>`,
    ),
  ].join('\n');
}

const lineSvg = (name: string, x1: number, x2: number, y1: number, y2: number): string =>
  `<line class="${name}" x1="${fixed(x1)}" x2="${fixed(x2)}" y1="${fixed(y1)}" y2="${fixed(y2)}"/>`;
const uprightSvg = (name: string, x: number, top: number, bottom: number): string =>
  lineSvg(name, x, x, top, bottom);
const wordsSvg = (name: string, x: number, y: number, text: string): string =>
  `<text class="${name}" x="${fixed(x)}" y="${fixed(y)}">${escaped(text)}</text>`;

function markSvg({ mark: { kind, meaning }, symbol, x }: PlacedMark, y: number): string {
  if (kind === 'end') return lineSvg('end', x, x, y - RADIUS, y + RADIUS);
  const shape =
    kind === 'event'
      ? `<circle class="event" cx="${fixed(x)}" cy="${fixed(y)}" r="${RADIUS}"/>`
      : `<rect class="${kind}" x="${fixed(x - RADIUS)}" y="${fixed(y - RADIUS)}" width="${RADIUS * 2}" height="${RADIUS * 2}" rx="3"/>`;
  return (
    `<g class="mark"><title>${escaped(meaning)}</title>${shape}` +
    `<text x="${fixed(x)}" y="${fixed(y + 4)}">${escaped(symbol)}</text></g>`
  );
}
