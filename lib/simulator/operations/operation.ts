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

/** A command for an operation in progress. */
export type Command =
  | { readonly kind: 'stop' }
  /** The call ends: an operation with a result reports it now. */
  | { readonly kind: 'call ended' }
  /** A recording leaves the pause out (`skip`), records silence, or continues. */
  | { readonly kind: 'pause'; readonly behavior?: 'skip' | 'silence' | 'continuous' | undefined }
  | { readonly kind: 'resume' }
  | { readonly kind: 'volume'; readonly volume: number }
  | { readonly kind: 'start_input_timers' };

export const isStop = ({ kind }: Command): boolean => kind === 'stop';

/** The end of a recording or a transcription: a stop, or the end of the call. */
export const isEnd = ({ kind }: Command): boolean => kind === 'stop' || kind === 'call ended';

/** An event of an operation. The call adds the ids. */
export interface OperationEvent {
  readonly type: string;
  readonly params: Fields;
  /** Whether it ends the operation. The control id is free before the last event is sent. */
  readonly last: boolean;
}

/** The speed of speech and the length of audio files. */
export interface Pace {
  /** Words a minute of prompts and callers. */
  readonly wordsPerMinute: number;
  /** Duration of an audio file in milliseconds; undefined if it cannot be played. */
  readonly audioDuration: (url: string) => number | undefined;
}

/** The parts of a call that an operation uses. */
export interface OperationContext {
  readonly farEnd: FarEnd;
  readonly party: Party;
  readonly scheduler: SchedulerLike;
  readonly pace: Pace;
  readonly generateId: () => string;
}

/**
 * Starts on subscribe, emits the events of one control id and completes after the last.
 * Unsubscribing, as at the end of the call, stops it without another event.
 */
export type Operation = (
  context: OperationContext,
  command$: Observable<Command>,
) => Observable<OperationEvent>;
