// The flow that the recipes put to work: a menu with two departments.
import { digits, tts, type Call } from 'relay-rx';
import { concat, ignoreElements, retry, switchMap, type Observable } from 'rxjs';

export const PROMPT = 'Press 1 for sales, 2 for support.';

export const supportLine = (call: Call): Observable<unknown> =>
  concat(
    call.answer().pipe(ignoreElements()),
    call.playAndCollect({ media: [tts(PROMPT)], collect: { digits: { max: 1 } } }).pipe(
      digits(),
      retry(2),
      switchMap((digit) => call.transfer({ dest: digit === '1' ? 'sales' : 'support' })),
    ),
  );
