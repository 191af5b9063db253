import { EMPTY, Observable, concat, ignoreElements, tap } from 'rxjs';
import { withParams } from '../actions/action.js';
import type { ChangeParams } from '../actions/operation.js';
import { notePrompt } from '../protocol/event-prompt.js';
import type { CollectEvent } from '../protocol/events/collect.js';
import type { PlayEvent } from '../protocol/events/play.js';
import type { CollectSpec } from '../protocol/options/collect.js';
import type { Media } from '../protocol/options/media.js';
import type { PlayOptions } from '../protocol/options/play.js';
import type { CollectOptions } from '../protocol/options/standalone-collect.js';
import { played } from './played.js';
import type { Repromptable } from './reprompt.js';

/** A call, as `playThenCollect` sees it. */
export interface Listening {
  play(options: PlayOptions): Observable<PlayEvent>;
  collect(options: CollectOptions): Observable<CollectEvent>;
}

/** The prompt, and the input to collect after it. */
export interface Question {
  readonly media: readonly Media[];
  readonly collect: CollectSpec;
  readonly volume?: number | undefined;
}

/**
 * A prompt that input does not end: it is played to its end, and then input is collected. It fails with `PlaybackError`
 * when the prompt cannot be played.
 */
class PlayThenCollect extends Observable<CollectEvent> implements Repromptable {
  readonly playback$ = EMPTY;
  readonly #call: Listening;
  readonly #question: Question;

  constructor(call: Listening, question: Question) {
    const { media, collect, volume } = question;
    // RELAY starts the initial timeout of a collect without a prompt only if the request asks for it.
    const listen$ = call.collect({ startInputTimers: true, ...collect });
    const events$ = concat(
      call.play({ media, volume }).pipe(played(), ignoreElements()),
      listen$.pipe(tap((event) => notePrompt(event, { play: media }))),
    );
    super((subscriber) => events$.subscribe(subscriber));
    this.#call = call;
    this.#question = question;
  }

  [withParams](change: ChangeParams): this {
    const { play = this.#question.media } = change({ play: this.#question.media });
    return new PlayThenCollect(this.#call, { ...this.#question, media: play as readonly Media[] }) as this;
  }
}

/** Asks a question whose prompt is played to its end. */
export const playThenCollect = (
  call: Listening,
  question: Question,
): Repromptable & Observable<CollectEvent> => new PlayThenCollect(call, question);
