import { html, type TemplateResult } from 'lit';
import type { Actions } from '../actions.js';
import { upCall, type State } from '../state.js';

const KEYS: readonly (readonly [key: string, letters: string])[] = [
  ['1', ''],
  ['2', 'ABC'],
  ['3', 'DEF'],
  ['4', 'GHI'],
  ['5', 'JKL'],
  ['6', 'MNO'],
  ['7', 'PQRS'],
  ['8', 'TUV'],
  ['9', 'WXYZ'],
  ['*', ''],
  ['0', '+'],
  ['#', ''],
];

/** The keys of the phone. They can be typed as well, outside of text boxes. */
export function keypadView(state: State, actions: Actions): TemplateResult {
  const isUp = upCall(state)?.state === 'answered';
  return html`<div class="keypad" role="group" aria-label="Keypad">
    ${KEYS.map(
      ([key, letters]) =>
        html`<button type="button" aria-label=${key} ?disabled=${!isUp} @click=${() => actions.press(key)}>
          <b>${key}</b><span aria-hidden="true">${letters}</span>
        </button>`,
    )}
  </div>`;
}

export const isKey = (key: string): boolean => KEYS.some(([each]) => each === key);
