// The line of a shop: a caller who presses 1 and enters an order number hears where the order is; a caller who
// presses 2, or gets nowhere, is put through to somebody. orders-spec.ts tests it, in virtual time.
import { NoInputError, NoMatchError, digits, menu, tts, type Call } from 'relay-rx';
import {
  TimeoutError,
  catchError,
  concat,
  endWith,
  ignoreElements,
  last,
  map,
  retry,
  switchMap,
  throwError,
  timeout,
  type Observable,
} from 'rxjs';

/** Where the orders are known. */
export interface Shop {
  /** Emits where an order is; fails with an `UnknownOrderError`. */
  whereIs(order: string): Observable<string>;
}

export class UnknownOrderError extends Error {
  override readonly name = 'UnknownOrderError';
}

/** The result of a call. */
export type Outcome = 'answered' | 'put through';

/** How long the shop may take to answer, in ms. */
const PATIENCE = 3000;

export const orderLine = (call: Call, shop: Shop): Observable<Outcome> =>
  concat(
    call.answer().pipe(ignoreElements()),
    menu(call, {
      prompt: tts('Press 1 for your order, or 2 to talk to somebody.'),
      options: { 1: () => tellWhere(call, shop), 2: () => putThrough(call) },
      attempts: 2,
    }).pipe(catchError((error: unknown) => (isLost(error) ? putThrough(call) : throwError(() => error)))),
  );

const tellWhere = (call: Call, shop: Shop): Observable<Outcome> =>
  call
    .playAndCollect({
      media: [tts('Enter your order number, then hash.')],
      collect: { initialTimeout: 10, digits: { max: 8, digitTimeout: 3, terminators: '#' } },
    })
    .pipe(
      digits(),
      switchMap((order) => shop.whereIs(order).pipe(timeout({ first: PATIENCE }))),
      // Said before the number is asked for again.
      retry({
        count: 1,
        delay: (error: unknown) =>
          isLost(error) ? say(call, 'That did not work.') : throwError(() => error),
      }),
      switchMap((where) =>
        concat(say(call, where), call.hangup()).pipe(ignoreElements(), endWith<Outcome>('answered')),
      ),
    );

const putThrough = (call: Call): Observable<Outcome> =>
  concat(
    say(call, 'One moment, please.').pipe(ignoreElements()),
    call.transfer({ dest: 'shop' }).pipe(map((): Outcome => 'put through')),
  );

/** Emits when the text has been played. */
const say = (call: Call, text: string): Observable<unknown> => call.playTTS({ text }).pipe(last());

/** Whether the caller or the shop failed, so that a person must help. */
const isLost = (error: unknown): boolean =>
  error instanceof NoInputError ||
  error instanceof NoMatchError ||
  error instanceof UnknownOrderError ||
  error instanceof TimeoutError;
