import { html, type TemplateResult } from 'lit';
import type { Actions } from '../actions.js';
import { whyNoTest } from '../copy-as-test.js';
import { selectedCall, timeAt, type State } from '../state.js';
import { diagramView } from './diagram.js';
import { framesView } from './frames.js';

/** The selected call as a diagram and as frames, with its exports. `now` is the browser's time. */
export function workbenchView(state: State, actions: Actions, now: number): TemplateResult {
  const call = selectedCall(state);
  const isEmpty = call === undefined;
  const time = timeAt(state, now);
  const isPaused = state.paused !== undefined;
  return html`<section class="card workbench" aria-label="Diagram">
    <div class="tools">
      <h2>The call, live</h2>
      <input
        type="search"
        aria-label="Filter"
        placeholder="Filter"
        .value=${state.filter}
        @input=${({ target }: Event) => actions.change((each) => ({ ...each, filter: (target as HTMLInputElement).value }))}
      />
      <button type="button" aria-pressed=${isPaused} ?disabled=${isEmpty} @click=${() => actions.pause(time)}>
        Pause
      </button>
      <button type="button" ?disabled=${isEmpty} @click=${() => actions.copySvg(time)}>Copy as SVG</button>
      <button
        type="button"
        ?disabled=${call === undefined || whyNoTest(call) !== undefined}
        title=${call === undefined ? '' : (whyNoTest(call) ?? 'A marble test of the flow that had this call')}
        @click=${() => actions.copyTest(time)}
      >
        Copy as test
      </button>
      <button type="button" ?disabled=${isEmpty} @click=${() => actions.exportRecording()}>
        Export recording
      </button>
    </div>
    ${diagramView(state, actions, time)} ${framesView(state, actions)}
  </section>`;
}
