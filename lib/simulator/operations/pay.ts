import {
  Observable,
  catchError,
  concat,
  concatMap,
  defer,
  filter,
  ignoreElements,
  map,
  merge,
  of,
  retry,
  take,
  takeWhile,
  tap,
  throwError,
  timer,
} from 'rxjs';

import { collectSpec } from './collect-spec.js';
import type { CollectorInput } from './collector.js';
import { durationOf } from './media.js';
import { isStop } from './operation.js';
import type { Line, Operation, OperationEvent } from './operation.js';
import { readInput } from './read-input.js';

/** One thing that is asked of the caller: keys, as many as `max`, or fewer and a #. */
interface Question {
  readonly for: 'payment-card-number' | 'expiration-date' | 'security-code' | 'postal-code';
  readonly prompt: string;
  readonly max: number;
}

const QUESTIONS: readonly Question[] = [
  { for: 'payment-card-number', prompt: 'Please enter your card number.', max: 16 },
  { for: 'expiration-date', prompt: 'Please enter the expiration date.', max: 4 },
  { for: 'security-code', prompt: 'Please enter the security code.', max: 3 },
  { for: 'postal-code', prompt: 'Please enter your postal code.', max: 5 },
];

export interface PaySpec {
  readonly securityCode: boolean;
  readonly postalCode: boolean;
  /** Milliseconds that each answer is waited for. */
  readonly timeout: number;
  /** How often each question is asked at most. */
  readonly attempts: number;
}

/** Asks once; an error is that nothing was entered. */
const ask = ({ prompt, max }: Question, { timeout }: PaySpec, line: Line): Observable<string> => {
  const medium = { kind: 'tts', text: prompt } as const;
  const spec = collectSpec({ digits: { max, terminators: '#' }, initial_timeout: timeout / 1000 });
  const said$ = timer(durationOf(medium, line.pace) ?? 0, line.scheduler).pipe(
    map((): CollectorInput => ({ kind: 'start timers' })),
  );
  const entered$ = readInput(spec, merge(line.farEnd.input$, said$), line.scheduler).pipe(
    concatMap((report) => {
      if (report.kind !== 'outcome') return [];
      const { result } = report;
      return result.type === 'digit' ? [result.params.digits] : throwError(() => new Error('no input'));
    }),
  );
  // The keys are listened for before there is anything to hear: a caller may answer at the first sound.
  const heard$ = new Observable<never>(() => line.farEnd.hear(medium));
  return merge(entered$, heard$).pipe(take(1));
};

const event = (state: string, said: object = {}): OperationEvent => ({
  type: 'calling.call.pay',
  params: { state, ...said },
  last: state !== 'processing',
});

const masked = (digits: string): string => digits.slice(0, -4).replace(/./g, '*') + digits.slice(-4);

/**
 * `calling.pay`: asks the caller for the card, by prompts and keys. A question without an answer is the error
 * timeout. No payment connector is asked: whatever card is entered is good.
 */
export const pay =
  (spec: PaySpec): Operation =>
  (line, command$) =>
    defer(() => {
      const answers = new Map<Question['for'], string>();
      const questions = QUESTIONS.filter(
        (question) =>
          (spec.securityCode || question.for !== 'security-code') &&
          (spec.postalCode || question.for !== 'postal-code'),
      );
      const asked = (question: Question): Observable<OperationEvent> =>
        concat(
          of(event('processing', { for: question.for })),
          ask(question, spec, line).pipe(
            retry(spec.attempts - 1),
            tap((digits) => answers.set(question.for, digits)),
            ignoreElements(),
            catchError(() => of(event('error', { error_type: 'timeout', for: question.for }))),
          ),
        );
      const result$ = defer(() =>
        of(
          event('finished', {
            result: {
              payment_method: 'credit-card',
              payment_card_number: masked(answers.get('payment-card-number') ?? ''),
              expiration_date: answers.get('expiration-date'),
              postal_code: answers.get('postal-code'),
              payment_token: line.generateId(),
            },
          }),
        ),
      );
      const stop$ = command$.pipe(
        filter(isStop),
        map(() => event('finished')),
      );
      const hangUp$ = command$.pipe(
        filter(({ kind }) => kind === 'call ended'),
        map(() => event('error', { error_type: 'caller-hung-up' })),
      );
      return merge(stop$, hangUp$, concat(...questions.map(asked), result$)).pipe(
        takeWhile(({ last }) => !last, true),
      );
    });
