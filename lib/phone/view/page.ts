import { html, nothing, type TemplateResult } from 'lit';
import type { Actions } from '../actions.js';
import { selectedCall, timeAt, type State } from '../state.js';
import { callsView } from './calls.js';
import { diallerView } from './dialler.js';
import { faultsView } from './faults.js';
import { clockText, stateText } from './format.js';
import { environmentView, headerView } from './header.js';
import { heardView } from './heard.js';
import { keypadView } from './keypad.js';
import { textsView } from './texts.js';
import { workbenchView } from './workbench.js';

/** The whole page. `now` is the browser's time. */
export function pageView(state: State, actions: Actions, now: number): TemplateResult {
  return html`${headerView(state, actions)}
    <main>
      <section class="card phone" aria-label="Phone">
        ${displayView(state, now)} ${diallerView(state, actions)} ${heardView(state, actions)}
        ${keypadView(state, actions)} ${callsView(state, actions)}
      </section>
      <div class="work">
        ${environmentView(state, actions)} ${workbenchView(state, actions, now)}
        <div class="side">${faultsView(state, actions)} ${textsView(state, actions)}</div>
      </div>
    </main>
    ${noticeView(state, actions)} ${copyView(state, actions)}`;
}

function displayView(state: State, now: number): TemplateResult {
  const call = selectedCall(state);
  if (call === undefined) return html`<div class="display"><b>Ready</b><span>No call yet</span></div>`;
  const last = call.lines.at(-1);
  const until = call.state === 'ended' ? (last?.at ?? call.at) : timeAt(state, now);
  return html`<div class="display ${call.state} ${call.rings ? 'rings' : ''}">
    <b><bdi>${call.from}</bdi> <i aria-label="to">→</i> <bdi>${call.to}</bdi></b>
    <span>${stateText(call)}</span><time>${clockText(until - call.at)}</time>
  </div>`;
}

/** The latest error or confirmation. */
const noticeView = ({ notice }: State, actions: Actions): TemplateResult =>
  html`<div
    class="notice ${notice?.isError === true ? 'error' : ''}"
    role="alert"
    ?hidden=${notice === undefined}
  >
    <span>${notice?.text ?? nothing}</span>
    <button type="button" aria-label="Dismiss" @click=${() => actions.notify('')}>×</button>
  </div>`;

/** A text to be copied by hand, if there is no clipboard. */
const copyView = ({ shown }: State, actions: Actions): TemplateResult | typeof nothing =>
  shown === undefined
    ? nothing
    : html`<dialog
        aria-label=${shown.title}
        @close=${() => actions.change((state) => ({ ...state, shown: undefined }))}
      >
        <h2>${shown.title}</h2>
        <p>The clipboard cannot be used here. Copy this:</p>
        <textarea
          readonly
          rows="16"
          aria-label="Copy of it"
          @focus=${({ target }: Event) => (target as HTMLTextAreaElement).select()}
        >
${shown.text}</textarea>
        <form method="dialog"><button>Close</button></form>
      </dialog>`;
