import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Actions } from '../actions.js';
import { contextOf, upCall, type Draft, type State } from '../state.js';

const valueOf = ({ target }: Event): string => (target as HTMLInputElement).value;

/** The form of a call, and the buttons that begin and end a call. */
export function diallerView(state: State, actions: Actions): TemplateResult {
  const call = upCall(state);
  const isConnected = state.connection === 'open';
  const rings = call?.rings === true && call.state === 'ringing';
  const recall = (event: KeyboardEvent): void => {
    // On a button ↑ redials, as outside of this form.
    if (!(event.target instanceof HTMLInputElement)) return;
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    actions.recall(event.key === 'ArrowUp' ? 1 : -1);
  };
  const field = (name: string, key: keyof Draft, value: string, type: string): TemplateResult =>
    html`<label class="field"
      ><span>${name}</span
      ><input
        type=${type}
        autocomplete="off"
        spellcheck="false"
        .value=${live(value)}
        @input=${(event: Event) => actions.write({ [key]: valueOf(event) })}
    /></label>`;

  return html`<form
    class="dialler"
    @keydown=${recall}
    @submit=${(event: Event) => {
      event.preventDefault();
      if (isConnected) actions.call();
    }}
  >
    <div class="fields">
      ${field('From', 'from', state.draft.from, 'text')} ${field('To', 'to', state.draft.to, 'text')}
      ${field('Context', 'context', contextOf(state), 'text')}
    </div>
    <div class="hooks">
      <button
        type="submit"
        class="go"
        ?disabled=${!isConnected}
        title="Enter calls, and ↑ is the call before"
      >
        Call
      </button>
      <button type="button" class="stop" ?disabled=${call === undefined} @click=${() => actions.hangUp()}>
        Hang up
      </button>
      <button
        type="button"
        class="go ${rings ? 'ringing' : ''}"
        ?disabled=${!rings}
        @click=${() => actions.answer()}
      >
        Answer
      </button>
      <button type="button" class="stop" ?disabled=${!rings} @click=${() => actions.decline()}>
        Decline
      </button>
    </div>
  </form>`;
}
