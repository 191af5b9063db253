import {
  Subject,
  catchError,
  concat,
  concatMap,
  defer,
  filter,
  ignoreElements,
  merge,
  of,
  take,
  takeUntil,
  takeWhile,
  tap,
  throwError,
  timer,
} from 'rxjs';
import type { Observable } from 'rxjs';

import type { Fields } from '../wire/json-rpc.js';
import { collectSpec } from './collect-spec.js';
import type { CollectorInput } from './collector.js';
import type { Playable } from './media.js';
import type { OperationContext, Operation, OperationEvent } from './operation.js';
import { isOver, playback } from './playback.js';
import { cardOf, QUESTIONS } from './pay-questions.js';
import type { PayErrorType, PayStep, Question } from './pay-questions.js';
import { readInput } from './read-input.js';

/** A payment connector's response to a card. */
export interface Charge {
  readonly answer: 'approve' | 'decline' | 'fail';
  /** Milliseconds until it responds. */
  readonly after: number;
  /** The connector's own error code when it declines or fails. */
  readonly errorCode: string | undefined;
}

export interface PaySpec {
  readonly securityCode: boolean;
  readonly postalCode: boolean;
  /** The postal code, if the request has it. */
  readonly knownPostalCode: string | undefined;
  /** Milliseconds to wait for each answer. */
  readonly timeout: number;
  /** The most times that a question is asked. */
  readonly attempts: number;
  /** The app's prompt for a step; undefined plays the default. */
  readonly prompt: (
    step: PayStep,
    attempt: number,
    error: PayErrorType | undefined,
  ) => readonly Playable[] | undefined;
  readonly charge: () => Charge;
}

/** A payment that ends without a charge. */
class PayFailure extends Error {
  constructor(
    readonly result: string,
    /** Extra fields of the event. */
    readonly said: Fields = {},
    /** Extra fields of the result. */
    readonly charge: Fields = {},
  ) {
    super(result);
  }
}

const event = (state: 'processing' | 'finished' | 'error', said: Fields = {}): OperationEvent => ({
  type: 'calling.call.pay',
  params: { state, ...said },
  last: state !== 'processing',
});

const say = (
  media: readonly Playable[],
  context: OperationContext,
  cut$: Observable<unknown>,
): Observable<unknown> =>
  playback({ media, times: 1, volume: undefined }, context, new Subject(), cut$).pipe(filter(isOver));

/** Asks once. `*` cancels the payment; nothing entered is a timeout. */
const ask = (
  { max }: Question,
  media: readonly Playable[],
  { timeout }: PaySpec,
  context: OperationContext,
): Observable<string> =>
  defer(() => {
    const cut$ = new Subject<void>();
    const digits = { max, terminators: '#*' };
    const spec = collectSpec({ digits, initial_timeout: timeout / 1000 }, 'automatic');
    const key$ = context.farEnd.input$.pipe(
      tap(({ kind }) => {
        if (kind === 'key') cut$.next();
      }),
    );
    const said$ = new Subject<CollectorInput>();
    const entered$ = readInput(spec, merge(key$, said$), context.scheduler).pipe(
      concatMap((report) => {
        if (report.kind !== 'outcome') return [];
        const { result } = report;
        if (result.type !== 'digit') return throwError(() => new PayFailure('timeout'));
        return result.params.terminator === '*'
          ? throwError(() => new PayFailure('caller-interrupted-with-star'))
          : [result.params.digits];
      }),
    );
    // Subscribed before the prompt starts, because a caller may answer at the first sound.
    const heard$ = say(media, context, cut$).pipe(
      tap(() => said$.next({ kind: 'start timers' })),
      ignoreElements(),
    );
    return merge(entered$, heard$).pipe(take(1));
  });

/** Asks until there is an answer, at most `attempts` times. */
const answer = (
  question: Question,
  spec: PaySpec,
  context: OperationContext,
): Observable<OperationEvent | string> => {
  const attempted = (attempt: number, error?: PayErrorType): Observable<OperationEvent | string> =>
    concat(
      of(
        event('processing', {
          for: question.for,
          ...(attempt > 1 && { attempt }),
          ...(error !== undefined && { error_type: error }),
        }),
      ),
      ask(
        question,
        spec.prompt(question.for, attempt, error) ?? [{ kind: 'tts', text: question.text }],
        spec,
        context,
      ).pipe(
        catchError((failure: unknown) => {
          if (!(failure instanceof PayFailure) || failure.result !== 'timeout') throw failure;
          if (attempt < spec.attempts) return attempted(attempt + 1, 'timeout');
          const said = { error_type: 'timeout', for: question.for };
          return throwError(() => new PayFailure('too-many-failed-attempts', said));
        }),
      ),
    );
  return attempted(1);
};

/** A step without a question. It plays only the app's own prompt: RELAY's default is not documented. */
const announce = (step: PayStep, spec: PaySpec, context: OperationContext): Observable<never> => {
  const media = spec.prompt(step, 1, undefined);
  return media === undefined ? concat() : say(media, context, new Subject()).pipe(ignoreElements());
};

/** Hands the card to the payment connector. */
const charged = (spec: PaySpec, context: OperationContext, card: Fields): Observable<OperationEvent> =>
  defer(() => {
    const { answer: decision, after, errorCode } = spec.charge();
    const answered$ = timer(after, context.scheduler).pipe(
      concatMap(() => {
        if (decision === 'approve') return [];
        const said = {
          payment_error: decision === 'decline' ? 'card-declined' : 'connector-error',
          ...(errorCode !== undefined && { payment_error_code: errorCode }),
        };
        return throwError(() => new PayFailure('payment-connector-error', {}, said));
      }),
    );
    const paid = {
      result: 'success',
      ...card,
      payment_token: context.generateId(),
      payment_confirmation_code: context.generateId(),
    };
    return concat(
      of(event('processing', { for: 'payment-processing' })),
      merge(
        answered$,
        announce('payment-processing', spec, context).pipe(takeUntil(timer(after, context.scheduler))),
      ),
      announce('payment-completed', spec, context),
      of(event('finished', { for: 'payment-completed', result: paid })),
    );
  });

const failed = (
  failure: PayFailure,
  card: Fields,
  spec: PaySpec,
  context: OperationContext,
): Observable<OperationEvent> => {
  const step = failure.result === 'caller-interrupted-with-star' ? 'payment-canceled' : 'payment-failed';
  const result = { result: failure.result, ...card, ...failure.charge };
  return concat(announce(step, spec, context), of(event('error', { for: step, ...failure.said, result })));
};

/**
 * `calling.pay`: asks the caller for the card, by prompts and keys, and hands it to the payment connector. `#` ends an
 * answer, `*` cancels the payment.
 */
export const pay =
  (spec: PaySpec): Operation =>
  (context, command$) =>
    defer(() => {
      const answers = new Map<PayStep, string>();
      const card = (): Fields => cardOf(answers, spec.knownPostalCode);
      const questions = QUESTIONS.filter(
        (question) =>
          (spec.securityCode || question.for !== 'security-code') &&
          (spec.postalCode || question.for !== 'postal-code'),
      );
      const asked = (question: Question): Observable<OperationEvent> =>
        answer(question, spec, context).pipe(
          concatMap((told) => {
            if (typeof told !== 'string') return [told];
            answers.set(question.for, told);
            return [];
          }),
        );
      const ends$ = command$.pipe(
        concatMap(({ kind }): OperationEvent[] => {
          if (kind === 'stop')
            return [event('finished', { result: { result: 'relay-pay-stop', ...card() } })];
          if (kind !== 'call ended') return [];
          return [
            event('error', { error_type: 'caller-hung-up', result: { result: 'caller-hung-up', ...card() } }),
          ];
        }),
      );
      const payment$ = concat(
        ...questions.map(asked),
        defer(() => charged(spec, context, card())),
      ).pipe(
        catchError((failure: unknown) => {
          if (failure instanceof PayFailure) return failed(failure, card(), spec, context);
          throw failure;
        }),
      );
      return merge(ends$, payment$).pipe(takeWhile(({ last }) => !last, true));
    });
