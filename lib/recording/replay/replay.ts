import {
  EMPTY,
  Subscription,
  catchError,
  defer,
  finalize,
  merge,
  type Observable,
  type ObservableInput,
} from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import type { Call } from '../../call.js';
import { RelayClient } from '../../client.js';
import type { RelayClientOptions } from '../../client/options.js';
import { eachCall } from '../../operators/each-call.js';
import {
  mistyped,
  optional,
  record as options,
  type Read,
  type Schema,
} from '../../protocol/options/schema.js';
import { that } from '../../protocol/options/values.js';
import { FlowError } from '../../protocol/errors.js';
import type { Recording } from '../format.js';
import { Comparison } from './comparison.js';
import { ReplayMismatchError, type ReplayedCommand } from './mismatch.js';
import { OwnTimers } from './own-timers.js';
import { Player, type Outcome } from './player.js';
import { groupOf, isCommand, recordedStepsOf, type RecordedSteps } from './recorded-steps.js';

/** The flow of each call, as for `eachCall`. */
export type CallFlow = (call: Call, client: RelayClient) => ObservableInput<unknown>;

/** A flow of the client besides inbound calls. */
export type ClientFlow = (client: RelayClient) => ObservableInput<unknown>;

/** The flows to replay: one for the inbound calls, one for the client, or both. */
export type ReplayedFlow =
  | CallFlow
  | {
      readonly calls?: CallFlow | undefined;
      /**
       * The flow of the client: dials, messages and other work besides inbound calls. It is subscribed when the replay
       * begins.
       */
      readonly client?: ClientFlow | undefined;
    };

export interface ReplayOptions {
  /**
   * The greatest difference between the recorded and the replayed time of a command, in ms. In a replay,
   * client and network take no time. From 0 to 3 600 000 (an hour).
   * @default 500
   */
  readonly tolerance?: number | undefined;
  /** Further options of the client. */
  readonly client?:
    Omit<RelayClientOptions, 'project' | 'token' | 'jwtToken' | 'scheduler' | 'socket'> | undefined;
}

/** The outcome of a replay. */
export interface ReplayResult {
  /** The first difference from the recording, or the failure of a flow; undefined if there is none. */
  readonly mismatch: ReplayMismatchError | undefined;
  /** The commands sent up to then. */
  readonly sent: readonly ReplayedCommand[];
  /** The errors reported on the client's `errors$`, and the error of the client's flow. */
  readonly errors: readonly Error[];
}

const anObject: Read = that('an object', (value) => typeof value === 'object' && value !== null);
/** In ms. */
export const MAX_TOLERANCE = 3_600_000;
const aTolerance: Read = that(
  `a number of milliseconds from 0 to ${MAX_TOLERANCE}`,
  (value) => typeof value === 'number' && value >= 0 && value <= MAX_TOLERANCE,
);
const schema: Schema<ReplayOptions> = { tolerance: optional(aTolerance), client: optional(anObject) };
const check = options(schema);

/** How long virtual time continues after the end of a recording at most, in ms. */
const AFTERWARDS = 60_000;

/**
 * Replays a recording in virtual time. RELAY's side comes from the recording and the client is the real one. The
 * client's commands are compared with the recorded ones in order, for each call separately.
 *
 * - Call ids, node ids and message ids are those of the recording. The ids of requests, control ids and tags are the
 *   client's; recorded and new ones are matched by their order.
 * - RELAY's frames come at their recorded time, and never before the commands that preceded them; an answer comes as
 *   long after its request as in the recording. Timers of the flow (`timeout`, `delay`), drops and reconnects run in
 *   virtual time.
 * - Requests of the connection (`signalwire.…`) are not compared. Commands on calls that began before the recording are
 *   left out.
 * - A flow that fails is a mismatch, even if the commands are the same.
 * - It ends with the first mismatch, or when the recording is over.
 *
 * A flow that awaits promises cannot be replayed: promises need the event loop, which does not run in virtual time.
 *
 * @throws {RecordingError} when the recording has more than one connection at a time.
 * @throws {TypeError | RangeError} when an option is not allowed.
 * @example
 * ```ts no-run
 * import assert from 'node:assert';
 * import { tts } from 'relay-rx';
 * import { readRecording, replay } from 'relay-rx/recording';
 * import { concat } from 'rxjs';
 *
 * const { mismatch } = replay(readRecording('calls.jsonl'), (call) =>
 *   concat(call.answer(), call.play({ media: [tts('Goodbye.')] }), call.hangup()),
 * );
 * // With Jest: expect(mismatch).toBeUndefined();
 * assert.ifError(mismatch);
 * ```
 */
export function replay(recording: Recording, flow: ReplayedFlow, options: ReplayOptions = {}): ReplayResult {
  check(options, 'replay');
  const { calls, client } = typeof flow === 'function' ? { calls: flow, client: undefined } : flow;
  if (calls === undefined && client === undefined)
    throw mistyped('replay: flow', 'must be a function of a call, or have calls, client or both');
  const recorded = recordedStepsOf(recording);
  const scheduler = new TestScheduler(() => undefined);
  return scheduler.run(({ flush }) => {
    scheduler.maxFrames = recorded.end + (options.tolerance ?? 0) + AFTERWARDS;
    const run = new Run(recording, recorded, scheduler, options);
    run.start(calls, client);
    flush();
    return run.end();
  });
}

const STUCK =
  'The flow has not ended and none of its timers runs: it waits for RELAY, or for something outside virtual time, such as a promise';

class Run {
  readonly #recorded: RecordedSteps;
  readonly #client: RelayClient;
  readonly #player: Player;
  readonly #errors: Error[] = [];
  readonly #flows = new Subscription();
  readonly #scheduler: TestScheduler;
  readonly #timers: OwnTimers;
  /** The flows that have not ended: a call's by its id, the client's by ''. */
  readonly #running = new Set<string>();
  #outcome: Outcome = { kind: 'same' };
  /** The first flow of a call that failed before the end, and its time. */
  #failure: { readonly callId: string; readonly at: number } | undefined;
  #hint = '';
  #isStopped = false;

  constructor(
    recording: Recording,
    recorded: RecordedSteps,
    scheduler: TestScheduler,
    options: ReplayOptions,
  ) {
    this.#recorded = recorded;
    this.#scheduler = scheduler;
    this.#timers = new OwnTimers(scheduler);
    this.#player = new Player(recorded, {
      scheduler,
      comparison: new Comparison(recording.header, recorded.steps),
      tolerance: options.tolerance ?? 500,
      ended: (outcome) => {
        this.#outcome = outcome;
        this.#hint = this.#hintAt(outcome);
        // When the sender of the last command has finished.
        scheduler.schedule(() => this.#stop());
      },
    });
    let ids = 0;
    this.#client = new RelayClient({
      contexts: recorded.contexts,
      generateId: () => `replay-${(ids += 1)}`,
      ...options.client,
      reconnect: this.#player.reconnect,
      project: 'replay',
      token: 'replay',
      host: 'replay.invalid',
      scheduler: this.#timers,
      socket: this.#player.connect,
    });
  }

  start(calls: CallFlow | undefined, client: ClientFlow | undefined): void {
    const replayed = this.#client;
    // eslint-disable-next-line rxjs-x/no-ignored-error -- it never fails
    replayed.errors$.subscribe((error) => {
      this.#errors.push(error);
      if (error instanceof FlowError && !this.#isStopped)
        this.#failure ??= { callId: error.callId, at: this.#scheduler.now() };
    });
    const failed = catchError((error: unknown) => {
      this.#errors.push(error instanceof Error ? error : new Error(String(error)));
      return EMPTY;
    });
    const each$ = calls
      ? replayed.calls$.pipe(eachCall((call) => this.#run(call.callId, () => calls(call, replayed))))
      : EMPTY;
    const own$ = client ? this.#run('', () => client(replayed)) : EMPTY;
    this.#flows.add(replayed.connect());
    this.#flows.add(merge(each$.pipe(failed), own$.pipe(failed)).subscribe());
    this.#player.start();
  }

  end(): ReplayResult {
    this.#stop();
    const { sent } = this.#player;
    const recorded = commandsOf(this.#recorded);
    const { details, difference } = this.#mismatch(recorded);
    const mismatch =
      details && new ReplayMismatchError(details, difference, { recorded, sent }, this.#errors, this.#hint);
    return { mismatch, sent, errors: this.#errors };
  }

  /** The first difference. A failed flow hangs up, which may be just what was recorded. */
  #mismatch(recorded: readonly ReplayedCommand[]): Partial<Extract<Outcome, { kind: 'mismatch' }>> {
    if (this.#outcome.kind === 'mismatch') return this.#outcome;
    if (this.#failure === undefined) return {};
    const { callId, at } = this.#failure;
    const ofCall = (command: ReplayedCommand): boolean => groupOf(command) === callId;
    const last = { recorded: recorded.findLast(ofCall), sent: this.#player.sent.findLast(ofCall) };
    return { details: { kind: 'failed', at, ...last } };
  }

  #run(name: string, flow: () => ObservableInput<unknown>): Observable<unknown> {
    return defer(() => {
      this.#running.add(name);
      return flow();
    }).pipe(finalize(() => this.#running.delete(name)));
  }

  /** A hint at why nothing was sent. A promise cannot be seen from outside. */
  #hintAt(outcome: Outcome): string {
    if (outcome.kind === 'same' || outcome.details.kind !== 'missing') return '';
    const { recorded } = outcome.details;
    const waits = recorded !== undefined && isCommand(recorded.method) && this.#isRunning(groupOf(recorded));
    return waits && !this.#timers.othersRun ? STUCK : '';
  }

  #isRunning(name: string): boolean {
    return this.#running.has(name) || this.#running.has('');
  }

  #stop(): void {
    this.#isStopped = true;
    this.#player.stop();
    this.#client.close();
    this.#flows.unsubscribe();
  }
}

const commandsOf = (recorded: RecordedSteps): ReplayedCommand[] =>
  recorded.steps.filter((step) => step.kind === 'command').map(({ at, command }) => ({ at, ...command }));
