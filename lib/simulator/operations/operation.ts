import type { Observable, SchedulerLike } from 'rxjs';

import type { FarEnd } from '../call/far-end.js';
import type { Party } from '../call/party.js';
import type { Fields } from '../wire/json-rpc.js';

export type OperationKind =
  | 'play'
  | 'play_and_collect'
  | 'collect'
  | 'record'
  | 'detect'
  | 'send_digits'
  | 'send_fax'
  | 'receive_fax'
  | 'tap'
  | 'stream'
  | 'transcribe'
  | 'pay'
  | 'ai'
  | 'queue';

/** Commands of the app for an operation in progress. */
export type Command =
  | { readonly kind: 'stop' }
  /** The call ends: what leaves a result reports it now. */
  | { readonly kind: 'call ended' }
  /** A recording leaves the pause out (`skip`), has silence in its place, or goes on through it. */
  | { readonly kind: 'pause'; readonly behavior?: 'skip' | 'silence' | 'continuous' | undefined }
  | { readonly kind: 'resume' }
  | { readonly kind: 'volume'; readonly volume: number }
  | { readonly kind: 'start_input_timers' };

export const isStop = ({ kind }: Command): boolean => kind === 'stop';

/** The end of a recording or a transcription: a stop, or the end of the call. */
export const isEnd = ({ kind }: Command): boolean => kind === 'stop' || kind === 'call ended';

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

/** The call, as an operation needs it. */
export interface OperationContext {
  readonly farEnd: FarEnd;
  readonly party: Party;
  readonly scheduler: SchedulerLike;
  readonly pace: Pace;
  readonly generateId: () => string;
}

/**
 * Runs when it is subscribed to, emits the events of one control id and completes after the last.
 * Unsubscribing, as the end of the call does, ends it without a further event.
 */
export type Operation = (
  context: OperationContext,
  command$: Observable<Command>,
) => Observable<OperationEvent>;
