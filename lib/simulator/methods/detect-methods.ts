import * as t from 'io-ts';

import { Detect } from '../operations/detect-spec.js';
import { detect as detecting } from '../operations/detect.js';
import { Seconds } from '../wire/types.js';
import { operationMethod, stopMethod } from './operation-method.js';

/** `calling.detect`; `timeout` is in seconds, 30 by default. */
export const detect = operationMethod(
  'detect',
  t.intersection([t.type({ detect: Detect }), t.partial({ timeout: Seconds })]),
  'Detecting',
  ({ detect: spec, timeout = 30 }) => detecting(spec, timeout * 1000),
);

export const stop = stopMethod('detect');
