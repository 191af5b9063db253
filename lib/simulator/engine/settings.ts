import { createHash, randomUUID } from 'node:crypto';

import { asyncScheduler } from 'rxjs';
import type { SchedulerLike } from 'rxjs';

import { isUrl } from '../../protocol/is-url.js';
import type { Pace } from '../operations/operation.js';

/** How long a scripted caller takes to react to what it hears, in ms. */
export const REACTION_TIME = 200;

/** Options of the engine; every duration is in milliseconds. */
export interface EngineOptions {
  /** The project that a client must name. */
  readonly project: string;
  /** The token that goes with it. */
  readonly token: string;
  /** A JWT that is accepted in place of project and token. */
  readonly jwtToken?: string | undefined;
  /** The clock of every timer. @default asyncScheduler */
  readonly scheduler?: SchedulerLike | undefined;
  /** The clock of pings and of session timeouts, where calls have one that is faster. @default `scheduler` */
  readonly connectionScheduler?: SchedulerLike | undefined;
  /** Between two pings of the server; 0 for none. @default 5000 */
  readonly pingInterval?: number | undefined;
  /** How long a ping may be unanswered before the connection is given up, as dead; 0 for ever. @default 15000 */
  readonly pingTimeout?: number | undefined;
  /** How long a session whose connection is away is kept before its calls are lost. @default 30000 */
  readonly sessionTimeout?: number | undefined;
  /** How long a call rings unanswered before it ends with noAnswer; 0 for ever. @default 60000 */
  readonly ringTimeout?: number | undefined;
  /** How fast prompts and callers speak; more than 0. @default 150 */
  readonly wordsPerMinute?: number | undefined;
  /**
   * How long a scripted caller takes to press, say or hang up upon what was heard, as people do. A `wait` step in
   * between is as long as it says, and not longer. @default 200
   */
  readonly reactionTime?: number | undefined;
  /** How long audio lasts, or how long that of a URL does: undefined for one that cannot be played. @default 3000 */
  readonly audioDuration?: number | ((url: string) => number | undefined) | undefined;
  /**
   * How long after the end of its call a recording, a transcription, a fax or a payment reports its result. RELAY does
   * both. @default undefined: before the call's `ended`
   */
  readonly lateResults?: number | undefined;
  /** How many events are kept for a session whose connection is away; the oldest go first. @default 1000 */
  readonly queueLimit?: number | undefined;
  /** Makes every id that the server gives. @default crypto.randomUUID */
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
  /** Middle part of the protocols of the project's sessions. */
  readonly signature: string;
}

/** A RangeError that names the option, when it is no duration. */
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
