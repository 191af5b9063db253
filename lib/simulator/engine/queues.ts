import {
  BehaviorSubject,
  Observable,
  Subject,
  distinctUntilChanged,
  filter,
  finalize,
  map,
  merge,
  startWith,
  take,
  takeWhile,
  tap,
} from 'rxjs';

import type { Call } from '../call/call.js';
import { isStop } from '../operations/operation.js';
import type { Operation, OperationEvent } from '../operations/operation.js';

/** A queue with somebody in it. */
export interface SimulatedQueue {
  readonly id: string;
  readonly name: string;
  /** The calls in it, the next one first. */
  readonly callIds: readonly string[];
}

interface Place {
  readonly call: Call;
  readonly taken$: Subject<void>;
}

interface Queue {
  readonly id: string;
  readonly name: string;
  readonly place$: BehaviorSubject<readonly Place[]>;
  /** Somebody has come, and may be taken. */
  readonly arrival$: Subject<void>;
}

type QueueStatus = 'enqueue' | 'position' | 'dequeue' | 'leave';

/** Calls that wait for somebody to take them. */
export class Queues {
  readonly #byName = new Map<string, Queue>();

  constructor(private readonly generateId: () => string) {}

  get all(): readonly SimulatedQueue[] {
    return Array.from(this.#byName.values(), ({ id, name, place$ }) => ({
      id,
      name,
      callIds: place$.value.map(({ call: { callId } }) => callId),
    })).filter(({ callIds }) => callIds.length > 0);
  }

  /**
   * `calling.queue.enter`: tells `enqueue` and then each new `position`, until the call leaves (`leave`) or is
   * taken (`dequeue`).
   */
  enter(name: string, call: Call): Operation {
    return (_line, command$) =>
      new Observable((subscriber) => {
        const { id, place$, arrival$ } = this.#open(name);
        const place: Place = { call, taken$: new Subject() };
        const leave = (): void => {
          if (place$.value.includes(place)) place$.next(place$.value.filter((other) => other !== place));
        };
        const report = (status: QueueStatus, position: number): OperationEvent => ({
          type: 'calling.call.queue',
          params: { status, id, name, position, size: place$.value.length },
          last: status === 'dequeue' || status === 'leave',
        });
        const end$ = merge(
          place.taken$.pipe(map((): QueueStatus => 'dequeue')),
          command$.pipe(
            filter(isStop),
            map((): QueueStatus => 'leave'),
          ),
        ).pipe(
          tap(leave),
          map((status) => report(status, 0)),
        );
        const position$ = place$.pipe(
          map((places) => places.indexOf(place) + 1),
          filter((position) => position > 0),
          distinctUntilChanged(),
          map((position, index) => report(index === 0 ? 'enqueue' : 'position', position)),
        );
        place$.next([...place$.value, place]);
        const event$ = merge(end$, position$).pipe(
          takeWhile(({ last }) => !last, true),
          finalize(leave),
        );
        subscriber.add(event$.subscribe(subscriber));
        // Only now: it is in the queue before it is taken.
        arrival$.next();
      });
  }

  /** Takes the call that is the next one for another, waiting for one if there is none. */
  next(name: string, taker: Call): Observable<Call> {
    const { place$, arrival$ } = this.#open(name);
    return arrival$.pipe(
      startWith(undefined),
      map(() => place$.value.find(({ call }) => call !== taker)),
      filter((first) => first !== undefined),
      take(1),
      map(({ call, taken$ }) => {
        taken$.next();
        return call;
      }),
    );
  }

  #open(name: string): Queue {
    const queue = this.#byName.get(name) ?? {
      id: this.generateId(),
      name,
      place$: new BehaviorSubject<readonly Place[]>([]),
      arrival$: new Subject<void>(),
    };
    this.#byName.set(name, queue);
    return queue;
  }
}
