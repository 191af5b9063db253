import { Subscription, filter } from 'rxjs';
import type { FeedLine, LineKind } from '../../../phone/feed.js';
import type { Caller, CallerAct, OpenSpeech } from '../../../simulator/call/caller.js';
import { textOf } from '../../../simulator/call/heard.js';

/** A line of a dialogue, as the page shows it. */
export type DialogueLine = Omit<FeedLine, 'callId'>;

/** The default confidence of the recognition. */
const CONFIDENCE = 90;
/** Lines to keep of one call, because hold music may repeat for days. */
const KEPT = 1000;

/** Logs what one caller hears and does, with times. */
export class DialogueLog {
  readonly #caller: Caller;
  readonly #now: () => number;
  readonly #report: (line: DialogueLine) => void;
  #lines: DialogueLine[] = [];
  #next = 0;
  /** Words that are still being typed. */
  #typing: { readonly speech: OpenSpeech; readonly line: DialogueLine; spoken: number } | undefined;

  /** @param report called with each line, and with a line that has grown. */
  constructor(caller: Caller, now: () => number, report: (line: DialogueLine) => void) {
    this.#caller = caller;
    this.#now = now;
    this.#report = report;
  }

  get lines(): readonly DialogueLine[] {
    return this.#lines;
  }

  /** Logs until the call ends. */
  follow(): Subscription {
    const { heard$, acts$, transferredTo$, state$ } = this.#caller;
    const life = new Subscription();
    life.add(heard$.subscribe((heard) => this.#add('heard', textOf(heard), { medium: heard.kind })));
    life.add(acts$.subscribe((act) => this.#did(act)));
    life.add(transferredTo$.subscribe((dest) => this.#add('transferredTo', dest)));
    life.add(state$.pipe(filter((state) => state === 'ended')).subscribe(() => this.#ended()));
    return life;
  }

  /** Handles the text typed so far: each word is said when it is complete. */
  type(text: string, confidence = CONFIDENCE): void {
    this.#typing ??= {
      speech: this.#caller.speak(),
      line: this.#add('said', text, { open: true }),
      spoken: 0,
    };
    const words = wordsIn(text);
    // The last word is complete only when a blank follows it.
    this.#speak(/\s$/.test(text) ? words : words.slice(0, -1), confidence);
    this.#change(this.#typing.line, { text: text.trim(), open: true });
  }

  /** Ends the typed speech; returns false if there was none. */
  endTyping(text: string, confidence = CONFIDENCE): boolean {
    const typing = this.#typing;
    if (typing === undefined) return false;
    this.#speak(wordsIn(text), confidence);
    this.#typing = undefined;
    typing.speech.end();
    this.#change(typing.line, {
      text: wordsIn(text).join(' '),
      ...(confidence !== CONFIDENCE && { confidence }),
    });
    return true;
  }

  #speak(words: readonly string[], confidence: number): void {
    const typing = this.#typing;
    if (typing === undefined || words.length <= typing.spoken) return;
    typing.speech.add(words.slice(typing.spoken).join(' '), { confidence });
    typing.spoken = words.length;
  }

  #did(act: CallerAct): void {
    if ('press' in act) this.#add('pressed', act.press);
    else if ('mumble' in act) this.#add('mumbled', '');
    else if ('hangUp' in act) this.#add('hungUp', '');
    else this.#add('said', act.say, act.confidence === CONFIDENCE ? {} : { confidence: act.confidence });
  }

  #ended(): void {
    const last = this.#lines.at(-1);
    if (last?.kind !== 'hungUp' && last?.kind !== 'transferredTo')
      this.#add('ended', this.#caller.endReason ?? 'hangup');
  }

  #add(
    kind: LineKind,
    text: string,
    more: Pick<DialogueLine, 'medium' | 'confidence' | 'open'> = {},
  ): DialogueLine {
    const line: DialogueLine = { index: this.#next, at: this.#now(), kind, text, ...more };
    this.#next += 1;
    this.#lines.push(line);
    if (this.#lines.length >= 2 * KEPT) this.#lines = this.#lines.slice(-KEPT);
    this.#report(line);
    return line;
  }

  #change({ index, at, kind }: DialogueLine, more: Pick<DialogueLine, 'text' | 'open' | 'confidence'>): void {
    const changed: DialogueLine = { index, at, kind, ...more };
    const place = this.#lines.findLastIndex((line) => line.index === index);
    if (place >= 0) this.#lines[place] = changed;
    this.#report(changed);
  }
}

const wordsIn = (text: string): readonly string[] => text.split(/\s+/).filter(Boolean);
