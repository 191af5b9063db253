import * as E from 'fp-ts/lib/Either.js';
import type { OperatorFunction } from 'rxjs';
import { CollectError, NoInputError, NoMatchError, type CollectFailure } from '../protocol/result-errors.js';
import {
  endsCollect,
  isDigits,
  isSpeech,
  type CollectEvent,
  type DigitResult,
  type SpeechResult,
} from '../protocol/events/collect.js';
import { readResults } from './result-reader.js';

/** The input of a caller: digits or speech. */
export type CollectInput = DigitResult | SpeechResult;

/** Whether an event reports progress: start of input, a partial result, a state without a result. */
export function isProgress(event: CollectEvent): boolean {
  if (endsCollect(event)) return false;
  return event.result === undefined || event.result.type === 'start_of_input' || event.final === false;
}

/** The outcome of an event; undefined for progress, and for an end without a result. */
export function outcomeOf(event: CollectEvent): E.Either<CollectFailure, CollectInput> | undefined {
  if (isProgress(event)) return undefined;
  const { state, result } = event;
  if (result !== undefined && (isDigits(result) || isSpeech(result))) return E.right(result);
  const type = result === undefined || result.type === 'start_of_input' ? state : result.type;
  switch (type) {
    case undefined:
    case 'finished':
      return undefined;
    case 'no_input':
      return E.left(new NoInputError(event));
    case 'error':
      return E.left(new CollectError(event));
    default:
      return E.left(new NoMatchError(event));
  }
}

/** The outcomes of the final results of a collect: the terminal one and, in continuous mode, each before it. */
export function collected(): OperatorFunction<CollectEvent, NonNullable<ReturnType<typeof outcomeOf>>> {
  return readResults({ ends: endsCollect, read: outcomeOf, valueIsResult: true });
}

/** The value that `read` takes from the input. It fails when there is no input, or `read` does not accept it. */
export function reading<T>(read: (input: CollectInput) => T | undefined): OperatorFunction<CollectEvent, T> {
  return readResults({
    ends: endsCollect,
    read: (event) => {
      const outcome = outcomeOf(event);
      if (outcome === undefined) return undefined;
      if (E.isLeft(outcome)) throw outcome.left;
      const value = read(outcome.right);
      if (value === undefined) throw new NoMatchError(event);
      return value;
    },
    valueIsResult: true,
  });
}
