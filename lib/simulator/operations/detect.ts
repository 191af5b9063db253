import { NEVER, concat, concatMap, endWith, filter, map, merge, of, take, takeWhile, timer } from 'rxjs';
import type { Observable } from 'rxjs';

import type { DetectSpec } from './detect-spec.js';
import { isStop } from './operation.js';
import type { OperationContext, Operation } from './operation.js';

/** Milliseconds until the kind of party is known. */
const LISTENING = 1000;

/** Emits what it finds, and completes when it is done; a search that finds nothing does not complete. */
type Search = (context: OperationContext) => Observable<string>;

const listened = ({ scheduler }: OperationContext, found$: Observable<string>): Observable<string> =>
  timer(LISTENING, scheduler).pipe(concatMap(() => found$));

const machine =
  (messageEnd: boolean): Search =>
  (context) => {
    switch (context.party.answeredBy) {
      case 'human':
        return listened(context, of('HUMAN'));
      case 'machine': {
        const ready$ = context.farEnd.beep$.pipe(
          take(1),
          map(() => 'READY'),
        );
        return listened(context, messageEnd ? concat(of('MACHINE'), ready$) : of('MACHINE'));
      }
      case 'fax':
      case 'unknown':
        return NEVER;
    }
  };

// A called fax answers with CED; a calling fax sends CNG.
const fax =
  (tone: 'CED' | 'CNG' | undefined): Search =>
  (context) => {
    const { answeredBy, tone: sent } = context.party;
    if (answeredBy !== 'fax' || (tone !== undefined && tone !== sent)) return NEVER;
    return listened(context, of(sent));
  };

const digit =
  (digits: string): Search =>
  ({ farEnd }) =>
    merge(
      farEnd.input$.pipe(
        map((input) => (input.kind === 'key' ? input.key : '')),
        filter((key) => key !== '' && digits.includes(key)),
      ),
      // More keys may follow until the timeout.
      NEVER,
    );

const searchOf = (spec: DetectSpec): Search => {
  switch (spec.type) {
    case 'machine':
      return machine(spec.messageEnd);
    case 'fax':
      return fax(spec.tone);
    case 'digit':
      return digit(spec.digits);
  }
};

const TIME_IS_UP = 'time is up';
const FINISHED = 'finished';

/**
 * `calling.detect`: what was found, then `finished`. A stop or a timeout sends only `finished`, except that the type
 * machine sends UNKNOWN first if nothing was found before the timeout.
 *
 * @param timeout milliseconds
 */
export const detect =
  (spec: DetectSpec, timeout: number): Operation =>
  (context, command$) => {
    const names$ = merge(
      searchOf(spec)(context).pipe(endWith(FINISHED)),
      timer(timeout, context.scheduler).pipe(map(() => TIME_IS_UP)),
      command$.pipe(
        filter(isStop),
        map(() => FINISHED),
      ),
    );
    return names$.pipe(
      concatMap((name, index) => {
        if (name !== TIME_IS_UP) return [name];
        return spec.type === 'machine' && index === 0 ? ['UNKNOWN', FINISHED] : [FINISHED];
      }),
      takeWhile((name) => name !== FINISHED, true),
      map((name) => ({
        type: 'calling.call.detect',
        params: {
          detect: { type: spec.type, params: { event: name, ...(name === 'READY' && { beep: true }) } },
        },
        last: name === FINISHED,
      })),
    );
  };
