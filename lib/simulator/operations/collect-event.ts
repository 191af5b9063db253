import { filter, map } from 'rxjs';
import type { OperatorFunction } from 'rxjs';

import type { Fields } from '../wire/json-rpc.js';
import type { CollectSpec } from './collect-spec.js';
import type { Report } from './collector.js';
import type { OperationEvent } from './operation.js';

/**
 * A request that may bring several results has `final` and `state` beside each; one that brings a single
 * result has the result alone.
 */
type Form = 'staged' | 'bare';

const formOf = ({ partialResults, continuous }: CollectSpec): Form =>
  partialResults || continuous ? 'staged' : 'bare';

const paramsOf = (report: Report, form: Form): Fields => {
  switch (report.kind) {
    case 'start of input':
      return { result: { type: 'start_of_input' } };
    case 'partial':
      return { final: false, state: 'collecting', result: report.result };
    case 'result':
      return { final: true, state: 'collecting', result: report.result };
    case 'outcome': {
      const { result } = report;
      if (form === 'bare') return { result };
      const state = result.type === 'digit' || result.type === 'speech' ? 'finished' : result.type;
      return { final: true, state, result };
    }
    // Stopped is neither an input nor the lack of one, so it ends with a state and no result.
    case 'stopped':
      return { state: 'finished' };
  }
};

/** Makes events of the reports, without those that were not asked for. */
export const collectEvents =
  (spec: CollectSpec, form: Form = formOf(spec)): OperatorFunction<Report, OperationEvent> =>
  (report$) =>
    report$.pipe(
      filter(({ kind }) => kind !== 'start of input' || spec.startOfInput),
      map((report) => ({
        type: 'calling.call.collect',
        params: paramsOf(report, form),
        last: report.kind === 'outcome' || report.kind === 'stopped',
      })),
    );
