import { Subject, Subscription, type Observable } from 'rxjs';
import { Callee } from '../../../simulator/call/callee.js';
import type { Caller, CallerState } from '../../../simulator/call/caller.js';
import type { Heard } from '../../../simulator/call/heard.js';
import type { RelayEngine } from '../../../simulator/engine/engine.js';
import type { CallOptions } from '../../../simulator/engine/switchboard.js';
import { DialogueLog, type DialogueLine } from './dialogue-log.js';
import { HttpError } from './http.js';

/** A call as the control interface shows it. */
export interface CallRecord {
  readonly callId: string;
  readonly direction: 'inbound' | 'outbound';
  readonly context: string;
  readonly from: string;
  readonly to: string;
  readonly state: CallerState;
  readonly heard: readonly Heard[];
  readonly transferredTo?: string;
  readonly endReason?: string;
  /** The progress of its script, if it has one. */
  readonly script?: ScriptState;
}

export interface ScriptState {
  readonly state: 'running' | 'passed' | 'failed';
  readonly failure?: string;
}

interface Entry {
  readonly caller: Caller;
  /** When it was placed, in ms of the simulator's time. */
  readonly at: number;
  readonly dialogue: DialogueLog;
  readonly heard: Heard[];
  transferredTo: string | undefined;
  script: ScriptState | undefined;
}

/** Ended calls to keep. */
const ENDED = 1000;
/** Media to keep of one caller, because hold music may repeat for days. */
const HEARD = 1000;

/** The live calls and the latest ended ones. */
export class CallBook {
  readonly #engine: RelayEngine;
  readonly #entries = new Map<string, Entry>();
  readonly #ended = new Set<string>();
  readonly #changed$ = new Subject<string>();
  readonly #line$ = new Subject<{ readonly callId: string; readonly line: DialogueLine }>();
  readonly #now: () => number;
  readonly #life = new Subscription();

  /** @param now the simulator's time */
  constructor(engine: RelayEngine, now: () => number) {
    this.#engine = engine;
    this.#now = now;
    this.#life.add(engine.dialled$.subscribe((callee) => this.#follow(callee)));
  }

  /** The id of each call that has changed. */
  get changed$(): Observable<string> {
    return this.#changed$.asObservable();
  }

  /** Each new line of a dialogue, and each line that has grown. */
  get line$(): Observable<{ readonly callId: string; readonly line: DialogueLine }> {
    return this.#line$.asObservable();
  }

  get all(): readonly CallRecord[] {
    return [...this.#entries.values()].map(recordOf);
  }

  /** The latest `count` calls, after any older calls that have not ended. */
  latest(count: number): readonly CallRecord[] {
    const entries = [...this.#entries.values()];
    const early = entries.slice(0, -count).filter(({ caller }) => caller.state !== 'ended');
    return [...early.slice(-count), ...entries.slice(-count)].map(recordOf);
  }

  find(callId: string): CallRecord | undefined {
    const entry = this.#entries.get(callId);
    return entry && recordOf(entry);
  }

  place(options: CallOptions): Caller {
    const caller = this.#engine.call(options);
    this.#follow(caller);
    return caller;
  }

  /** @throws {HttpError} 404 for a call that is not known. */
  record(callId: string): CallRecord {
    return recordOf(this.#entry(callId));
  }

  /**
   * The caller's side of a call, and when the call was placed.
   *
   * @throws {HttpError} 404 for a call that is not known.
   */
  dialogue(callId: string): { readonly at: number; readonly dialogue: DialogueLog } {
    return this.#entry(callId);
  }

  /** @throws {HttpError} 404 for a call that is not known, 409 for one that has ended. */
  live(callId: string): Caller {
    const { caller } = this.#entry(callId);
    if (caller.state === 'ended')
      throw new HttpError(409, `The call ${callId} has ended (${caller.endReason ?? 'unknown'})`);
    return caller;
  }

  /** Sets the progress of a call's script. */
  script(callId: string, state: ScriptState): void {
    const entry = this.#entries.get(callId);
    if (entry === undefined) return;
    entry.script = state;
    this.#changed$.next(callId);
  }

  /** Removes ended calls, and each live call when it ends. */
  clear(): void {
    this.#entries.clear();
    this.#ended.clear();
  }

  close(): void {
    this.#life.unsubscribe();
    this.#changed$.complete();
    this.#line$.complete();
  }

  #entry(callId: string): Entry {
    const entry = this.#entries.get(callId);
    if (entry === undefined)
      throw new HttpError(404, `There is no call ${callId}: GET /_relay/calls lists those that are known`);
    return entry;
  }

  #follow(caller: Caller): void {
    const { callId } = caller;
    const isKnown = (): boolean => this.#entries.get(callId) === entry;
    const dialogue = new DialogueLog(caller, this.#now, (line) => {
      if (isKnown()) this.#line$.next({ callId, line });
    });
    const entry: Entry = {
      caller,
      at: this.#now(),
      dialogue,
      heard: [],
      transferredTo: undefined,
      script: undefined,
    };
    this.#entries.set(callId, entry);
    const changed = (): void => {
      if (isKnown()) this.#changed$.next(callId);
    };
    const life = new Subscription();
    this.#life.add(life);
    life.add(dialogue.follow());
    life.add(
      caller.heard$.subscribe((heard) => {
        entry.heard.push(heard);
        if (entry.heard.length > HEARD) entry.heard.shift();
      }),
    );
    life.add(
      caller.transferredTo$.subscribe((dest) => {
        entry.transferredTo = dest;
        changed();
      }),
    );
    life.add(
      caller.state$.subscribe({
        next: changed,
        complete: () => {
          this.#life.remove(life);
          if (isKnown()) this.#keep(callId);
        },
      }),
    );
  }

  #keep(callId: string): void {
    this.#ended.add(callId);
    const [oldest] = this.#ended;
    if (this.#ended.size <= ENDED || oldest === undefined) return;
    this.#ended.delete(oldest);
    this.#entries.delete(oldest);
  }
}

function recordOf({ caller, heard, transferredTo, script }: Entry): CallRecord {
  const { callId, context, from, to, state, endReason } = caller;
  return {
    callId,
    direction: caller instanceof Callee ? 'outbound' : 'inbound',
    context,
    from,
    to,
    state,
    heard,
    ...(transferredTo !== undefined && { transferredTo }),
    ...(endReason !== undefined && { endReason }),
    ...(script !== undefined && { script }),
  };
}
