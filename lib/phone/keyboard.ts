import { fromEvent, type Subscription } from 'rxjs';
import type { Actions } from './actions.js';
import type { Store } from './store.js';
import { upCall } from './state.js';
import { isKey } from './view/keypad.js';

/** Handles keys outside of text boxes: those of the keypad, and ↑ to redial. */
export const listenForKeys = (store: Store, actions: Actions): Subscription =>
  fromEvent<KeyboardEvent>(document, 'keydown').subscribe((event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const { target, key } = event;
    if (
      !(target instanceof Element) ||
      target.closest('input:not([type=radio]), select, textarea, dialog') !== null
    )
      return;
    if (isKey(key) && upCall(store.state)?.state === 'answered') {
      event.preventDefault();
      actions.press(key);
    } else if (key === 'ArrowUp' && (target === document.body || target.closest('button') !== null)) {
      event.preventDefault();
      actions.redial();
    }
  });
