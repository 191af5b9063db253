import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Actions } from '../actions.js';
import type { FeedMessage } from '../feed.js';
import type { State } from '../state.js';

/** Text messages to and from the app. */
export const textsView = ({ messages, draft, connection }: State, actions: Actions): TemplateResult =>
  html`<section class="card texts" aria-label="Text messages">
    <h2>Text messages</h2>
    <div class="log" role="log" aria-label="Texts" tabindex="0">
      ${messages.length === 0 ? html`<p class="empty">None yet.</p>` : messages.map(messageView)}
    </div>
    <form
      class="row"
      @submit=${(event: Event) => {
        event.preventDefault();
        actions.sendText();
      }}
    >
      <input
        type="text"
        aria-label="Text message"
        placeholder="Write to the app"
        autocomplete="off"
        .value=${live(draft.text)}
        @input=${({ target }: Event) => actions.write({ text: (target as HTMLInputElement).value })}
      />
      <button type="submit" ?disabled=${connection !== 'open' || draft.text.trim() === ''}>Send text</button>
    </form>
  </section>`;

const messageView = ({ direction, from, to, body, media }: FeedMessage): TemplateResult =>
  html`<p class="line ${direction === 'sent' ? 'app' : 'caller'}">
    <span class="bubble">${body}${media.map((url) => html`<i class="media">${url}</i>`)}</span>
    <small>${from} → ${to}</small>
  </p>`;
