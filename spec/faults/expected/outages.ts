import { RESUMED, SESSION_LOST } from './common.js';
import type { Row } from './row.js';

export const OUTAGES = {
  unavailable: RESUMED,
  outage: {
    everybody: {
      bystander: 'continues to its result',
      errors: ['RelayConnectionError'],
      statuses: ['reconnecting', 'connected'],
    },
    cells: {
      subscription: 'continues: the next call comes',
      dial: 'continues: the call is answered',
      message: 'continues: it is delivered',
      queued: 'errors with `RelayConnectionError` (delivery unsent); it is never sent',
      offered: 'continues: can be answered',
      command: 'errors with `RelayConnectionError` (delivery unknown)',
      flow: 'continues: has the digit',
      ended: 'continues: reports the end',
      asked: 'errors with `RelayConnectionError` (delivery unknown)',
      running: 'continues to its result',
      wait: 'continues to its result',
      commanded: 'continues to its result, at the next volume',
    },
  },
  resumeOdd: SESSION_LOST,
  unnamed: SESSION_LOST,
  flush: {
    everybody: {
      bystander: 'continues to its result',
      errors: ['RelayConnectionError'],
      statuses: ['reconnecting', 'connected', 'reconnecting', 'connected'],
    },
    cells: {
      subscription: 'continues: the next call comes',
      dial: 'continues: the call is answered',
      message: 'continues: it is delivered',
      queued: 'errors with `RelayConnectionError` (delivery unknown); it is never sent',
      offered: 'continues: can be answered',
      command: 'errors with `RelayConnectionError` (delivery unknown)',
      flow: 'continues: has the digit',
      ended: 'continues: reports the end',
      asked: 'errors with `RelayConnectionError` (delivery unknown)',
      running: 'continues to its result',
      wait: 'continues to its result',
      commanded: 'continues to its result, at the next volume',
    },
  },
  fleeting: {
    everybody: {
      bystander: 'continues to its result',
      errors: ['RelayConnectionError'],
      statuses: ['reconnecting', 'connected', 'reconnecting', 'connected', 'reconnecting', 'connected'],
    },
    cells: {
      subscription: 'continues: the next call comes',
      dial: 'continues: the call is answered',
      message: 'continues: it is delivered',
      queued: 'errors with `RelayConnectionError` (delivery unknown); it was sent',
      offered: 'continues: can be answered',
      command: 'errors with `RelayConnectionError` (delivery unknown)',
      flow: 'continues: has the digit',
      ended: 'continues: reports the end',
      asked: 'errors with `RelayConnectionError` (delivery unknown); a stop is sent',
      running: 'continues to its result',
      wait: 'continues to its result',
      commanded: 'continues to its result, at the next volume',
    },
  },
} as const satisfies Record<string, Row>;
