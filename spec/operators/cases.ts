import { from, ignoreElements, onErrorResumeNextWith, take, type OperatorFunction } from 'rxjs';
import type { CollectEvent } from 'relay-rx';
import { collectEventCodec as codec } from '../../lib/protocol/events/collect.js';
import { run } from '../support/marbles.js';

/** A collect event as RELAY sends it. */
export function collectEvent(params: Record<string, unknown>): CollectEvent {
  const wire = { call_id: 'call-1', node_id: 'node-1', control_id: 'control-1', ...params };
  const decoded = codec.decode({ event_type: 'calling.call.collect', timestamp: 1, params: wire });
  if (decoded._tag === 'Left') throw new Error('The fixture does not decode');
  return decoded.right;
}

/** The events that specs of reading operators write as letters. */
export const told = {
  s: collectEvent({ result: { type: 'start_of_input' } }),
  p: collectEvent({ final: false, result: { type: 'speech', params: { text: 'sal', confidence: 10 } } }),
  q: collectEvent({ final: false, state: 'collecting', result: { type: 'digit', params: { digits: '1' } } }),
  c: collectEvent({ state: 'collecting' }),
  d: collectEvent({ result: { type: 'digit', params: { digits: '12', terminator: '#' } } }),
  t: collectEvent({
    final: true,
    state: 'finished',
    result: { type: 'speech', params: { text: 'sales', confidence: 90 } },
  }),
  D: collectEvent({ final: true, state: 'collecting', result: { type: 'digit', params: { digits: '3' } } }),
  T: collectEvent({
    final: true,
    state: 'collecting',
    result: { type: 'speech', params: { text: 'more', confidence: 80 } },
  }),
  A: collectEvent({ final: true, state: 'collecting', result: { type: 'digit', params: { digits: '1' } } }),
  b: collectEvent({ result: { type: 'digit', params: { digits: '', terminator: '#' } } }),
  l: collectEvent({ result: { type: 'digit', params: { digits: '123' } } }),
  n: collectEvent({ result: { type: 'no_input' } }),
  N: collectEvent({ state: 'no_input' }),
  m: collectEvent({ result: { type: 'no_match' } }),
  M: collectEvent({ state: 'no_match' }),
  e: collectEvent({ result: { type: 'error' } }),
  E: collectEvent({ state: 'error' }),
  f: collectEvent({ state: 'finished' }),
  g: collectEvent({ result: { type: 'gesture', wave: true } }),
};

/** One row: what comes in, what comes out, and how long the source is subscribed to. */
export interface Row {
  readonly source: string;
  readonly expected: string;
  readonly subscribed: string;
  readonly values?: Readonly<Record<string, unknown>>;
  readonly error?: unknown;
}

/** Runs the rows of an operator that reads collect events, then the common cases. `letter` is an event it reads. */
export function operatorCases<T>(
  name: string,
  operator: () => OperatorFunction<CollectEvent, T>,
  rows: Record<string, Row>,
  letter: keyof typeof told = 'd',
): void {
  casesOf(name, operator, rows, told, letter);
}

/**
 * Runs the rows of an operator, then the cases that every operator has in common. `inputs` are the values of its source
 * by their letters; `letter` is one of them that makes it emit, or fail, at once.
 */
export function casesOf<S, T>(
  name: string,
  operator: () => OperatorFunction<S, T>,
  rows: Record<string, Row>,
  inputs: Readonly<Record<string, S>>,
  letter: string,
): void {
  const input = inputs[letter] as S;

  describe(name, () => {
    it.each(Object.entries(rows))('%s', (_, { source, expected, subscribed, values, error }) => {
      run(({ hot, expectObservable, expectSubscriptions }) => {
        const source$ = hot(source, inputs);
        expectObservable(source$.pipe(operator())).toBe(expected, values, error);
        expectSubscriptions(source$.subscriptions).toBe(subscribed);
      });
    });

    it('should allow unsubscribing explicitly and early', () => {
      run(({ hot, expectObservable, expectSubscriptions }) => {
        const source$ = hot(`------${letter}`, inputs);
        expectObservable(source$.pipe(operator()), '^--!').toBe('-------');
        expectSubscriptions(source$.subscriptions).toBe('^--!');
      });
    });

    it('should pass the error of its source on', () => {
      run(({ cold, expectObservable, expectSubscriptions }) => {
        const source$ = cold<S>('--#', inputs, new Error('theirs'));
        expectObservable(source$.pipe(operator())).toBe('--#', {}, new Error('theirs'));
        expectSubscriptions(source$.subscriptions).toBe('^-!');
      });
    });

    it('should complete with its source', () => {
      run(({ cold, expectObservable }) => {
        expectObservable(cold<S>('--|').pipe(operator())).toBe('--|');
      });
    });

    it('should read a synchronous source, for each subscriber anew', () => {
      const read: unknown[] = [];
      const read$ = from([input]).pipe(operator());
      for (let each = 0; each < 2; each += 1) {
        read$.subscribe({ next: (value) => read.push(value), error: (error: unknown) => read.push(error) });
      }
      expect(read).toHaveLength(2);
      expect(read[0]).toEqual(read[1]);
    });

    it('should leave its source when a subscriber has had enough, from within', () => {
      run(({ hot, expectObservable, expectSubscriptions }) => {
        const source$ = hot(`-${letter}-${letter}|`, inputs);
        const taken$ = source$.pipe(operator(), take(1), ignoreElements(), onErrorResumeNextWith());
        expectObservable(taken$).toBe('-|');
        expectSubscriptions(source$.subscriptions).toBe('^!');
      });
    });
  });
}
