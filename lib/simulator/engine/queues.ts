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

/** A queue with at least one call. */
export interface SimulatedQueue {
  readonly id: string;
  readonly name: string;
  /** The calls in it, the next one first. */
  readonly callIds: readonly string[];
}

interface Place {
  readonly call: Call;
  /** Scheduler time of entry, in ms. */
  readonly since: number;
  /** Emits when the place becomes free, with the reason: the call is taken, or leaves. */
  readonly vacated$: Subject<'dequeue' | 'leave'>;
}

interface Queue {
  readonly id: string;
  readonly name: string;
  readonly place$: BehaviorSubject<readonly Place[]>;
  /** Emits when a call has entered and can be taken. */
  readonly arrival$: Subject<void>;
  /** The waiting times of the calls that have left, in milliseconds, for the average. */
  readonly waits: { count: number; total: number };
}

/** A call's place in a queue. */
export interface QueuePlace {
  readonly queueId: string;
  readonly queueName: string;
  readonly leave: () => void;
}

/** A queue's name, its id, or both. */
export interface QueueRef {
  readonly name: string | undefined;
  readonly id: string | undefined;
}

/** A call that was taken from a queue. */
export interface Taken {
  readonly call: Call;
  readonly queueId: string;
  readonly queueName: string;
}

/** Times in queue events are in microseconds. */
const micro = (ms: number): number => Math.round(ms * 1000);

/** The queues, with the calls that wait in them. */
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

  /** The id of the named queue. Creates it if there is none. */
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
   * `calling.queue.enter`: reports `enqueue`, then `leave` or `dequeue` when the call leaves or is taken. Plays
   * `waitUrl`, if it has one, while the call waits.
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
            // The call is taken by the name of the queue, not by the control id of the operation that waits there.
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
        // After `enqueue`, so that no call is taken before its app knows that it is in the queue.
        arrival$.next();
      });
  }

  /** Takes the next call, and waits for one if the queue is empty. */
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
