import {
  NEVER,
  Observable,
  type Subscriber,
  concat,
  defer,
  endWith,
  merge,
  of,
  repeat,
  takeUntil,
  tap,
  timer,
} from 'rxjs';
import { eachCall, type Call, type CallEnd } from 'relay-rx';
import { marbles, prompt } from '../support/marbles.js';
import { expectedEnd, watchEnd } from './watched.js';
import { eachWay } from './ways.js';

const { run } = marbles({ client: { logger: false } });

describe.each(eachWay)('when %s', (_, { reason, happen }) => {
  it('the state comes first, then the flow is unsubscribed, then everybody else learns of it, and after runs last', () => {
    const log: string[] = [];
    run((helpers) => {
      watchEnd(helpers.call, log);
      happen(helpers);
    });
    expect(log).toEqual(expectedEnd(reason, 'call-1'));
  });

  it('nothing of the flow runs after: no next step, no complete, no repeat', () => {
    const log: string[] = [];
    run((helpers) => {
      const step = (name: string) => defer(() => of(log.push(name)));
      const flow = (call: Call) =>
        merge(
          concat(prompt(call), step('next step')),
          concat(prompt(call).pipe(takeUntil(call.ended$)), step('after takeUntil')),
          prompt(call).pipe(
            endWith('end'),
            tap(() => log.push('end')),
          ),
          concat(step('loop'), prompt(call)).pipe(repeat()),
        ).pipe(tap({ complete: () => log.push('complete'), error: () => log.push('error') }));
      of(helpers.call).pipe(eachCall(flow)).subscribe();
      happen(helpers);
    });
    expect(log).toEqual(['loop']);
  });

  it('ended$ emits one CallEnd and completes, for late subscribers too', () => {
    const early: unknown[] = [];
    const late: unknown[] = [];
    const listen = (to: unknown[]) => ({
      next: ({ reason: why, error }: CallEnd) => to.push(why, error?.name),
      error: () => to.push('error'),
      complete: () => to.push('complete'),
    });
    run((helpers) => {
      const { call, client } = helpers;
      client.connect();
      call.ended$.subscribe(listen(early));
      timer(20).subscribe(() => {
        call.ended$.subscribe(listen(late));
        expect(late).toEqual([]);
      });
      happen(helpers);
    });
    expect(late).toEqual(early);
    expect(early).toHaveLength(3);
    expect(early[0]).toBe(reason);
    expect(early[2]).toBe('complete');
  });

  it('it no longer counts as active', () => {
    const counts: number[] = [];
    run((helpers) => {
      helpers.client.activeCalls$.subscribe((count) => counts.push(count));
      happen(helpers);
    });
    expect(counts.at(-1)).toBe(0);
  });
});

/** Hands out the subscriber, so that it can be unsubscribed from within. */
const tapSubscriber =
  <T>(give: (subscriber: Subscriber<T>) => void) =>
  (source$: Observable<T>): Observable<T> =>
    new Observable<T>((subscriber) => {
      give(subscriber);
      return source$.subscribe(subscriber);
    });

describe('a call that ends while its flow is being subscribed to', () => {
  it('runs no further step of it', () => {
    const log: string[] = [];
    run(({ call, client }) => {
      const step = (name: string, act: () => void = () => undefined) =>
        defer(() => {
          log.push(name);
          act();
          return of(name);
        });
      of(call)
        .pipe(
          eachCall(
            () =>
              concat(
                step('closes', () => client.close()),
                step('goes on'),
                NEVER,
              ),
            {
              after: () => of(log.push('after')),
            },
          ),
        )
        .subscribe();
    });
    expect(log).toEqual(['closes', 'after']);
  });

  it('starts no flow for calls that come after eachCall was unsubscribed', () => {
    const log: string[] = [];
    run(({ relay, call }) => {
      const second = relay.call();
      let first: { unsubscribe(): void } | undefined;
      new Observable<Call>((subscriber) => {
        subscriber.next(call);
        first?.unsubscribe();
        subscriber.next(second);
      })
        .pipe(
          eachCall((each) => {
            log.push(`again ${each.callId}`);
            return NEVER;
          }),
          tapSubscriber((subscriber) => (first = subscriber)),
        )
        .subscribe();
    });
    expect(log.filter((line) => line.startsWith('again'))).toEqual(['again call-1']);
  });
});
