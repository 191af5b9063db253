import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Actions } from '../actions.js';
import type { FeedLine, LineKind } from '../feed.js';
import { selectedCall, upCall, type CallView, type State } from '../state.js';
import { sinceText } from './format.js';

/** The dialogue of the call, and the controls for speech. */
export function heardView(state: State, actions: Actions): TemplateResult {
  const call = selectedCall(state);
  const isUp = upCall(state)?.state === 'answered';
  return html`<div class="heard">
      <div class="log" role="log" aria-label="Heard" tabindex="0">
        ${
          call === undefined
            ? html`<p class="empty">Nobody is on the phone.</p>`
            : repeat(
                turnsOf(call.lines),
                ([{ index }]) => index,
                (turn) => turnView(turn, call),
              )
        }
        ${call !== undefined && call.lines.length === 0 ? html`<p class="empty">It rings…</p>` : nothing}
      </div>
    </div>
    <form
      class="say"
      @submit=${(event: Event) => {
        event.preventDefault();
        actions.say();
      }}
    >
      <input
        type="text"
        aria-label="Say"
        placeholder="Say something"
        autocomplete="off"
        .value=${live(state.draft.say)}
        ?disabled=${!isUp}
        @input=${({ target }: Event) => actions.type((target as HTMLInputElement).value)}
      />
      <button
        type="button"
        ?disabled=${!isUp}
        @click=${() => actions.mumble()}
        title="A noise that is no word"
      >
        Mumble
      </button>
      <button
        type="button"
        ?disabled=${!isUp}
        @click=${() => actions.staySilent()}
        title="Time passes until the app has waited long enough"
      >
        Stay silent
      </button>
    </form>`;
}

/** One line of the log; successive keys are one line. */
type Turn = readonly [FeedLine, ...FeedLine[]];

function turnsOf(lines: readonly FeedLine[]): readonly Turn[] {
  const turns: [FeedLine, ...FeedLine[]][] = [];
  for (const line of lines) {
    const last = turns.at(-1);
    if (line.kind === 'pressed' && last?.[0].kind === 'pressed') last.push(line);
    else turns.push([line]);
  }
  return turns;
}

const turnView = (turn: Turn, call: CallView): TemplateResult =>
  turn[0].kind === 'pressed' ? keysView(turn, call) : lineView(turn[0], call);

const keysView = (turn: Turn, call: CallView): TemplateResult =>
  html`<p class="line caller keys">
    <span>${turn.map(({ text }) => html`<kbd class="bubble">${text}</kbd>`)}</span
    ><time>${sinceText(turn[0].at, call.at)}</time>
  </p>`;

const WORDS: Readonly<Partial<Record<LineKind, string>>> = {
  mumbled: 'mumbled',
  hungUp: 'hung up',
};

function lineView({ kind, text, at, medium, open }: FeedLine, call: CallView): TemplateResult {
  const time = html`<time>${sinceText(at, call.at)}</time>`;
  switch (kind) {
    case 'heard':
      return html`<p class="line app">
        <span class="bubble ${medium ?? ''}">${heardText(medium, text)}</span>${time}
      </p>`;
    case 'said':
      return html`<p class="line caller">
        <span class="bubble ${open === true ? 'open' : ''}">${text}${open === true ? '…' : ''}</span>${time}
      </p>`;
    case 'transferredTo':
      return html`<p class="line event">transferred to <bdi>${text}</bdi> ${time}</p>`;
    case 'ended':
      return html`<p class="line event">ended: ${text} ${time}</p>`;
    default:
      return html`<p class="line event">${WORDS[kind] ?? kind} ${time}</p>`;
  }
}

function heardText(medium: FeedLine['medium'], text: string): TemplateResult | string {
  switch (medium) {
    case 'audio':
      return html`<i aria-hidden="true">♪</i> ${text}`;
    case 'ringtone':
      return html`<i aria-hidden="true">☎</i> ringtone ${text}`;
    case 'silence':
      return 'silence';
    default:
      return text;
  }
}
