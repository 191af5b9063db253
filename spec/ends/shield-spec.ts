import {
  NEVER,
  Observable,
  Subject,
  Subscription,
  defer,
  merge,
  of,
  race,
  range,
  switchMap,
  take,
  takeUntil,
  tap,
  throwError,
  timeout,
  timer,
} from 'rxjs';
import { eachCall, shield, type Call } from 'relay-rx';
import { callEnded } from 'relay-rx/testing';
import { marbles } from '../support/marbles.js';
import { eachWay, ways } from './ways.js';

const { run } = marbles({ client: { logger: false } });
const hangUp = ways['its caller hangs up']!.happen;

/** Work that takes longer than it takes to give a connection up. */
const work = (log: string[]) =>
  timer(600_000).pipe(tap({ next: () => log.push('done'), unsubscribe: () => log.push('cut') }));

describe.each(eachWay)('shield(), when %s', (_, { happen }) => {
  it('lets its source run to its end', () => {
    const log: string[] = [];
    run((helpers) => {
      of(helpers.call)
        .pipe(eachCall(() => work(log).pipe(shield())))
        .subscribe({ next: () => log.push('a value went somewhere') });
      happen(helpers);
    });
    expect(log).toEqual(['done']);
  });

  it('is not needed for what is to be cut off', () => {
    const log: string[] = [];
    run((helpers) => {
      of(helpers.call)
        .pipe(eachCall(() => work(log)))
        .subscribe();
      happen(helpers);
    });
    expect(log).toEqual(['cut']);
  });

  it('holds against takeUntil(call.ended$) too, outside of eachCall', () => {
    const log: string[] = [];
    run((helpers) => {
      work(log).pipe(shield(), takeUntil(helpers.call.ended$)).subscribe();
      happen(helpers);
    });
    expect(log).toEqual(['done']);
  });
});

describe('shield()', () => {
  it('holds when eachCall is unsubscribed', () => {
    const log: string[] = [];
    run((helpers) => {
      const flows = of(helpers.call)
        .pipe(eachCall(() => work(log).pipe(shield())))
        .subscribe();
      timer(2).subscribe(() => flows.unsubscribe());
    });
    expect(log).toEqual(['done']);
  });

  it.each<[string, (source$: Observable<unknown>) => Observable<unknown>]>([
    ['race', (source$) => race(source$, timer(3))],
    ['switchMap', (source$) => merge(of(1), timer(3)).pipe(switchMap((n) => (n === 1 ? source$ : NEVER)))],
    ['timeout', (source$) => source$.pipe(timeout(3))],
    ['takeUntil', (source$) => source$.pipe(takeUntil(timer(3)))],
  ])('does not hold against %s', (__, leave) => {
    const log: string[] = [];
    run((helpers) => {
      helpers.client.errors$.subscribe();
      of(helpers.call)
        .pipe(eachCall(() => leave(work(log).pipe(shield()))))
        .subscribe();
      hangUp(helpers);
    });
    expect(log).toEqual(['cut']);
  });

  it('does not hold against the end of another call', () => {
    const log: string[] = [];
    run(({ call, relay, cold }) => {
      const other = relay.call();
      const recording$ = call.record({ audio: {} }).pipe(tap({ unsubscribe: () => log.push('cut') }));
      of(call)
        .pipe(eachCall(() => recording$.pipe(shield(), takeUntil(other.ended$))))
        .subscribe();
      cold('---x').subscribe(() => log.push('the other ends'));
      relay.events('---E', { E: callEnded('hangup', { callId: other.callId }) });
    });
    expect(log).toEqual(['the other ends', 'cut']);
  });

  it('holds for work on another call, in a flow whose own call ends', () => {
    const log: string[] = [];
    run((helpers) => {
      const agent = helpers.relay.call();
      of(helpers.call)
        .pipe(
          eachCall(() =>
            agent.record({ audio: {} }).pipe(tap({ unsubscribe: () => log.push('cut') }), shield()),
          ),
        )
        .subscribe();
      hangUp(helpers);
      timer(9).subscribe(() => log.push('still there'));
    });
    expect(log).toEqual(['still there']);
  });

  it('stops a source that emits without end as it is subscribed to', () => {
    const taken: number[] = [];
    range(0, 1e9)
      .pipe(shield(), take(2))
      .subscribe((value) => taken.push(value));
    expect(taken).toEqual([0, 1]);
  });

  it('passes on values, completion and errors', () => {
    run(({ cold, expectObservable, expectSubscriptions }) => {
      const source$ = cold('a-b-|');
      expectObservable(source$.pipe(shield())).toBe('a-b-|');
      expectSubscriptions(source$.subscriptions).toBe('^---!');
      expectObservable(cold('a-#').pipe(shield())).toBe('a-#');
      const left$ = cold('a--b--|');
      expectObservable(left$.pipe(shield()), '^---!').toBe('a--b');
      expectSubscriptions(left$.subscriptions).toBe('^---!');
    });
  });

  it('is made for a subscriber that is unsubscribed already, without harm', () => {
    const subscriber$ = new Subject<number>();
    const closed = new Subscription();
    closed.unsubscribe();
    new Observable<number>((subscriber) => {
      subscriber.unsubscribe();
      subscriber$.pipe(shield()).subscribe(subscriber);
    }).subscribe();
    expect(subscriber$.observed).toBe(false);
  });

  it.each<[string, (call: Call) => Observable<unknown>, string[]]>([
    [
      'reports what its source fails with after the end',
      () => timer(20).pipe(switchMap(() => throwError(() => new Error('theirs')))),
      ['The flow of call call-1 failed: theirs'],
    ],
    [
      'does not report that its source fails because the call has ended',
      (call) =>
        call.play({ media: [{ type: 'silence', duration: 1 }] }).pipe(
          switchMap(() => NEVER),
          (source$) =>
            merge(
              source$,
              defer(() => call.collect({ digits: { max: 1 } }).wait()),
            ),
        ),
      [],
    ],
  ])('%s', (__, source, reported) => {
    const errors: string[] = [];
    run((helpers) => {
      const { call, client } = helpers;
      client.errors$.subscribe((error) => errors.push(error.message));
      of(call)
        .pipe(eachCall((each) => source(each).pipe(shield())))
        .subscribe();
      hangUp(helpers);
    });
    expect(errors).toEqual(reported);
  });

  it('keeps a drain waiting, and for 10 s more than its timeout at most', () => {
    const errors: Error[] = [];
    run((helpers) => {
      const { call, client, expectObservable } = helpers;
      call.answer().subscribe();
      client.errors$.subscribe((error) => errors.push(error));
      of(call)
        .pipe(eachCall(() => timer(100).pipe(shield())))
        .subscribe();
      hangUp(helpers);
      expectObservable(client.drain()).toBe('100ms |');
    });
    run((helpers) => {
      const { call, client, expectObservable } = helpers;
      call.answer().subscribe();
      client.errors$.subscribe((error) => errors.push(error));
      of(call)
        .pipe(eachCall(() => NEVER.pipe(shield())))
        .subscribe();
      hangUp(helpers);
      expectObservable(client.drain({ timeout: 3_000 })).toBe('13s |');
    });
    expect(errors).toMatchObject([{ code: 'ERR_RELAY_STILL_WORKING' }]);
  });
});
