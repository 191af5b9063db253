import { filter, map } from 'rxjs';
import type { OperatorFunction } from 'rxjs';

import type { Fields } from '../wire/json-rpc.js';
import type { CollectSpec } from './collect-spec.js';
import type { Report } from './collector.js';
import type { OperationEvent } from './operation.js';

/** `final` is present if partial results were requested, and `state` if the collect is continuous. */
const paramsOf = (report: Report, { partialResults, continuous }: CollectSpec): Fields => {
  const staged = (final: boolean, state: string): Fields => ({
    ...(partialResults && { final }),
    ...(continuous && { state }),
  });
  switch (report.kind) {
    case 'start of input':
      return { result: { type: 'start_of_input' } };
    case 'partial':
      return { ...staged(false, 'collecting'), result: report.result };
    case 'result':
      return { ...staged(true, 'collecting'), result: report.result };
    case 'outcome': {
      const { result } = report;
      const state = result.type === 'digit' || result.type === 'speech' ? 'finished' : result.type;
      return { ...staged(true, state), result };
    }
    // A stop is neither input nor a lack of input, so the event has a state and no result.
    case 'stopped':
      return { state: 'finished' };
  }
};

/** Turns reports into events, and drops the reports that the request did not ask for. */
export const collectEvents =
  (spec: CollectSpec): OperatorFunction<Report, OperationEvent> =>
  (report$) =>
    report$.pipe(
      filter(({ kind }) => kind !== 'start of input' || spec.startOfInput),
      map((report) => ({
        type: 'calling.call.collect',
        params: paramsOf(report, spec),
        last: report.kind === 'outcome' || report.kind === 'stopped',
      })),
    );
