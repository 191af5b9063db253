import { createHash, randomUUID } from 'node:crypto';

import { asyncScheduler } from 'rxjs';
import type { SchedulerLike } from 'rxjs';

import { isUrl } from '../../protocol/is-url.js';
import type { Pace } from '../operations/operation.js';

/** Milliseconds that a scripted caller takes to react to what it hears. */
export const REACTION_TIME = 200;

/** Options of the engine; every duration is in milliseconds. */
export interface EngineOptions {
  /** The project id that clients must use. */
  readonly project: string;
  /** The token that clients must use. */
  readonly token: string;
  /** A JWT that clients may use instead of project and token. */
  readonly jwtToken?: string | undefined;
  /** The clock of every timer. @default asyncScheduler */
  readonly scheduler?: SchedulerLike | undefined;
  /** The clock of pings and session timeouts, if the clock of calls runs faster. @default `scheduler` */
  readonly connectionScheduler?: SchedulerLike | undefined;
  /** Time in ms between two pings of the server; 0 for none. @default 5000 */
  readonly pingInterval?: number | undefined;
  /** Time in ms that a ping may stay unanswered before the connection is closed; 0 for no limit. @default 15000 */
  readonly pingTimeout?: number | undefined;
  /** Time in ms that a session without a connection is kept before its calls end. @default 30000 */
  readonly sessionTimeout?: number | undefined;
  /** Time in ms that a call rings before it ends with noAnswer; 0 for no limit. @default 60000 */
  readonly ringTimeout?: number | undefined;
  /** The speed of prompts and callers in words a minute; above 0. @default 150 */
  readonly wordsPerMinute?: number | undefined;
  /**
   * Time in ms that a scripted caller takes to react to what it hears. A `wait` step in between replaces it.
   * @default 200
   */
  readonly reactionTime?: number | undefined;
  /**
   * The duration of audio files in ms, or a function from a URL to its duration; undefined for one that cannot be played.
   * @default 3000
   */
  readonly audioDuration?: number | ((url: string) => number | undefined) | undefined;
  /**
   * Time in ms after the end of its call at which a recording, a transcription, a fax or a payment reports its result.
   * @default none: before the call's `ended`
   */
  readonly lateResults?: number | undefined;
  /** How many events are kept for a session without a connection; the oldest are dropped first. @default 1000 */
  readonly queueLimit?: number | undefined;
  /** Makes the server's ids. @default crypto.randomUUID */
  readonly generateId?: (() => string) | undefined;
}

/** The options with their defaults. */
export interface Settings {
  readonly project: string;
  readonly token: string;
  readonly jwtToken: string | undefined;
  readonly scheduler: SchedulerLike;
  readonly connectionScheduler: SchedulerLike;
  readonly pingInterval: number;
  readonly pingTimeout: number;
  readonly sessionTimeout: number;
  readonly ringTimeout: number;
  readonly pace: Pace;
  readonly reactionTime: number;
  readonly lateResults: number | undefined;
  readonly queueLimit: number;
  readonly generateId: () => string;
  readonly nodeId: string;
  /** The middle part of the protocol of every session. */
  readonly signature: string;
}

/** Checks a duration. Throws a RangeError that names the option. */
export const duration = (name: string, value: number): number => {
  if (value >= 0) return value;
  throw new RangeError(`${name} is a number of at least 0, not ${String(value)}`);
};

const playable = (url: string): boolean => isUrl(url);

export const settingsOf = (options: EngineOptions): Settings => {
  const { wordsPerMinute = 150, audioDuration = 3000, generateId = () => randomUUID() } = options;
  if (!(wordsPerMinute > 0)) {
    throw new RangeError(`wordsPerMinute is a number above 0, not ${String(wordsPerMinute)}`);
  }
  if (typeof audioDuration === 'number') duration('audioDuration', audioDuration);
  return {
    project: options.project,
    token: options.token,
    jwtToken: options.jwtToken,
    scheduler: options.scheduler ?? asyncScheduler,
    connectionScheduler: options.connectionScheduler ?? options.scheduler ?? asyncScheduler,
    pingInterval: duration('pingInterval', options.pingInterval ?? 5000),
    pingTimeout: duration('pingTimeout', options.pingTimeout ?? 15_000),
    sessionTimeout: duration('sessionTimeout', options.sessionTimeout ?? 30_000),
    ringTimeout: duration('ringTimeout', options.ringTimeout ?? 60_000),
    pace: {
      wordsPerMinute,
      audioDuration:
        typeof audioDuration === 'function'
          ? audioDuration
          : (url) => (playable(url) ? audioDuration : undefined),
    },
    lateResults: options.lateResults === undefined ? undefined : duration('lateResults', options.lateResults),
    reactionTime: duration('reactionTime', options.reactionTime ?? REACTION_TIME),
    queueLimit: duration('queueLimit', options.queueLimit ?? 1000),
    generateId,
    nodeId: generateId(),
    signature: createHash('sha256').update(options.project).digest('hex').slice(0, 40),
  };
};
