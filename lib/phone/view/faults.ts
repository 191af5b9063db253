import { html, type TemplateResult } from 'lit';
import type { Actions } from '../actions.js';
import type { State } from '../state.js';

interface Fault {
  readonly text: string;
  readonly title: string;
  readonly fault: string;
  readonly options?: object;
  readonly done: string;
}

/** Duration of a stall, in ms. */
const STALL = 10_000;

const FAULTS: readonly Fault[] = [
  {
    text: 'Drop',
    title: 'Every connection is cut; the sessions can be resumed',
    fault: 'drop',
    done: 'Dropped: every connection was cut',
  },
  {
    text: 'Stall',
    title: `Nothing passes on any connection for ${STALL / 1000} seconds`,
    fault: 'stall',
    options: { for: STALL },
    done: `Stalled: nothing passes for ${STALL / 1000} s`,
  },
  {
    text: 'Repeat',
    title: 'The next event is sent twice',
    fault: 'repeat',
    options: { events: 1 },
    done: 'The next event will be sent twice',
  },
  {
    text: 'Refuse next request',
    title: 'The next request is answered with code 500',
    fault: 'refuse',
    options: { code: 500, message: 'refused on request' },
    done: 'The next request will be refused with 500',
  },
  {
    text: 'Garble',
    title: 'Frames that nobody can read are sent to every client',
    fault: 'garble',
    done: 'Garbled: every client was sent frames that nobody can read',
  },
  {
    text: 'Restart',
    title: 'RELAY restarts: its sessions are gone',
    fault: 'restart',
    done: 'Restarted: the sessions are gone',
  },
];

/** Faults on request. */
export const faultsView = ({ connection }: State, actions: Actions): TemplateResult =>
  html`<section class="card faults" aria-label="Faults">
    <h2>Faults</h2>
    <div class="buttons">
      ${FAULTS.map(
        ({ text, title, fault, options, done }) =>
          html`<button
            type="button"
            title=${title}
            ?disabled=${connection !== 'open'}
            @click=${() => actions.fault(fault, options, done)}
          >
            ${text}
          </button>`,
      )}
    </div>
  </section>`;
