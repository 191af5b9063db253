import * as E from 'fp-ts/lib/Either.js';
import {
  EmptyError,
  Observable,
  asyncScheduler,
  defer,
  delay,
  filter,
  firstValueFrom,
  merge,
  of,
  observeOn,
  share,
  switchMap,
  takeUntil,
  throwError,
  timeout,
  timer,
} from 'rxjs';
import {
  CallEndedError,
  RelayConnectionError,
  RelaySessionLostError,
  confirm,
  detected,
  digits,
  eachCall,
  gatherDigits,
  input,
  menu,
  outcome,
  reprompt,
  speech,
  tts,
  type Call,
  type CollectAction,
} from 'relay-rx';
import { marbles, prompt } from '../support/marbles.js';
import { eachWay, ways } from './ways.js';

const { run } = marbles({ client: { logger: false } });
const hangUp = ways['its caller hangs up']!.happen;

type Through = (prompt: CollectAction, call: Call) => Observable<never>;
const through: Readonly<Record<string, Through>> = {
  nothing: (source) => source as never,
  observeOn: (source) => source.pipe(observeOn(asyncScheduler)) as never,
  delay: (source) => source.pipe(delay(2)) as never,
  'takeUntil(call.ended$)': (source, call) => source.pipe(takeUntil(call.ended$)) as never,
  timeout: (source) => source.pipe(timeout(60_000)) as never,
  share: (source) => source.pipe(share()) as never,
  'share and observeOn': (source) => source.pipe(share(), observeOn(asyncScheduler)) as never,
  defer: (source) => defer(() => source) as never,
  merge: (source) => merge(source) as never,
  switchMap: (source) => timer(1).pipe(switchMap(() => source)) as never,
  filter: (source) => source.pipe(filter(() => true)) as never,
  'an operator of the user': (source) =>
    new Observable((subscriber) =>
      source.subscribe({
        next: (event) => subscriber.next(event as never),
        error: (error: unknown) => subscriber.error(error),
        complete: () => subscriber.complete(),
      }),
    ),
};

const readers: Readonly<Record<string, (source: Observable<never>, call: Call) => Observable<unknown>>> = {
  digits: (source) => source.pipe(digits()),
  speech: (source) => source.pipe(speech()),
  input: (source) => source.pipe(input()),
  detected: (source) => source.pipe(detected()),
};

/** What a stream ended with. */
const endOf = (log: unknown[]) => ({
  next: (value: unknown) => log.push(value),
  error: (error: unknown) => log.push(error),
  complete: () => log.push('complete'),
});

describe.each(Object.entries(readers))('%s()', (_, read) => {
  it.each(Object.entries(through))('fails with CallEndedError through %s', (__, pass) => {
    const log: unknown[] = [];
    run((helpers) => {
      const { call } = helpers;
      read(pass(prompt(call), call), call).subscribe(endOf(log));
      hangUp(helpers);
    });
    expect(log).toEqual([expect.any(CallEndedError)]);
    expect((log[0] as CallEndedError).callId).toBe('call-1');
  });
});

/** The `EmptyError` of another copy of RxJS. */
const foreign = Object.assign(new Error('no elements in sequence'), { name: 'EmptyError' });

/** Flows that fail because their call has ended. */
const failing: Readonly<Record<string, (call: Call) => Promise<unknown>>> = {
  'a reader': (call) => firstValueFrom(prompt(call).pipe(digits())),
  'wait()': (call) => prompt(call).wait(),
  'a bare action without an event': (call) => firstValueFrom(prompt(call)),
  'the same by another copy of RxJS': (call) =>
    firstValueFrom(prompt(call)).catch((error: unknown) => {
      throw error instanceof EmptyError ? foreign : error;
    }),
};

describe.each(eachWay)('a reader, when %s', (_, { reason, happen }) => {
  it('fails with what ended the call', () => {
    const log: unknown[] = [];
    run((helpers) => {
      prompt(helpers.call).pipe(digits()).subscribe(endOf(log));
      happen(helpers);
    });
    const failure = log[0] as Error;
    if (reason === 'sessionLost') expect(failure).toBeInstanceOf(RelaySessionLostError);
    else if (failure instanceof RelayConnectionError) expect(reason).toBe('closed');
    else expect(failure).toBeInstanceOf(CallEndedError);
    expect(log).toHaveLength(1);
  });

  it('fails the same when it comes late, and later', () => {
    const log: unknown[] = [];
    run((helpers) => {
      helpers.client.connect();
      happen(helpers);
      timer(50).subscribe(() => {
        prompt(helpers.call).pipe(digits()).subscribe(endOf(log));
        expect(log).toEqual([]);
      });
    });
    expect(log).toHaveLength(1);
    expect(log[0]).toBeInstanceOf(reason === 'sessionLost' ? RelaySessionLostError : Error);
  });

  it.each(Object.entries(failing))('an async flow that fails so is not reported: %s', async (_, flow) => {
    const errors: Error[] = [];
    const settled = run((helpers) => {
      const { call, client } = helpers;
      client.errors$.subscribe((error) => errors.push(error));
      const flows: Promise<unknown>[] = [];
      of(call)
        .pipe(
          eachCall((each) => {
            const running = flow(each);
            flows.push(running);
            return running;
          }),
        )
        .subscribe();
      happen(helpers);
      return { flows };
    });
    expect((await Promise.allSettled(settled.flows)).map(({ status }) => status)).toEqual(['rejected']);
    await new Promise((resolve) => setImmediate(resolve));
    expect(errors.filter(({ name }) => name === 'FlowError')).toEqual([]);
  });
});

describe('what is built on readers', () => {
  it.each<[string, (call: Call) => Observable<unknown>]>([
    ['menu', (call) => menu(call, { prompt: tts('1?'), options: { 1: () => of(1) } })],
    ['reprompt', (call) => prompt(call).pipe(reprompt({ attempts: 2 }))],
    [
      'gatherDigits',
      (call) => prompt(call).pipe(gatherDigits({ length: 2, attempts: 2, nextPrompt: () => tts('on') })),
    ],
    ['confirm', (call) => of('x').pipe(confirm(call, { prompt: () => tts('x?') }))],
  ])('%s fails with CallEndedError', (_, ask) => {
    const log: unknown[] = [];
    run((helpers) => {
      ask(helpers.call).subscribe(endOf(log));
      hangUp(helpers);
    });
    expect(log).toEqual([expect.any(CallEndedError)]);
  });

  it('outcome() has it on the left, and does not fail', () => {
    const log: unknown[] = [];
    run((helpers) => {
      prompt(helpers.call).pipe(outcome()).subscribe(endOf(log));
      hangUp(helpers);
    });
    expect(log).toEqual([E.left(expect.any(CallEndedError)), 'complete']);
  });

  it('a bare action completes', () => {
    const log: unknown[] = [];
    run((helpers) => {
      prompt(helpers.call).subscribe(endOf(log));
      hangUp(helpers);
    });
    expect(log).toEqual(['complete']);
  });
});

describe('a flow', () => {
  const failing = (failure: unknown, before = 0) => {
    const errors: Error[] = [];
    run((helpers) => {
      const { call, client } = helpers;
      client.errors$.subscribe((error) => errors.push(error));
      of(call)
        .pipe(eachCall(() => timer(before).pipe(switchMap(() => throwError(() => failure)))))
        .subscribe();
    });
    return errors.map(({ name }) => name);
  };

  it('that fails with CallEndedError while its call is up, or that of another call, is reported', () => {
    expect(failing(new CallEndedError('call-9'))).toEqual(['FlowError']);
    expect(failing(new CallEndedError('call-1'))).toEqual(['FlowError']);
    expect(failing(new Error('theirs'))).toEqual(['FlowError']);
  });
});
