// A menu: 1 is sales, 2 is support, and whoever presses neither is asked again.
import { digits, tts, type Call } from 'relay-rx';
import { concat, filter, map, retry, switchMap, tap, type Observable } from 'rxjs';
import type { CallLog } from './support/log.js';
import { stage } from './support/stage.js';

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

const menu = (call: Call, log: CallLog): Observable<unknown> =>
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

await stage({
  title: 'A menu',
  flow: menu,
  script: [{ hear: 'Press 1' }, { hear: 'Press 1' }, { wait: 1500 }, { press: '2' }],
  goal: 'the call goes to support',
  reached: (caller) => caller.transferredTo$.pipe(filter((dest) => dest === 'support')),
});
