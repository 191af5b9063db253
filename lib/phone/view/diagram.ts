import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { RADIUS, fixed, type PictureLane, type PlacedMark } from '../../recording/drawing/picture.js';
import type { Actions } from '../actions.js';
import { diagramOf, type Diagram } from '../diagram.js';
import type { FeedFrame } from '../feed.js';
import { isWanted } from '../frames.js';
import { moveFocus } from '../mark-keys.js';
import { selectedCall, type State } from '../state.js';
import { sinceText } from './format.js';

/** The call as a marble diagram. `now` is the simulator's time. */
export function diagramView(state: State, actions: Actions, now: number): TemplateResult {
  const call = selectedCall(state);
  const frames = state.paused?.frames ?? state.frames;
  return html`<figure
    class="diagram"
    aria-label="Marble diagram"
    @keydown=${moveFocus}
    @mouseleave=${() => actions.point(undefined)}
  >
    ${
      call === undefined || frames.length === 0
        ? html`<p class="empty">
            ${
              call === undefined
                ? 'A call is drawn here as it happens: a lane for the call, and one for each operation on it.'
                : 'Nothing has passed on this call yet.'
            }
          </p>`
        : drawn(state, actions, diagramOf(call, frames, state.paused?.now ?? now), call.at)
    }
    ${tipView(state)}
  </figure>`;
}

function drawn(state: State, actions: Actions, diagram: Diagram, start: number): TemplateResult {
  const { picture } = diagram;
  const { width, height, top, bottom, ticks, folds, lanes } = picture;
  const current =
    state.chosen ??
    diagram.frameOf(lanes[0]?.marks[0]?.mark ?? { at: 0, kind: 'end', meaning: '', word: '' })?.id;
  const wordsAt = (name: string, x: number, text: string): SVGTemplateResult =>
    svg`<line class=${name === 'fold' ? 'gap' : 'grid'} x1=${fixed(x)} x2=${fixed(x)} y1=${top} y2=${bottom}></line>
      <text class=${name} x=${fixed(x)} y=${top - 6}>${text}</text>`;
  return html`<div class="lanes" style="height: ${height}px">
      ${lanes.map(
        ({ label, labelX, y }, index) =>
          html`<span class=${labelX > 24 ? 'operation' : ''} style="top: ${y}px"
            >${index === 0 ? 'call' : label}</span
          >`,
      )}
    </div>
    <div class="scroll">
      <svg width=${width} height=${height} viewBox="0 0 ${width} ${height}">
        ${ticks.map(({ x, text }) => wordsAt('tick', x, text))}
        ${folds.map(({ x, text }) => wordsAt('fold', x, `⋯ ${text}`))}
        ${lanes.map((lane) => laneView(lane, (mark) => markView(mark, lane.y, state, actions, diagram, current, start)))}
      </svg>
    </div>
    ${
      diagram.left > 0
        ? html`<p class="left">The latest frames are drawn; ${diagram.left} came before them.</p>`
        : nothing
    }`;
}

const laneView = (
  { y, segments, arrows, marks }: PictureLane,
  mark: (placed: PlacedMark) => SVGTemplateResult,
): SVGTemplateResult => svg`<g>
  ${segments.map(({ from, to }) => svg`<line class="lane" x1=${fixed(from)} x2=${fixed(to)} y1=${y} y2=${y}></line>`)}
  ${arrows.map(({ line, head }) => svg`<path class="arrow" d=${line}></path><path class="arrow" d=${head}></path>`)}
  ${marks.map(mark)}
</g>`;

function markView(
  { mark, symbol, x }: PlacedMark,
  y: number,
  state: State,
  actions: Actions,
  { frameOf }: Diagram,
  current: number | undefined,
  start: number,
): SVGTemplateResult {
  if (mark.kind === 'end')
    return svg`<line class="end" x1=${fixed(x)} x2=${fixed(x)} y1=${y - RADIUS} y2=${y + RADIUS}></line>`;
  const frame = frameOf(mark);
  const shape =
    mark.kind === 'event'
      ? svg`<circle class="event" cx=${fixed(x)} cy=${y} r=${RADIUS}></circle>`
      : svg`<rect class=${mark.kind} x=${fixed(x - RADIUS)} y=${y - RADIUS} width=${RADIUS * 2} height=${RADIUS * 2} rx="3"></rect>`;
  const point = ({ currentTarget }: Event): void => pointAt(currentTarget as SVGElement, frame, actions);
  const choose = (event: Event): void => {
    event.preventDefault();
    if (frame !== undefined) actions.choose(frame.id);
  };
  return svg`<a
    class="mark ${frame !== undefined && frame.id === state.chosen ? 'chosen' : ''} ${
      frame === undefined || isWanted(frame, state.filter) ? '' : 'faded'
    }"
    href="#frame-${frame?.id ?? ''}"
    tabindex=${frame?.id === current ? 0 : -1}
    aria-label="${mark.meaning}, at ${sinceText(mark.at + start, start)}"
    data-frame=${frame?.id ?? ''}
    data-x=${x}
    data-y=${y}
    @mouseenter=${point}
    @focus=${point}
    @blur=${() => actions.point(undefined)}
    @click=${choose}
    >${shape}<text x=${fixed(x)} y=${y + 4}>${symbol}</text></a
  >`;
}

function pointAt(mark: SVGElement, frame: FeedFrame | undefined, actions: Actions): void {
  const figure = mark.closest('figure');
  if (frame === undefined || figure === null) return;
  const [at, around] = [mark.getBoundingClientRect(), figure.getBoundingClientRect()];
  actions.point({
    id: frame.id,
    left: at.left + at.width / 2 - around.left,
    top: at.bottom - around.top + 8,
  });
}

/** The tooltip with the frame of the mark under the pointer. */
function tipView({ pointed, frames, calls, selected }: State): TemplateResult | typeof nothing {
  const frame = frames.find(({ id }) => id === pointed?.id);
  const call = calls.get(selected ?? '');
  if (pointed === undefined || frame === undefined || call === undefined) return nothing;
  const who = frame.direction === 'in' ? 'from the app' : 'to the app';
  return html`<div class="tip" role="tooltip" style="left: ${pointed.left}px; top: ${pointed.top}px">
    <b>${sinceText(frame.at, call.at)}, ${who}</b>
    <pre>${shortened(JSON.stringify(frame.frame, null, 2))}</pre>
  </div>`;
}

/** The most lines of a frame in a tooltip. */
const LINES = 22;

function shortened(text: string): string {
  const lines = text.split('\n');
  return lines.length <= LINES ? text : [...lines.slice(0, LINES), '…'].join('\n');
}
