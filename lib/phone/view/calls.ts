import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Actions } from '../actions.js';
import type { CallView, State } from '../state.js';
import { stateText } from './format.js';

/** The list of calls, latest first, as radio buttons. */
export function callsView({ calls, selected }: State, actions: Actions): TemplateResult {
  const latest = [...calls.values()].reverse();
  return html`<fieldset class="calls" ?hidden=${latest.length === 0}>
    <legend>Calls</legend>
    ${repeat(
      latest,
      ({ callId }) => callId,
      (call) => callView(call, call.callId === selected, actions),
    )}
  </fieldset>`;
}

function callView(call: CallView, isSelected: boolean, actions: Actions): TemplateResult {
  const { callId, direction, from, to, state, rings, context } = call;
  const other = direction === 'inbound' ? from : to;
  return html`<label class="call ${state} ${rings ? 'rings' : ''}">
    <input type="radio" name="call" .checked=${isSelected} @change=${() => actions.select(callId)} />
    <span class="direction" aria-hidden="true">${direction === 'inbound' ? '↗' : '↙'}</span>
    <span class="who">
      <b><bdi>${other}</bdi></b>
      ${direction === 'inbound' ? html`<span><bdi>${context}</bdi></span>` : nothing}
    </span>
    <span class="state">${stateText(call)}</span>
  </label>`;
}
