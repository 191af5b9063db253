import { legendOf, symbolsOf, type Lane, type Mark } from './lane.js';
import type { Drawing } from './drawing.js';

/** Sizes in pixels. */
const CHARACTER = 8.2;
const MARGIN = 24;
const HEAD = 76;
const LINE = 18;
const RADIUS = 10;
/** From the middle of a lane to the first line of its legend. */
const BELOW = 28;

const STYLE = `text { font: 13px system-ui, sans-serif; fill: #1f2933; }
.title { font-weight: 600; font-size: 15px; }
.tick { fill: #7b8794; font-size: 12px; }
.label { font-weight: 600; }
.mark text { font: 600 12px ui-monospace, monospace; text-anchor: middle; }
.legend { fill: #52606d; font-size: 12px; }
.legend tspan { font: 600 12px ui-monospace, monospace; }
.command { fill: #1c6dd0; } .command + text { fill: #fff; }
.event { fill: #fff; stroke: #1f2933; }
.refusal { fill: #d64545; } .refusal + text { fill: #fff; }
.grid { stroke: #e4e7eb; } .lane { stroke: #9aa5b1; } .end { stroke: #1f2933; stroke-width: 2; }`;

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    // What XML has no way of writing.
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');

const fixed = (value: number): string => String(Number(value.toFixed(1)));

/** The text of an SVG file that needs nothing else. */
export function svgOf({ title, lanes, axis, indent }: Drawing): string {
  const left = MARGIN + indent * CHARACTER;
  const right = left + axis.columns * CHARACTER;
  const x = (at: number): number => left + axis.position(at) * CHARACTER;

  let y = HEAD;
  const drawn = lanes.map((lane) => {
    const middle = y + 20;
    const picture = laneSvg(lane, middle, left, right, x);
    y = middle + picture.height;
    return picture;
  });
  const width = Math.max(right, ...drawn.map((lane) => lane.right)) + MARGIN;
  const ticks = axis.ticks.map(
    ({ at, text }) =>
      `<line class="grid" x1="${fixed(x(at))}" x2="${fixed(x(at))}" y1="${HEAD - 14}" y2="${fixed(y)}"/>` +
      `<text class="tick" x="${fixed(x(at))}" y="${HEAD - 20}" text-anchor="middle">${text}</text>`,
  );
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${fixed(width)}" height="${fixed(y + MARGIN)}" viewBox="0 0 ${fixed(width)} ${fixed(y + MARGIN)}">`,
    `<style>${STYLE}</style>`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    `<text class="title" x="${MARGIN}" y="30">${escaped(title)}</text>`,
    ...ticks,
    ...drawn.map(({ text }) => text),
    '</svg>',
  ].join('\n')}\n`;
}

function laneSvg(
  { label, marks }: Lane,
  middle: number,
  left: number,
  right: number,
  x: (at: number) => number,
): { readonly text: string; readonly height: number; readonly right: number } {
  const symbols = symbolsOf(marks);
  const placed = spread(marks.map((mark) => ({ mark, x: x(mark.at) })));
  const lines = placed.slice(0, -1).flatMap(({ mark, x: from }, index) => {
    const to = placed[index + 1]?.x ?? from;
    return mark.pause === true ? [] : [lineSvg(from, to, middle)];
  });
  const last = placed.at(-1);
  if (last !== undefined && last.mark.kind !== 'end' && last.mark.pause !== true && last.x < right)
    lines.push(lineSvg(last.x, right, middle));
  const legend = [...legendOf(marks, symbols)].map(
    ([symbol, meaning], index) =>
      `<text class="legend" x="${fixed(left)}" y="${fixed(middle + BELOW + index * LINE)}">` +
      `<tspan>${escaped(symbol)}</tspan> ${escaped(meaning)}</text>`,
  );
  const name = `<text class="label" x="${MARGIN + (label.startsWith(' ') ? 16 : 0)}" y="${fixed(middle + 4)}">${escaped(label.trim())}</text>`;
  const dots = placed.map(({ mark, x: at }) => markSvg(mark, symbols.get(mark) ?? '', at, middle));
  return {
    text: [name, ...lines, ...dots, ...legend].join('\n'),
    height: BELOW + legend.length * LINE,
    right: (last?.x ?? 0) + RADIUS,
  };
}

/** Marks that would cover each other move to the right, one beside the other. */
function spread(marks: readonly { mark: Mark; x: number }[]): readonly { mark: Mark; x: number }[] {
  let free = -Infinity;
  return marks.map(({ mark, x }) => {
    const at = Math.max(x, free);
    free = at + (mark.kind === 'end' ? RADIUS : RADIUS * 2 + 2);
    return { mark, x: at };
  });
}

const lineSvg = (from: number, to: number, y: number): string =>
  `<line class="lane" x1="${fixed(from)}" x2="${fixed(to)}" y1="${fixed(y)}" y2="${fixed(y)}"/>`;

function markSvg({ kind, meaning }: Mark, symbol: string, x: number, y: number): string {
  if (kind === 'end')
    return `<line class="end" x1="${fixed(x)}" x2="${fixed(x)}" y1="${fixed(y - RADIUS)}" y2="${fixed(y + RADIUS)}"/>`;
  const shape =
    kind === 'event'
      ? `<circle class="event" cx="${fixed(x)}" cy="${fixed(y)}" r="${RADIUS}"/>`
      : `<rect class="${kind}" x="${fixed(x - RADIUS)}" y="${fixed(y - RADIUS)}" width="${RADIUS * 2}" height="${RADIUS * 2}" rx="3"/>`;
  return (
    `<g class="mark"><title>${escaped(meaning)}</title>${shape}` +
    `<text x="${fixed(x)}" y="${fixed(y + 4)}">${escaped(symbol)}</text></g>`
  );
}
