// What a campaign needs of a queue. There are two: embedded-queue.ts, in this process, and redis-queue.ts, on Redis.
import type { Contact, Finished, Result } from './contact.js';

/** How far a contact's job has come. It is kept with the job, and outlives the worker that has it. */
export interface Progress {
  /** How many calls were announced. */
  readonly calls: number;
  /** That a dial, or a text message, is about to be sent, and what came of it is not known. */
  readonly sending?: 'call' | 'text' | undefined;
  /** Not to be called before, in ms since 1970. */
  readonly notBefore?: number | undefined;
  /** The reason why the latest call reached nobody. */
  readonly missed?: 'busy' | 'noAnswer' | 'failed' | undefined;
  /** What is known already. A job that has this is finished as soon as somebody has it in hand. */
  readonly result?: Result | undefined;
}

/** A contact that only this worker is processing. */
export interface Job {
  readonly contact: Contact;
  readonly progress: Progress;
  /** Keeps how far it has come. */
  save(progress: Progress): Promise<void>;
  /** Whether this worker still has it: one that was away for too long has lost it to another. */
  isMine(): Promise<boolean>;
}

/** The next step of a job: it is finished, or runs again after a delay in ms. */
export type Step = { readonly result: Result } | { readonly again: number };

export interface WorkOptions {
  /** Jobs that start in a second, over all workers. */
  readonly perSecond: number;
  /** Jobs that run at a time, in this worker. */
  readonly concurrent: number;
}

/** A worker. */
export interface Work {
  /** Takes no further job, and resolves when those in hand are over. */
  close(): Promise<void>;
}

export interface Counts {
  readonly total: number;
  readonly done: number;
  /** In somebody's hands now. */
  readonly active: number;
  /** Those that come again later: after a busy line, or when their window opens. */
  readonly later: number;
  readonly isPaused: boolean;
}

/** Numbers that are never called. */
export interface DoNotCall {
  has(phone: string): Promise<boolean>;
  add(phone: string): Promise<void>;
}

export interface CampaignQueue {
  readonly doNotCall: DoNotCall;
  /** Adds contacts, and says how many of them are new. One that is there already, finished or not, is left as it is. */
  add(contacts: readonly Contact[]): Promise<number>;
  work(handle: (job: Job) => Promise<Step>, options: WorkOptions): Work;
  /** Holds back what has not started, in every worker, until it is turned off again. */
  pause(isPaused: boolean): Promise<void>;
  counts(): Promise<Counts>;
  /** Those that are finished: one result each. */
  finished(): Promise<readonly Finished[]>;
  /** Has those called again whose result is `unknown`, and says how many they are. */
  reopenUnknown(): Promise<number>;
  /** Removes every contact, and the list of those who are not called. No worker may be at work. */
  forget(): Promise<void>;
  close(): Promise<void>;
}
