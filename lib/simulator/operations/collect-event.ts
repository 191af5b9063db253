import { filter, map } from 'rxjs';
import type { OperatorFunction } from 'rxjs';

import type { Fields } from '../wire/json-rpc.js';
import type { CollectSpec } from './collect-spec.js';
import type { Report } from './collector.js';
import type { OperationEvent } from './operation.js';

/** `final` is there when partial results were asked for, and `state` when the collect is continuous. */
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
    // Stopped is neither an input nor the lack of one, so it ends with a state and no result.
    case 'stopped':
      return { state: 'finished' };
  }
};

/** Makes events of the reports, without those that were not asked for. */
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
