import {
  EMPTY,
  map,
  mergeMap,
  NEVER,
  Subscription,
  ignoreElements,
  of,
  throwError,
  timer,
  type Observable,
} from 'rxjs';
import { FlowError, eachCall, shield, type Call, type CallEnd } from 'relay-rx';
import { callEnded } from 'relay-rx/testing';
import { marbles, prompt } from '../support/marbles.js';
import { eachWay, ways } from './ways.js';

const warnings: unknown[] = [];
const { run } = marbles({
  client: {
    logger: {
      debug: () => undefined,
      info: () => undefined,
      warn: (message: string) => warnings.push(message),
      error: () => undefined,
    },
  },
});
beforeEach(() => (warnings.length = 0));

const hangUp = ways['its caller hangs up']!.happen;
/** Notes what after is called with. */
const noting = (log: string[]) => (call: Call, end: CallEnd) => of(log.push(`${call.callId} ${end.reason}`));

describe.each(eachWay)('after, when %s', (_, { reason, happen }) => {
  it.each<[string, () => Observable<0>]>([
    ['is running', () => NEVER],
    ['has completed', () => timer(1)],
  ])('runs once where the flow %s', (__, flow) => {
    const log: string[] = [];
    run((helpers) => {
      of(helpers.call)
        .pipe(eachCall(flow, { after: noting(log) }))
        .subscribe();
      happen(helpers);
    });
    expect(log).toEqual([`call-1 ${reason}`]);
  });

  it('reports what it fails with as a FlowError', () => {
    const errors: Error[] = [];
    run((helpers) => {
      helpers.client.errors$.subscribe((error) => errors.push(error));
      of(helpers.call)
        .pipe(eachCall(() => NEVER, { after: () => throwError(() => new Error('theirs')) }))
        .subscribe();
      happen(helpers);
    });
    const all = [...errors.map(({ message }) => message), ...warnings];
    expect(all).toContain('The flow of call call-1 failed: theirs');
    if (reason !== 'closed') expect(errors.some((error) => error instanceof FlowError)).toBe(true);
  });
});

describe('after', () => {
  it('runs when the flow has failed, and when eachCall was unsubscribed before', () => {
    const log: string[] = [];
    run((helpers) => {
      const second = helpers.relay.call();
      const { client, expectObservable } = helpers;
      const failing$ = timer(1).pipe(mergeMap(() => throwError(() => new Error('theirs'))));
      expectObservable(client.errors$.pipe(map(({ name }) => name)), '^--!').toBe('-f', { f: 'FlowError' });
      of(helpers.call)
        .pipe(eachCall(() => failing$, { after: noting(log) }))
        .subscribe();
      const flows = new Subscription();
      flows.add(
        of(second)
          .pipe(eachCall(() => NEVER, { after: noting(log) }))
          .subscribe(),
      );
      timer(2).subscribe(() => flows.unsubscribe());
      helpers.relay.events('-----(EF)', {
        E: callEnded('hangup'),
        F: callEnded('busy', { callId: second.callId }),
      });
    });
    expect(log).toEqual(['call-1 hangup', 'call-2 busy']);
  });

  it('drops its values, and reports a throw', () => {
    const errors: Error[] = [];
    run((helpers) => {
      const { client, call, expectObservable } = helpers;
      client.errors$.subscribe((error) => errors.push(error));
      const flows$ = of(call).pipe(
        eachCall(() => NEVER, {
          after: () => {
            throw new Error('thrown');
          },
        }),
      );
      expectObservable(flows$).toBe('-----|');
      hangUp(helpers);
    });
    expect(errors.map(({ message }) => message)).toEqual(['The flow of call call-1 failed: thrown']);
  });

  it('is not run for a call whose flow was never started', () => {
    const log: string[] = [];
    run((helpers) => {
      const { call } = helpers;
      hangUp(helpers);
      timer(9).subscribe(
        () =>
          void of(call)
            .pipe(eachCall(() => NEVER, { after: noting(log) }))
            .subscribe(),
      );
    });
    expect(log).toEqual([]);
  });

  it('keeps a drain waiting', () => {
    run((helpers) => {
      const { call, client, expectObservable } = helpers;
      of(call)
        .pipe(eachCall(() => NEVER, { after: () => timer(100) }))
        .subscribe();
      call.answer().subscribe();
      hangUp(helpers);
      expectObservable(client.drain().pipe(ignoreElements())).toBe('105ms |');
    });
  });

  it('keeps a drain waiting for 10 s more than its timeout at most, and that is reported', () => {
    const errors: Error[] = [];
    run((helpers) => {
      const { call, client, expectObservable } = helpers;
      client.errors$.subscribe((error) => errors.push(error));
      of(call)
        .pipe(eachCall(() => NEVER, { after: () => NEVER }))
        .subscribe();
      hangUp(helpers);
      expectObservable(client.drain({ timeout: 3_000 })).toBe('13s |');
    });
    expect(errors).toMatchObject([{ code: 'ERR_RELAY_STILL_WORKING' }]);
    expect(errors[0]!.message).toContain('"after" of call call-1');
    expect(warnings.filter((line) => String(line).startsWith('The client ends without'))).toHaveLength(1);
  });

  it.each<[string, () => Observable<unknown> | Promise<unknown>, Observable<unknown>, RegExp]>([
    ['after', () => NEVER, NEVER, /"after" of call call-1.*10000 ms/],
    ['an async flow', () => new Promise(() => undefined), EMPTY, /the async flow of call call-1.*10000 ms/],
    ['shielded work', () => NEVER.pipe(shield()), EMPTY, /shielded work of call call-1.*10000 ms/],
  ])(
    'keeps a drain without a timeout waiting for 10 s after the last call at most, and that is said once: %s',
    (_, flow, after, message) => {
      const errors: Error[] = [];
      run((helpers) => {
        const { call, client, expectObservable } = helpers;
        client.errors$.subscribe((error) => errors.push(error));
        of(call)
          .pipe(eachCall(flow, { after: () => after }))
          .subscribe();
        call.answer().subscribe();
        helpers.relay.events('20s e', { e: callEnded('hangup') });
        expectObservable(client.drain()).toBe('30s |');
      });
      expect(errors.map(({ message: said }) => said)).toEqual([expect.stringMatching(message)]);
      expect(warnings.filter((line) => String(line).startsWith('The client ends without'))).toHaveLength(1);
    },
  );

  it('is checked when eachCall is called', () => {
    expect(() => eachCall(() => EMPTY, { after: 'no' as never })).toThrow(/eachCall\.after/);
  });

  it('waits for an async flow for 10 s at most', () => {
    const log: string[] = [];
    run((helpers) => {
      const { call } = helpers;
      const never = () => new Promise<void>(() => undefined);
      of(call)
        .pipe(eachCall(never, { after: () => of(log.push('after')) }))
        .subscribe();
      prompt(call).subscribe();
      hangUp(helpers);
      timer(10_004).subscribe(() => log.push('10,004 ms'));
      timer(10_006).subscribe(() => log.push('10,006 ms'));
    });
    expect(log).toEqual(['10,004 ms', 'after', '10,006 ms']);
  });
});
