// The queue of a campaign. There are two: embedded-queue.ts, in this process, and redis-queue.ts, on Redis.
import type { Contact, Finished, Result } from './contact.js';

/** The progress of a contact's job. It is stored with the job, so that it survives the worker. */
export interface Progress {
  /** The number of calls that were announced. */
  readonly calls: number;
  /** A dial or a text message is about to be sent, or was sent, and its result is not known. */
  readonly sending?: 'call' | 'text' | undefined;
  /** The earliest time of the next call, in ms since 1970. */
  readonly notBefore?: number | undefined;
  /** The reason why the latest call reached nobody. */
  readonly missed?: 'busy' | 'noAnswer' | 'failed' | undefined;
  /** The result so far. A worker that takes a job with a result finishes it at once. */
  readonly result?: Result | undefined;
}

/** A contact that only this worker is processing. */
export interface Job {
  readonly contact: Contact;
  readonly progress: Progress;
  /** Stores the progress. */
  save(progress: Progress): Promise<void>;
  /** Whether the job is still this worker's: after a long absence another worker has it. */
  isMine(): Promise<boolean>;
}

/** The next step of a job: it is finished, or runs again after a delay in ms. */
export type Step = { readonly result: Result } | { readonly again: number };

export interface WorkOptions {
  /** Jobs started per second, by all workers together. */
  readonly perSecond: number;
  /** Simultaneous jobs of this worker. */
  readonly concurrent: number;
}

/** A worker. */
export interface Work {
  /** Takes no further job, and resolves when the running ones are done. */
  close(): Promise<void>;
}

export interface Counts {
  readonly total: number;
  readonly done: number;
  /** Jobs that a worker is processing. */
  readonly active: number;
  /** Jobs that wait for a time: after a busy line, or until their window opens. */
  readonly later: number;
  readonly isPaused: boolean;
}

/** Numbers not to call. */
export interface DoNotCall {
  has(phone: string): Promise<boolean>;
  add(phone: string): Promise<void>;
}

export interface CampaignQueue {
  readonly doNotCall: DoNotCall;
  /** Adds contacts and returns the number of new ones. One that is there already is not changed. */
  add(contacts: readonly Contact[]): Promise<number>;
  work(handle: (job: Job) => Promise<Step>, options: WorkOptions): Work;
  /** Pauses or resumes all workers: while paused, no further job starts. */
  pause(isPaused: boolean): Promise<void>;
  counts(): Promise<Counts>;
  /** The finished contacts, with one result each. */
  finished(): Promise<readonly Finished[]>;
  /** Queues the contacts with the result `unknown` again, and returns their number. */
  reopenUnknown(): Promise<number>;
  /** Removes every contact and the list of numbers not to call. No worker may run. */
  forget(): Promise<void>;
  close(): Promise<void>;
}
