import { concat, concatMap, defer, filter, map, merge, of, range, takeWhile, tap, timer } from 'rxjs';
import type { Observable } from 'rxjs';

import type { Fields } from '../wire/json-rpc.js';
import { isStop } from './operation.js';
import type { Operation, OperationEvent } from './operation.js';

/** Pages of a simulated fax, and milliseconds for each. */
const PAGES = 2;
const PAGE = 3000;
/** Milliseconds without a fax at the other end until the operation fails. */
const TRAINING = 10_000;

export interface FaxSpec {
  readonly direction: 'send' | 'receive';
  /** The number of this end of the line. */
  readonly identity: string;
  readonly remoteIdentity: string;
  readonly document: string;
}

const event = (type: 'page' | 'finished' | 'error', params: Fields): OperationEvent => ({
  type: 'calling.call.fax',
  params: { state: type, fax: { type, params } },
  last: type !== 'page',
});

/**
 * `calling.send_fax` and `calling.receive_fax`: an event for each page, if a fax is at the other end. A stop finishes
 * it without success; the end of the call is an error.
 */
export const fax =
  ({ direction, identity, remoteIdentity, document }: FaxSpec): Operation =>
  ({ party, scheduler }, command$) =>
    defer(() => {
      let pages = 0;
      const finished = (success: boolean): OperationEvent =>
        event('finished', {
          direction,
          identity,
          remote_identity: remoteIdentity,
          document,
          pages,
          success,
          result: success ? '200' : '487',
          result_text: success ? 'OK' : 'Stopped',
        });
      const page$ = range(1, PAGES).pipe(
        concatMap((number) => timer(PAGE, scheduler).pipe(map(() => number))),
        tap((number) => (pages = number)),
        map((number) => event('page', { direction, number })),
      );
      const failed = (description: string): OperationEvent => event('error', { direction, description });
      const transmission$: Observable<OperationEvent> =
        party.answeredBy === 'fax'
          ? concat(
              page$,
              defer(() => of(finished(true))),
            )
          : timer(TRAINING, scheduler).pipe(map(() => failed('There is no fax at the other end')));
      const stop$ = command$.pipe(
        filter(isStop),
        map(() => finished(false)),
      );
      const hangUp$ = command$.pipe(
        filter(({ kind }) => kind === 'call ended'),
        map(() => failed('The call has ended')),
      );
      return merge(transmission$, stop$, hangUp$).pipe(takeWhile(({ last }) => !last, true));
    });
