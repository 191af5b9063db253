// The run: starts the workers, makes the calls, drains one worker and kills another.
import type { RelaySimulator, SessionLoss } from 'relay-rx/simulator';
import {
  connect,
  defer,
  filter,
  from,
  ignoreElements,
  interval,
  lastValueFrom,
  map,
  merge,
  mergeMap,
  switchMap,
  take,
  takeUntil,
  tap,
  timer,
  toArray,
  type Observable,
} from 'rxjs';
import type { Line } from '../support/log.js';
import type { FleetOptions } from './options.js';
import { progress } from './report.js';
import { traffic } from './traffic.js';
import type { FleetOutcome, Leaver } from './check-run.js';
import type { ObservedCall } from './observed-call.js';
import { Worker } from './workers.js';

/** Limits in ms: for processes to start and to end, and for the run beyond the time of its calls. */
const PATIENCE = 60_000;

const nothing = { defaultValue: undefined };

/** Completes when every worker has a session; fails when a worker ends before that. */
const ready = async (simulator: RelaySimulator, workers: readonly Worker[]): Promise<void> => {
  const opened$ = simulator.sessionEvents$.pipe(
    filter(({ kind }) => kind === 'opened'),
    take(workers.length),
    toArray(),
  );
  const ended$ = merge(...workers.map(({ name, ended }) => from(ended).pipe(map(() => name)))).pipe(
    map((name) => {
      throw new Error(`${name} ended before it was connected`);
    }),
  );
  const late$ = timer(PATIENCE).pipe(
    map(() => {
      throw new Error(`The workers were not connected after ${PATIENCE} ms`);
    }),
  );
  await lastValueFrom(merge(opened$, ended$, late$).pipe(take(1)));
};

/** The run from the first call to the end of the last. */
class Run {
  readonly calls: ObservedCall[] = [];
  readonly toldAsLost = new Map<string, readonly string[]>();
  drained: Leaver | undefined;
  killed: Leaver | undefined;
  seconds = 0;

  constructor(
    private readonly simulator: RelaySimulator,
    private readonly options: FleetOptions,
    private readonly workers: readonly Worker[],
    private readonly line: Line,
  ) {}

  /** Completes when every call is over, or at the time limit. */
  play(): Observable<never> {
    const { simulator, options } = this;
    const start = performance.now();
    const made$ = traffic(simulator, options).pipe(
      tap({
        next: (call) => this.calls.push(call),
        complete: () => (this.seconds = (performance.now() - start) / 1000),
      }),
    );
    const longest = (options.calls / options.rate) * 1000 + PATIENCE;
    return made$.pipe(
      connect((visit$) =>
        merge(
          visit$.pipe(mergeMap((call) => call.over$)),
          this.#drain(visit$, this.workers[1], options.calls / 3),
          this.#kill(visit$, this.workers[2], (options.calls * 2) / 3),
        ),
      ),
      ignoreElements(),
      takeUntil(timer(longest)),
    );
  }

  /** Prints the progress until it is unsubscribed. */
  watch(): Observable<unknown> {
    const line$ = interval(1000).pipe(tap(() => this.line('calls', ...progress(this.calls, this.workers))));
    return merge(line$, this.#losses());
  }

  /** Emits once so many calls were made, while the worker has a call and has just been offered another. */
  #inTheMiddle(visit$: Observable<ObservedCall>, worker: Worker, after: number): Observable<unknown> {
    return visit$.pipe(
      mergeMap(({ caller }) => caller.servedBy$),
      filter((session) => session?.agent === worker.name),
      filter(() => this.calls.length >= after && this.#talkingTo(worker).length > 0),
      take(1),
    );
  }

  #drain(visit$: Observable<ObservedCall>, worker: Worker | undefined, after: number): Observable<unknown> {
    if (worker === undefined) throw new Error('There is no worker to be drained');
    return this.#inTheMiddle(visit$, worker, after).pipe(
      tap(() => {
        const live = this.#talkingTo(worker);
        this.drained = { worker: worker.name, live };
        this.line(worker.name, 'SIGTERM', `it talks to ${live.length}`);
        worker.signal('SIGTERM');
      }),
      mergeMap(() => worker.ended),
      tap(() => this.line(worker.name, worker.exit ?? 'runs')),
    );
  }

  #kill(visit$: Observable<ObservedCall>, worker: Worker | undefined, after: number): Observable<unknown> {
    if (worker === undefined) throw new Error('There is no worker to be killed');
    const away$ = this.simulator.sessionEvents$.pipe(
      filter(({ kind, session }) => kind === 'away' && session.agent === worker.name),
      take(1),
    );
    return this.#inTheMiddle(visit$, worker, after).pipe(
      tap(() => {
        this.line(worker.name, 'SIGKILL', `it talks to ${this.#talkingTo(worker).length}`);
        worker.signal('SIGKILL');
      }),
      // What it sent before still counts, so it counts as dead when its connection is closed.
      switchMap(() => away$),
      tap(() => (this.killed = { worker: worker.name, live: this.#talkingTo(worker) })),
    );
  }

  #losses(): Observable<unknown> {
    return this.simulator.sessionEvents$.pipe(
      filter((event): event is SessionLoss => event.kind === 'lost'),
      tap(({ session: { agent = 'nobody' }, ended, unanswered }) => {
        this.toldAsLost.set(
          agent,
          ended.map(({ callId }) => callId),
        );
        if (ended.length + unanswered.length === 0) return;
        this.line(
          'relay',
          'session lost',
          `${agent}: ${ended.length} calls ended, ${unanswered.length} ring on`,
        );
      }),
    );
  }

  #talkingTo({ name }: Worker): readonly string[] {
    return this.calls
      .filter(({ isTalking, worker }) => isTalking && worker === name)
      .map(({ caller }) => caller.callId);
  }
}

/** Starts the workers, makes the calls, ends the workers, and returns the report. */
export const perform = async (
  simulator: RelaySimulator,
  options: FleetOptions,
  settings: Readonly<Record<string, string>>,
  line: Line,
): Promise<FleetOutcome> => {
  const errors: string[] = [];
  const workers = Array.from({ length: options.workers }, (_, index) => {
    const name = `worker-${index + 1}`;
    return new Worker(name, settings, (error) => errors.push(`${name}: ${error}`));
  });
  try {
    await ready(simulator, workers);
    line('workers', 'connected', workers.map(({ name }) => name).join(', '));
    const run = new Run(simulator, options, workers, line);
    const watching = run.watch().subscribe();
    await lastValueFrom(run.play(), nothing);
    watching.unsubscribe();
    for (const worker of workers) if (worker.exit === undefined) worker.signal('SIGTERM');
    const ended$ = defer(() => Promise.all(workers.map(({ ended }) => ended)));
    await lastValueFrom(ended$.pipe(takeUntil(timer(PATIENCE))), nothing);
    const { drained, killed, toldAsLost, seconds } = run;
    return {
      calls: options.calls,
      workers: workers.map(({ name }) => name),
      records: run.calls.map(({ record }) => record),
      drained,
      killed,
      toldAsLost,
      exits: new Map(workers.map(({ name, exit }) => [name, exit])),
      errors,
      seconds,
    };
  } finally {
    for (const worker of workers) if (worker.exit === undefined) worker.signal('SIGKILL');
  }
};
