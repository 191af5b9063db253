import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Actions } from '../actions.js';
import { isWanted, rowsOf, type FrameRow } from '../frames.js';
import { selectedCall, type State } from '../state.js';
import { sinceText } from './format.js';

/** The number of latest rows to show. */
const ROWS = 500;

/** The frames of the call, and the selected frame. */
export function framesView(state: State, actions: Actions): TemplateResult {
  const frames = state.paused?.frames ?? state.frames;
  const start = selectedCall(state)?.at ?? 0;
  const rows = rowsOf(frames)
    .filter(({ frame }) => isWanted(frame, state.filter))
    .slice(-ROWS);
  const chosen = frames.find(({ id }) => id === state.chosen);
  return html`<div class="frames">
    <ul role="list" aria-label="Frames" tabindex="0">
      ${repeat(
        rows,
        ({ frame }) => frame.id,
        (row) => rowView(row, row.frame.id === state.chosen, start, actions),
      )}
      ${
        rows.length === 0
          ? html`<li class="empty">
              ${frames.length === 0 ? 'No frames yet.' : 'No frame matches the filter.'}
            </li>`
          : nothing
      }
    </ul>
    <section class="frame" aria-label="Chosen frame" tabindex="0">
      ${
        chosen === undefined
          ? html`<p class="empty">Choose a marble or a row: its frame is shown here.</p>`
          : html`<pre>${JSON.stringify(chosen.frame, null, 2)}</pre>`
      }
    </section>
  </div>`;
}

function rowView(
  { frame, kind, name, words, refused }: FrameRow,
  isChosen: boolean,
  start: number,
  actions: Actions,
): TemplateResult {
  const choose = (event: Event): void => {
    event.preventDefault();
    actions.choose(frame.id);
  };
  return html`<li class="${kind} ${refused ? 'refused' : ''}" id="frame-${frame.id}">
    <a href="#frame-${frame.id}" aria-current=${isChosen ? 'true' : nothing} @click=${choose}>
      <time>${sinceText(frame.at, start)}</time>
      <span class="way" title=${frame.direction === 'in' ? 'from the app' : 'to the app'}
        >${frame.direction === 'in' ? '→' : '←'}</span
      >
      <b>${name}</b> <span class="words">${words}</span>
    </a>
  </li>`;
}
