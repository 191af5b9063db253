import { Subscription, defer, finalize, ignoreElements, tap } from 'rxjs';
import type { Observable } from 'rxjs';

import type { CallerInput } from './caller-input.js';
import type { FarEnd } from './far-end.js';
import { joined } from './words.js';

/**
 * Forwards a party's speech and keys to the current listeners. Their `sounding$` changes when speech starts; they
 * receive the words when it ends. A party on hold neither sends nor receives audio.
 */
export const forwardAudio = (from: FarEnd, listeners: () => readonly FarEnd[]): Observable<never> =>
  defer(() => {
    let said = '';
    let sounds = new Subscription();
    const reached = (): readonly FarEnd[] =>
      from.isHeld ? [] : listeners().filter((listener) => !listener.isHeld);
    const fallSilent = (): void => {
      sounds.unsubscribe();
      sounds = new Subscription();
    };

    const pass = (input: CallerInput): void => {
      switch (input.kind) {
        case 'key':
          for (const listener of reached()) listener.sendDigit(input.key);
          break;
        case 'voice':
          said = '';
          for (const listener of reached()) sounds.add(listener.sound());
          break;
        case 'word':
          said = joined(said, input);
          break;
        case 'quiet': {
          const text = said;
          fallSilent();
          if (text !== '')
            for (const listener of reached()) listener.hear({ kind: 'speech', text }).unsubscribe();
          break;
        }
        case 'beep':
          break;
      }
    };
    return from.input$.pipe(tap(pass), ignoreElements(), finalize(fallSilent));
  });
