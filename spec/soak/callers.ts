import { EMPTY, Observable, filter, last, map, merge, mergeMap, takeUntil, tap, timer } from 'rxjs';
import type { SchedulerLike } from 'rxjs';
import type { Caller as FarEnd, RelayEngine } from 'relay-rx/simulator';
import { callerOf, type Caller } from './people.js';
import { seedOf, seeded, type Random } from './random.js';

/** A RELAY that callers can reach: the engine, or a simulator that listens. */
export type Exchange = Pick<
  RelayEngine,
  'call' | 'callee' | 'recipient' | 'message' | 'calls' | 'faults' | 'frames$'
>;

/** A caller's call that is over. */
export interface CallOutcome {
  readonly callId: string;
  readonly reason: string;
}

/** Somebody calls, behaves, and is gone: emits how. */
export function phoneIn(
  exchange: Exchange,
  seed: number,
  index: number,
  scheduler: SchedulerLike,
): Observable<CallOutcome> {
  return new Observable<CallOutcome>((subscriber) => {
    const caller = callerOf(seed, index);
    const line = exchange.call({ context: caller.errand, from: caller.person.number });
    const over$ = line.state$.pipe(last());
    const { callId } = line;
    const random = seeded(seedOf(seed + 1, index));
    subscriber.add(behave(line, caller, random, scheduler).pipe(takeUntil(over$)).subscribe());
    over$.pipe(map(() => ({ callId, reason: line.endReason ?? 'none' }))).subscribe(subscriber);
  });
}

/** What somebody does about what they hear, and when they have had enough of it. */
function behave(
  line: FarEnd,
  { person, manner }: Caller,
  random: Random,
  scheduler: SchedulerLike,
): Observable<unknown> {
  let silences = 0;
  let blunders = 0;

  const answerTo = (question: string): (() => void) | undefined => {
    const asked = /Press|PIN|go on|What|Leave|one by one/.exec(question)?.[0];
    if (asked === undefined) return undefined;
    if (silences < manner.silences) {
      silences += 1;
      return undefined;
    }
    const wrong = blunders < manner.blunders;
    if (wrong) blunders += 1;
    switch (asked) {
      case 'Press':
        return () => line.press(wrong ? '9' : person.choice);
      case 'PIN':
        return () =>
          wrong ? line.say('what PIN') : line.press(manner.halting ? person.pin.slice(0, 2) : person.pin);
      case 'go on':
        // The question begins with what was heard so far.
        return () => line.press(person.pin.slice(/^\d*/.exec(question)?.[0].length));
      case 'one by one':
        return () => line.press(person.pin, { gap: 3 });
      default:
        return () => (wrong ? line.mumble() : line.say(person.words));
    }
  };

  const reactions$ = line.heard$.pipe(
    mergeMap((heard) => {
      const answer = heard.kind === 'tts' ? answerTo(heard.text) : undefined;
      return answer === undefined ? EMPTY : timer(random() * manner.slowness, scheduler).pipe(tap(answer));
    }),
  );
  const patience$ =
    manner.patience === undefined ? EMPTY : timer(manner.patience, scheduler).pipe(tap(() => line.hangUp()));
  return merge(reactions$, patience$).pipe(filter(() => false));
}
