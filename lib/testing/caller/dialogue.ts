import { filter, type Subscription } from 'rxjs';
import type { EndReason } from '../../simulator/call/call-state.js';
import type { Caller } from '../../simulator/call/caller.js';
import { textOf, type Heard } from '../../simulator/call/heard.js';
import type { CallerAction } from './caller-actions.js';

/**
 * An entry of a dialogue: a medium that the caller heard, an action of the caller, or the end of the call. A string
 * matches a part of the text (for keys, all of them); a RegExp is tested on it.
 */
export type DialogueEntry =
  /** The text, the URL or the name of a medium, when it started. Repetitions by `loop` and silence are left out. */
  | { readonly heard: string | RegExp }
  /** Keys, however long apart, with nothing in between. A string is all of them. */
  | { readonly pressed: string | RegExp }
  | { readonly said: string | RegExp }
  | { readonly mumbled: true }
  /** The caller hung up. */
  | { readonly hungUp: true }
  | { readonly transferredTo: string | RegExp }
  /** The call ended, and neither did the caller hang up nor was it transferred: `true`, or RELAY's end reason. */
  | { readonly ended: true | EndReason };

/** An entry of the actual dialogue. */
export type DialogueLine =
  | { readonly heard: string }
  | { readonly pressed: string }
  | { readonly said: string }
  | { readonly mumbled: true }
  | { readonly hungUp: true }
  | { readonly transferredTo: string }
  | { readonly ended: EndReason };

/** Records what one caller hears and does, in order. */
export class Dialogue {
  readonly #lines: DialogueLine[] = [];
  /** A medium repeated by its playback is the same object. */
  readonly #played = new WeakSet<Heard>();
  readonly #caller: Caller;

  constructor(caller: Caller) {
    this.#caller = caller;
    const watching: Subscription = caller.heard$
      .pipe(filter(({ kind }) => kind !== 'silence'))
      .subscribe((heard) => this.#heard(heard));
    watching.add(caller.transferredTo$.subscribe((transferredTo) => this.#lines.push({ transferredTo })));
    watching.add(caller.state$.pipe(filter((state) => state === 'ended')).subscribe(() => this.#ended()));
  }

  get lines(): readonly DialogueLine[] {
    return this.#lines;
  }

  /** Notes an action of the caller. */
  does(action: CallerAction): void {
    if (this.#caller.state === 'ended') return;
    if ('say' in action) this.#lines.push({ said: action.say });
    else if ('mumble' in action) this.#lines.push({ mumbled: true });
    else if ('hangUp' in action) this.#lines.push({ hungUp: true });
    else this.#pressed(action.press);
  }

  #heard(heard: Heard): void {
    if (this.#played.has(heard)) return;
    this.#played.add(heard);
    this.#lines.push({ heard: textOf(heard) });
  }

  #pressed(keys: string): void {
    const last = this.#lines.at(-1);
    if (last !== undefined && 'pressed' in last) {
      this.#lines.pop();
      this.#lines.push({ pressed: last.pressed + keys });
    } else this.#lines.push({ pressed: keys });
  }

  #ended(): void {
    const last = this.#lines.at(-1);
    const isSaid = last !== undefined && ('hungUp' in last || 'transferredTo' in last);
    if (!isSaid) this.#lines.push({ ended: this.#caller.endReason ?? 'hangup' });
  }
}

/** Whether an actual entry matches an expected one. */
export function isAsExpected(line: DialogueLine, entry: DialogueEntry): boolean {
  const [[kind, what]] = Object.entries(line) as [[string, string | true]];
  const wanted = (entry as Readonly<Record<string, string | RegExp | true | undefined>>)[kind];
  if (wanted === undefined || wanted === true || what === true) return wanted === true;
  if (wanted instanceof RegExp) return what.search(wanted) >= 0;
  return kind === 'pressed' || kind === 'ended' ? what === wanted : what.includes(wanted);
}
