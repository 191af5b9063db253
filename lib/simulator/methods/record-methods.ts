import * as t from 'io-ts';

import { record as recording } from '../operations/record.js';
import { RecordParams, recordSpec } from '../operations/record-spec.js';
import { commandMethod, operationMethod, stopMethod } from './operation-method.js';

/** `calling.record` */
export const record = operationMethod(
  'record',
  t.type({ record: RecordParams }),
  'Recording',
  ({ record: params }, to) => {
    const spec = recordSpec(params, to.call.settings.generateId());
    return { operation: recording(spec), answer: { url: spec.url } };
  },
);

export const stop = stopMethod('record');

const Behavior = t.partial({
  behavior: t.keyof({ skip: null, silence: null, continuous: null }, 'one of skip, silence, continuous'),
});

export const pause = commandMethod(['record'], Behavior, 'Paused', ({ behavior }) => ({
  kind: 'pause',
  behavior,
}));

export const resume = commandMethod(['record'], t.unknown, 'Resumed', () => ({ kind: 'resume' }));
