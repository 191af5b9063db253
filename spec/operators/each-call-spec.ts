import {
  NEVER,
  Observable,
  concat,
  endWith,
  ignoreElements,
  map,
  mergeMap,
  of,
  startWith,
  takeUntil,
  throwError,
  timer,
} from 'rxjs';
import { digits, eachCall, type Call } from 'relay-rx';
import { callState, collected, command, type RelayRunHelpers } from 'relay-rx/testing';
import { commands, prompt, run } from '../support/marbles.js';

const events = {
  d: collected.digits('1'),
  E: callState('ended'),
  F: callState('ended', { callId: 'call-2' }),
};
const hangup = (callId: string) =>
  command('calling.end', { call_id: callId, node_id: 'node-1', reason: 'hangup' });
const told = (cause: unknown) => expect.objectContaining({ name: 'FlowError', cause }) as Error;

/** Two calls that come in at once. */
const two = ({ call, relay }: RelayRunHelpers): Observable<Call> => of(call, relay.call());

describe('eachCall', () => {
  it.each<[unknown, string]>([
    [undefined, 'nothing: is a return missing?'],
    [digits, 'a function: is it an operator, or a flow, that was not called?'],
    [null, 'null'],
    [5, 'a number'],
  ])('says what to do when a flow, or what follows it, returns %p and no stream', (returned, what) => {
    const errors: string[] = [];
    run(({ call, client, relay }) => {
      client.errors$.subscribe(({ message }) => errors.push(message));
      const other = relay.call();
      relay.events('-F', events);
      const noStream = () => returned as Observable<never>;
      of(call).pipe(eachCall(noStream)).subscribe();
      of(other)
        .pipe(eachCall(() => NEVER, { after: noStream }))
        .subscribe();
    });
    const failed = (id: string, name: string): string =>
      `The flow of call ${id} failed: ${name} must return an Observable, a promise or the like, and returned ${what}`;
    expect(errors).toEqual([failed('call-1', 'the flow'), failed('call-2', 'after')]);
  });

  it('runs the flow of each call, side by side, and emits what they emit', () => {
    run((helpers) => {
      const { relay, expectObservable, expectCommands } = helpers;
      relay.events('-a-b', { a: collected.digits('1'), b: collected.digits('2', { callId: 'call-2' }) });
      expectObservable(two(helpers).pipe(eachCall((call) => prompt(call).pipe(digits())))).toBe('-a-(b|)', {
        a: '1',
        b: '2',
      });
      expectCommands().toBe('(cc)', commands);
    });
  });

  it('leaves a call as it is when its flow completes', () => {
    run(({ call, expectObservable, expectCommands }) => {
      expectObservable(concat(of(call), NEVER).pipe(eachCall(() => timer(2))), '^---!').toBe('--x', { x: 0 });
      expectCommands().toBe('');
    });
  });

  it.each<[string, (cause: Error) => Observable<never>]>([
    ['fails', (cause) => throwError(() => cause)],
    [
      'throws as it is made',
      (cause) => {
        throw cause;
      },
    ],
  ])('tells errors$ and hangs up when a flow %s; the other calls go on', (_, fail) => {
    run((helpers) => {
      const { client, relay, expectObservable, expectCommands } = helpers;
      const cause = new Error('theirs');
      relay.events('---b', { b: collected.digits('2', { callId: 'call-2' }) });
      const flow = (call: Call) => (call.callId === 'call-1' ? fail(cause) : prompt(call).pipe(digits()));
      // Subscribed before the flows are, as an application does.
      expectObservable(client.errors$, '^---!').toBe('e', { e: told(cause) });
      expectObservable(two(helpers).pipe(eachCall(flow))).toBe('---(b|)', { b: '2' });
      expectCommands().toBe('(ec)', { e: hangup('call-1'), c: commands.c });
    });
  });

  it('unsubscribes the flow of a call that ends after its state, and before anything else of it', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      const log: string[] = [];
      const note = (what: string) => () => void log.push(what);
      relay.events('--E', events);
      const flow = () =>
        new Observable<string>((subscriber) => {
          subscriber.add(prompt(call).subscribe({ complete: note('an action of the flow') }));
          subscriber.add(call.ended$.subscribe(note('ended$ in the flow')));
          subscriber.add(call.state$.subscribe({ next: (state) => log.push(`${state} in the flow`) }));
          subscriber.add(note('unsubscribed'));
        });
      call.state$.subscribe({ next: (state) => log.push(state), complete: note('state$ completed') });
      call.events$.subscribe({ next: note('event'), complete: note('events$ completed') });
      call.ended$.subscribe({ next: note('ended$'), complete: note('ended$ completed') });
      prompt(call).subscribe({ complete: note('action completed') });
      expectObservable(of(call).pipe(eachCall(flow, { after: () => of(log.push('after')) }))).toBe('--|');
      expectObservable(timer(3).pipe(map(() => log))).toBe('---(l|)', {
        l: [
          'created',
          'created in the flow',
          'ended',
          'ended in the flow',
          'event',
          'unsubscribed',
          'ended$',
          'ended$ completed',
          'action completed',
          'events$ completed',
          'state$ completed',
          'after',
        ],
      });
      expectCommands().toBe('(cc)', commands);
    });
  });

  it('runs nothing more of a flow once its call has ended', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('--E', events);
      const flow = (each: Call) =>
        concat(
          prompt(each).pipe(takeUntil(each.ended$)),
          each.transfer({ dest: 'sales' }),
          of('went on'),
        ).pipe(endWith('completed'));
      expectObservable(of(call).pipe(eachCall(flow))).toBe('--|');
      expectCommands().toBe('c', commands);
    });
  });

  it('does not run a flow for a call that has ended', () => {
    run(({ call, relay, expectObservable }) => {
      relay.events('-E', events);
      const flows$ = timer(2).pipe(
        mergeMap(() => of(call)),
        eachCall(() => of('ran').pipe(startWith('ran'))),
      );
      expectObservable(flows$).toBe('--|');
    });
  });

  it('hangs up the calls whose flow is still running when it is unsubscribed itself', () => {
    run((helpers) => {
      const { expectObservable, expectCommands } = helpers;
      const flow = (call: Call) => (call.callId === 'call-1' ? NEVER : timer(1).pipe(ignoreElements()));
      expectObservable(two(helpers).pipe(eachCall(flow)), '^--!').toBe('----');
      expectCommands().toBe('---e', { e: hangup('call-1') });
    });
  });

  it('sends nothing else for a call that it hangs up', () => {
    run(({ call, expectObservable, expectCommands }) => {
      expectObservable(of(call).pipe(eachCall((each) => prompt(each))), '^--!').toBe('----');
      expectCommands().toBe('c--e', { ...commands, e: hangup('call-1') });
    });
  });

  it('sends nothing for calls that are out of reach', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.connection('-d-n');
      expectObservable(of(call).pipe(eachCall(() => NEVER)), '^----!').toBe('---|');
      expectCommands().toBe('');
    });
  });

  it('passes the error of its source on', () => {
    run(({ call, cold, expectObservable, expectSubscriptions }) => {
      const calls$ = cold<Call>('a--#', { a: call }, new Error('theirs'));
      expectObservable(calls$.pipe(eachCall(() => NEVER))).toBe('---#', {}, new Error('theirs'));
      expectSubscriptions(calls$.subscriptions).toBe('^--!');
    });
  });
});
