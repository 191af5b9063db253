// The menu's flow, by itself: demos/menu.ts runs it, and demos/recordings has a recording of it that is replayed.
import { digits, tts, type Call } from 'relay-rx';
import type { CallerStep } from 'relay-rx/simulator';
import { concat, map, retry, switchMap, tap, type Observable } from 'rxjs';
import type { CallLog } from '../support/log.js';

const PROMPT = 'Press 1 for sales, 2 for support.';
const departments = new Map([
  ['1', 'sales'],
  ['2', 'support'],
]);

const departmentOf = (digit: string): string => {
  const department = departments.get(digit);
  if (department === undefined) throw new Error(`${digit} is not in the menu`);
  return department;
};

export const menu = (call: Call, log: CallLog): Observable<unknown> =>
  concat(
    call.answer().pipe(tap(() => log.app('answers'))),
    call
      .playAndCollect({
        media: [tts(PROMPT)],
        collect: { initialTimeout: 3, digits: { max: 1 } },
      })
      .pipe(
        log.hears(PROMPT),
        digits(),
        tap((digit) => log.caller('presses', digit)),
        map(departmentOf),
        log.failures(),
        retry(2),
        switchMap((dest) => call.transfer({ dest }).pipe(tap(() => log.app('transferred', `to ${dest}`)))),
      ),
  );

/** The caller: waits too long, and is asked again. */
export const script: readonly CallerStep[] = [
  { hear: 'Press 1' },
  { hear: 'Press 1' },
  { wait: 1500 },
  { press: '2' },
];
