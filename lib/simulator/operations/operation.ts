import type { Observable, SchedulerLike } from 'rxjs';

import type { CallerInput } from '../call/caller-input.js';
import type { Heard } from '../call/heard.js';
import type { Fields } from '../wire/json-rpc.js';

export type OperationKind = 'play' | 'play_and_collect' | 'collect';

/** What the app may tell an operation that is in progress. */
export type Command =
  | { readonly kind: 'stop' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'volume'; readonly volume: number }
  | { readonly kind: 'start_input_timers' };

/** An event of an operation, without the ids, which the call adds. */
export interface OperationEvent {
  readonly type: string;
  readonly params: Fields;
  /** The operation is over with it: its control id is free before the event goes out. */
  readonly last: boolean;
}

/** How long the simulator takes over what has no length of its own. */
export interface Pace {
  /** Words spoken in a minute, by prompts and by callers. */
  readonly wordsPerMinute: number;
  /** Milliseconds that an audio file lasts; undefined when it cannot be played. */
  readonly audioDuration: (url: string) => number | undefined;
}

/** The caller's end of the call, as an operation needs it. */
export interface Line {
  readonly input$: Observable<CallerInput>;
  readonly scheduler: SchedulerLike;
  readonly pace: Pace;
  hear(heard: Heard): void;
  setVolume(db: number): void;
}

/**
 * Runs when it is subscribed to, emits the events of one control id and completes after the last.
 * Unsubscribing, as the end of the call does, ends it without a further event.
 */
export type Operation = (line: Line, command$: Observable<Command>) => Observable<OperationEvent>;
