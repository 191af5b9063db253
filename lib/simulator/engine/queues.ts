import {
  BehaviorSubject,
  NEVER,
  Observable,
  Subject,
  filter,
  finalize,
  map,
  merge,
  of,
  startWith,
  take,
} from 'rxjs';

import type { Call } from '../call/call.js';
import type { OperationContext, Operation, OperationEvent } from '../operations/operation.js';
import { playback } from '../operations/playback.js';
import type { Settings } from './settings.js';

/** A queue with somebody in it. */
export interface SimulatedQueue {
  readonly id: string;
  readonly name: string;
  /** The calls in it, the next one first. */
  readonly callIds: readonly string[];
}

interface Place {
  readonly call: Call;
  /** Milliseconds of the scheduler. */
  readonly since: number;
  /** Why it is vacated: somebody takes the call, or the call leaves. */
  readonly vacated$: Subject<'dequeue' | 'leave'>;
}

interface Queue {
  readonly id: string;
  readonly name: string;
  readonly place$: BehaviorSubject<readonly Place[]>;
  /** Somebody has come, and may be taken. */
  readonly arrival$: Subject<void>;
  /** How long those have waited who wait no longer, in milliseconds. */
  readonly waits: { count: number; total: number };
}

/** A call's place in a queue, to those who may take it away. */
export interface QueuePlace {
  readonly queueId: string;
  readonly queueName: string;
  readonly leave: () => void;
}

/** Which queue: by its name, by its id, or by both. */
export interface QueueRef {
  readonly name: string | undefined;
  readonly id: string | undefined;
}

/** Somebody was taken out of a queue. */
export interface Taken {
  readonly call: Call;
  readonly queueId: string;
  readonly queueName: string;
}

/** The times of queues are microseconds. */
const micro = (ms: number): number => Math.round(ms * 1000);

/** Calls that wait for somebody to take them. */
export class Queues {
  readonly #byName = new Map<string, Queue>();

  constructor(private readonly settings: Pick<Settings, 'generateId' | 'scheduler'>) {}

  get all(): readonly SimulatedQueue[] {
    return Array.from(this.#byName.values(), ({ id, name, place$ }) => ({
      id,
      name,
      callIds: place$.value.map(({ call: { callId } }) => callId),
    })).filter(({ callIds }) => callIds.length > 0);
  }

  /** The id of the queue of a name, which is made when there is none. */
  idOf(name: string): string {
    return this.#open(name).id;
  }

  placeOf(call: Call, { name, id }: QueueRef): QueuePlace | undefined {
    for (const queue of this.#byName.values()) {
      if ((name !== undefined && queue.name !== name) || (id !== undefined && queue.id !== id)) continue;
      const place = queue.place$.value.find((each) => each.call === call);
      if (place === undefined) continue;
      return { queueId: queue.id, queueName: queue.name, leave: () => place.vacated$.next('leave') };
    }
    return undefined;
  }

  /**
   * `calling.queue.enter`: tells `enqueue`, and `leave` or `dequeue` when the call leaves or is taken. Music plays as
   * long as it waits, where there is a URL of some.
   */
  enter(name: string, call: Call, waitUrl: string | undefined): Operation {
    return (context) =>
      new Observable((subscriber) => {
        const queue = this.#open(name);
        const { place$, arrival$, waits } = queue;
        const now = (): number => this.settings.scheduler.now();
        const place: Place = { call, since: now(), vacated$: new Subject() };
        const leave = (): void => {
          if (!place$.value.includes(place)) return;
          place$.next(place$.value.filter((other) => other !== place));
          waits.count++;
          waits.total += now() - place.since;
        };
        const report = (status: 'enqueue' | 'dequeue' | 'leave', position: number): OperationEvent => ({
          type: 'calling.call.queue',
          params: {
            // Who takes a call names the queue, and not the operation that waits in it.
            ...(status === 'dequeue' && { control_id: null }),
            status,
            id: queue.id,
            name,
            position,
            size: place$.value.length,
            avg_time: waits.count === 0 ? 0 : Math.round(waits.total / waits.count / 1000),
            enqueue_ts: micro(place.since),
            ...(status !== 'enqueue' && { [`${status}_ts`]: micro(now()) }),
          },
          last: status !== 'enqueue',
        });
        place$.next([...place$.value, place]);
        const entered$ = of(report('enqueue', place$.value.length));
        const end$ = place.vacated$.pipe(
          take(1),
          map((status) => {
            const position = place$.value.indexOf(place) + 1;
            leave();
            return report(status, position);
          }),
        );
        subscriber.add(merge(end$, entered$).pipe(finalize(leave)).subscribe(subscriber));
        if (waitUrl !== undefined) subscriber.add(music(waitUrl, context).subscribe());
        // Only now: it is in the queue before it is taken.
        arrival$.next();
      });
  }

  /** Takes the call that is the next one for another, waiting for one if there is none. */
  next(nameOrId: string, taker: Call): Observable<Taken> {
    const { id: queueId, name: queueName, place$, arrival$ } = this.#find(nameOrId) ?? this.#open(nameOrId);
    return arrival$.pipe(
      startWith(undefined),
      map(() => place$.value.find(({ call }) => call !== taker)),
      filter((first) => first !== undefined),
      take(1),
      map(({ call, vacated$ }) => {
        vacated$.next('dequeue');
        return { call, queueId, queueName };
      }),
    );
  }

  #find(id: string): Queue | undefined {
    return [...this.#byName.values()].find((queue) => queue.id === id);
  }

  #open(name: string): Queue {
    const queue = this.#byName.get(name) ?? {
      id: this.settings.generateId(),
      name,
      place$: new BehaviorSubject<readonly Place[]>([]),
      arrival$: new Subject<void>(),
      waits: { count: 0, total: 0 },
    };
    this.#byName.set(name, queue);
    return queue;
  }
}

const music = (url: string, context: OperationContext): Observable<unknown> =>
  playback({ media: [{ kind: 'audio', url }], times: Infinity, volume: undefined }, context, NEVER, NEVER);
