import {
  defer,
  EMPTY,
  catchError,
  concat,
  firstValueFrom,
  from,
  last,
  lastValueFrom,
  mergeMap,
  of,
  race,
  repeat,
  retry,
  takeUntil,
  type ObservableInput,
} from 'rxjs';
import { digits, eachCall, outcome, tts, type Call } from 'relay-rx';
import { callEnded } from 'relay-rx/testing';
import { marbles, prompt } from '../support/marbles.js';

const { run, runCaller } = marbles({ client: { logger: false } });

type Loop = (call: Call) => ObservableInput<unknown>;

/** Loops of streams. Those of an async function do not run in virtual time: the kit refuses to wait for them. */
const loops: Readonly<Record<string, Loop>> = {
  'repeat()': (call) => prompt(call).pipe(repeat()),
  'retry()': (call) => prompt(call).pipe(digits(), retry()),
  'repeat({ delay: 0 })': (call) => prompt(call).pipe(repeat({ delay: 0 })),
  'takeUntil and repeat()': (call) => defer(() => prompt(call).pipe(takeUntil(call.ended$))).pipe(repeat()),
  'state$ and repeat()': (call) => call.state$.pipe(repeat()),
  'stop() and repeat()': (call) => concat(prompt(call), prompt(call).stop().pipe(repeat())),
};

const asyncLoops: Readonly<Record<string, Loop>> = {
  'async over lastValueFrom': async (call) => {
    for (;;) await lastValueFrom(prompt(call).pipe(digits()), { defaultValue: undefined });
  },
  'async over wait()': async (call) => {
    for (;;) {
      try {
        await prompt(call).wait();
      } catch {
        // Asked again.
      }
    }
  },
  'async over outcome()': async (call) => {
    for (;;) await lastValueFrom(prompt(call).pipe(outcome()), { defaultValue: undefined });
  },
  'async over race()': async (call) => {
    for (;;)
      await firstValueFrom(race(call.play({ media: [tts('Hi.')] }).pipe(last()), call.ended$)).catch(
        () => undefined,
      );
  },
};

const all = Object.entries({ ...loops, ...asyncLoops });
const inEachCall = (call: Call, loop: Loop) => of(call).pipe(eachCall(loop));
const inMergeMap = (call: Call, loop: Loop) =>
  of(call).pipe(mergeMap((each) => from(loop(each)).pipe(catchError(() => EMPTY))));

describe.each(all)('a test of a loop that does not end with its call: %s', (_, loop) => {
  it.each([
    ['eachCall', inEachCall],
    ['mergeMap', inMergeMap],
  ])('ends, with what RELAY does as marbles, in %s', (__, flows) => {
    run(({ call, relay }) => {
      flows(call, loop).subscribe({ error: () => undefined });
      relay.events('---E', { E: callEnded('hangup') });
    });
  });

  it.each([
    ['eachCall', inEachCall],
    ['mergeMap', inMergeMap],
  ])('ends, with a caller as marbles, in %s', (__, flows) => {
    runCaller(({ call, caller }) => {
      call.answer().subscribe();
      flows(call, loop).subscribe({ error: () => undefined });
      caller('--- 2s |');
    });
  });
});
