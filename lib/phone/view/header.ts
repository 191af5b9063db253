import { html, nothing, type TemplateResult } from 'lit';
import type { Actions } from '../actions.js';
import type { Incoming } from '../feed.js';
import type { State } from '../state.js';

const INCOMING: readonly (readonly [Incoming, string])[] = [
  ['ring', 'ring here'],
  ['machine', 'reach an answering machine'],
  ['busy', 'find it busy'],
  ['decline', 'are turned down'],
  ['noAnswer', 'keep ringing'],
];

/** The name of the page, the connected clients and the settings. */
export function headerView(state: State, actions: Actions): TemplateResult {
  return html`<header class="top">
    <h1><img src="/favicon.svg" alt="" width="28" height="28" /> relay-rx <span>simulate</span></h1>
    <p class="status ${statusClass(state)}" role="status">${statusText(state)}</p>
    <div class="settings">
      <label
        ><span>The app's calls</span>
        <select
          @change=${({ target }: Event) =>
            actions.setIncoming((target as HTMLSelectElement).value as Incoming)}
        >
          ${INCOMING.map(
            ([value, text]) =>
              html`<option value=${value} .selected=${(state.status?.incoming ?? 'ring') === value}>
                ${text}
              </option>`,
          )}
        </select></label
      >
      ${toggle('Read prompts aloud', state.readAloud, (readAloud) =>
        actions.change((each) => ({ ...each, readAloud })),
      )}
      ${toggle('Key tones', state.tones, (tones) => actions.change((each) => ({ ...each, tones })))}
    </div>
  </header>`;
}

const toggle = (text: string, isOn: boolean, change: (isOn: boolean) => void): TemplateResult =>
  html`<label class="toggle"
    ><input
      type="checkbox"
      role="switch"
      .checked=${isOn}
      @change=${({ target }: Event) => change((target as HTMLInputElement).checked)}
    />${text}</label
  >`;

function statusClass({ connection, status }: State): string {
  if (connection !== 'open') return 'off';
  return (status?.clients ?? 0) > 0 ? 'on' : 'waiting';
}

function statusText({ connection, status }: State): string {
  if (connection === 'connecting') return 'Connecting to the simulator…';
  if (connection === 'lost') return 'The simulator is gone: waiting for it';
  const { clients = 0, contexts = [] } = status ?? {};
  if (clients === 0) return 'No client yet';
  const who = clients === 1 ? '1 client' : `${clients} clients`;
  return contexts.length === 0 ? `${who}, no context` : `${who}: ${contexts.join(', ')}`;
}

/** The environment variables that point a client at the simulator, shown until a client connects. */
export function environmentView(
  { connection, status, calls }: State,
  actions: Actions,
): TemplateResult | typeof nothing {
  if (connection !== 'open' || status === undefined || status.clients > 0) return nothing;
  const text = status.environment.join('\n');
  return html`<section class="card environment" aria-label="Environment">
    <h2>${calls.size === 0 ? 'Point a client here' : 'Nobody is connected'}</h2>
    <p>Set these where your application runs, and start it:</p>
    <pre>${text}</pre>
    <button type="button" @click=${() => actions.copy('Environment', text)}>Copy lines</button>
  </section>`;
}
