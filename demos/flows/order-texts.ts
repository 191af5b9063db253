// Text messages: ORDER and a number is answered with where the order is; anything else with what can be asked. A reply
// that is not delivered is reported.
import type { Message, RelayClient } from 'relay-rx';
import { catchError, last, map, mergeMap, of, switchMap, timeout, type Observable } from 'rxjs';

/** Where the orders are known. */
export interface Orders {
  /** Emits where an order is; fails for an unknown order. */
  whereIs(order: string): Observable<string>;
}

/** How a message was answered. */
export interface Reply {
  readonly to: string;
  readonly body: string;
  readonly state: string | undefined;
}

const HELP = 'Text ORDER and the number of your order, for example ORDER 4711.';

const answerTo = (body: string, orders: Orders): Observable<string> => {
  const [, order] = /^\s*order\s+(\d+)\s*$/i.exec(body) ?? [];
  if (order === undefined) return of(HELP);
  return orders.whereIs(order).pipe(
    timeout({ first: 5000 }),
    catchError(() => of(`We cannot find order ${order}.`)),
  );
};

/** Answers every message for as long as it is subscribed to. */
export const orderTexts = (client: RelayClient, orders: Orders): Observable<Reply> => {
  const reply = ({ fromNumber = '', toNumber = '', body = '' }: Message): Observable<Reply> =>
    answerTo(body, orders).pipe(
      switchMap((text) =>
        client.sendMessage({ toNumber: fromNumber, fromNumber: toNumber, body: text }).pipe(
          // delivered, undelivered or failed
          last(),
          map(({ messageState }) => ({ to: fromNumber, body: text, state: messageState })),
        ),
      ),
      // One reply that cannot be sent must not end the others.
      catchError(() => of({ to: fromNumber, body, state: 'not sent' })),
    );
  return client.messages$.pipe(mergeMap(reply));
};
