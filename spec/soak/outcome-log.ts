import {
  TimeoutError,
  defer,
  from,
  tap,
  type Observable,
  type ObservableInput,
  type SchedulerLike,
} from 'rxjs';
import {
  CallEndedError,
  CollectError,
  DialError,
  NoInputError,
  NoMatchError,
  RelayAuthenticationError,
  RelayConnectionError,
  RelayError,
  RelaySessionLostError,
  type Call,
} from 'relay-rx';
import { LONG } from './counting-scheduler.js';
import { Tally } from './tally.js';

/** What a flow emits last when it has done all that it had to, up to the answered hang-up. */
export const DONE = Symbol('done');

/** How what could not be sent ends, for want of a connection. */
const UNSENT = 'connection: unsent';

/** How what had no answer in time ends, on a connection that was not lost. */
const UNANSWERED = 'connection: no answer';

/** What a flow fails with that is meant to: what users' own code may throw. */
export class Breakage extends Error {}

/** How a flow that failed ended, in words; undefined for an error that nobody has said may come. */
export function statedEnd(error: unknown): string | undefined {
  if (error instanceof RelaySessionLostError) return 'session lost';
  if (error instanceof RelayAuthenticationError) return undefined;
  if (error instanceof RelayConnectionError)
    return error.message.includes('not answered within') ? UNANSWERED : `connection: ${error.delivery}`;
  if (error instanceof RelayError) return `refused ${error.code}`;
  if (error instanceof NoInputError) return 'no input, attempts used up';
  if (error instanceof NoMatchError) return 'no match, attempts used up';
  if (error instanceof CollectError) return 'collect error';
  if (error instanceof DialError) return `dial failed: ${error.reason}`;
  if (error instanceof CallEndedError) return 'call ended during a wait';
  if (error instanceof Breakage) return 'broke, as it was to';
  if (error instanceof TimeoutError) return 'timed out';
  return undefined;
}

/** More was asked while the connection was away than is kept, which is noticed before the connection's status changes. */
const isCrowdedOut = (error: unknown): boolean => String(error).includes('wait for the connection already');

/** Something that was begun and has not ended yet. */
interface Entry {
  readonly what: string;
  readonly callId: string | undefined;
}

/**
 * ms within which the call of a flow that is over has ended, or somebody is in dead air: long enough to notice that the
 * connection is half-open, to come back, and to hang up then.
 */
const DEAD_AIR = 2_500;

/** ms that anything takes at most, however much goes wrong; only a caller who says nothing could make it longer. */
const LONGEST = 9_000;

/** Writes down how everything ended that was begun, and what ended in a way that nobody has stated. */
export class OutcomeLog {
  readonly ends = new Tally();
  readonly errors = new Tally();
  readonly #scheduler: SchedulerLike;
  readonly #isConnected: () => boolean;
  readonly #longest: number;
  readonly #deadAir: number;
  readonly #open = new Set<Entry>();
  readonly #wrongs: string[] = [];

  /**
   * @param isConnected whether there is a connection now.
   * @param pace how many times as long everything takes.
   */
  constructor(scheduler: SchedulerLike, isConnected: () => boolean, pace: number) {
    this.#scheduler = scheduler;
    this.#isConnected = isConnected;
    this.#deadAir = DEAD_AIR * pace;
    this.#longest = Math.min(LONGEST * pace, LONG - 1);
  }

  /** What has not ended. */
  get open(): readonly Entry[] {
    return [...this.#open];
  }

  /** What ended in no stated way, or was otherwise not as it should be. */
  get wrongs(): readonly string[] {
    return this.#wrongs;
  }

  wrong(sentence: string): void {
    this.#wrongs.push(sentence);
  }

  /** Notes the beginning of something. What is returned notes its end: in words, or the error that ended it. */
  begin(
    what: string,
    callId?: string,
  ): (end: { readonly how: string } | { readonly error: unknown }) => void {
    const entry: Entry = { what, callId };
    this.#open.add(entry);
    const tooLong = (): void => this.wrong(`${describe(entry)} still goes on after ${this.#longest} ms`);
    const alarm = this.#scheduler.schedule(tooLong, this.#longest);
    return (end) => {
      if (!this.#open.delete(entry)) return;
      alarm.unsubscribe();
      const how = 'how' in end ? end.how : statedEnd(end.error);
      if (how === UNSENT && this.#isConnected() && !isCrowdedOut((end as { error: unknown }).error))
        this.wrong(`${describe(entry)} ended unsent, though there is a connection`);
      this.ends.count(how ?? 'unstated');
      if (how === undefined)
        this.wrong(`${describe(entry)} ended in no stated way: ${textOf((end as { error: unknown }).error)}`);
    };
  }

  /** A flow of a call. One that is cut short, or completes without having done its work, ended as its call did. */
  flow<T>(what: string, call: Call, make: () => ObservableInput<T>): Observable<T> {
    return defer(() => {
      const end = this.begin(what, call.callId);
      let done = false;
      const left = (): void => {
        const tooLong = (): void =>
          this.wrong(
            `call ${call.callId} has not ended ${this.#deadAir} ms after its flow (${what}): dead air`,
          );
        const alarm = this.#scheduler.schedule(tooLong, this.#deadAir);
        const ended = (): void => alarm.unsubscribe();
        call.ended$.subscribe({ complete: ended, error: ended });
      };
      const asTheCall = (): void => {
        if (done) return end({ how: 'completed' });
        // A call that goes on leaves the entry open.
        call.ended$.subscribe({
          next: ({ reason, error }) =>
            end(error === undefined ? { how: `the call ended: ${reason}` } : { error }),
        });
      };
      return from(make()).pipe(
        tap({
          next: (value) => (done ||= (value as unknown) === DONE),
          error: (error: unknown) => end({ error }),
          complete: asTheCall,
          unsubscribe: asTheCall,
          finalize: left,
        }),
      );
    });
  }

  /** Something that is asked outside of a call: it ends by itself, whatever becomes of any call. */
  standalone<T>(what: string, work$: Observable<T>, completed: string): Observable<T> {
    return defer(() => {
      const end = this.begin(what);
      return work$.pipe(
        tap({
          error: (error: unknown) => end({ error }),
          complete: () => end({ how: completed }),
          unsubscribe: () => end({ how: `${what} left` }),
        }),
      );
    });
  }

  /** An async function: it ends by itself too, also when nobody waits for it any more. */
  async promised<T>(what: string, callId: string, work: () => Promise<T>): Promise<T> {
    const end = this.begin(what, callId);
    try {
      const value = await work();
      end({ how: `${what} resolved` });
      return value;
    } catch (error) {
      end({ error });
      throw error;
    }
  }
}

export const describe = ({ what, callId }: Entry): string =>
  callId === undefined ? what : `${what} of call ${callId}`;

export const textOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);
