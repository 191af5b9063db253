import { RESUMED, SESSION_LOST } from './common.js';
import type { Row } from './row.js';

export const OUTAGES = {
  unavailable: RESUMED,
  outage: {
    everybody: {
      bystander: 'goes on to its result',
      errors: ['RelayConnectionError'],
      statuses: ['reconnecting', 'connected'],
    },
    cells: {
      subscription: 'goes on: the next call comes',
      dial: 'goes on: the call is answered',
      message: 'goes on: it is delivered',
      queued: 'errors with `RelayConnectionError` (delivery unsent); it is never sent',
      offered: 'goes on: can be answered',
      command: 'errors with `RelayConnectionError` (delivery unknown)',
      flow: 'goes on: has the digit',
      ended: 'goes on: tells of the end',
      asked: 'errors with `RelayConnectionError` (delivery unknown)',
      running: 'goes on to its result',
      wait: 'goes on to its result',
      commanded: 'goes on to its result, at the next volume',
    },
  },
  resumeOdd: SESSION_LOST,
  unnamed: SESSION_LOST,
  flush: {
    everybody: {
      bystander: 'goes on to its result',
      errors: ['RelayConnectionError'],
      statuses: ['reconnecting', 'connected', 'reconnecting', 'connected'],
    },
    cells: {
      subscription: 'goes on: the next call comes',
      dial: 'goes on: the call is answered',
      message: 'goes on: it is delivered',
      queued: 'errors with `RelayConnectionError` (delivery unknown); it is never sent',
      offered: 'goes on: can be answered',
      command: 'errors with `RelayConnectionError` (delivery unknown)',
      flow: 'goes on: has the digit',
      ended: 'goes on: tells of the end',
      asked: 'errors with `RelayConnectionError` (delivery unknown)',
      running: 'goes on to its result',
      wait: 'goes on to its result',
      commanded: 'goes on to its result, at the next volume',
    },
  },
  fleeting: {
    everybody: {
      bystander: 'goes on to its result',
      errors: ['RelayConnectionError'],
      statuses: ['reconnecting', 'connected', 'reconnecting', 'connected', 'reconnecting', 'connected'],
    },
    cells: {
      subscription: 'goes on: the next call comes',
      dial: 'goes on: the call is answered',
      message: 'goes on: it is delivered',
      queued: 'errors with `RelayConnectionError` (delivery unknown); it was sent',
      offered: 'goes on: can be answered',
      command: 'errors with `RelayConnectionError` (delivery unknown)',
      flow: 'goes on: has the digit',
      ended: 'goes on: tells of the end',
      asked: 'errors with `RelayConnectionError` (delivery unknown); a stop is sent',
      running: 'goes on to its result',
      wait: 'goes on to its result',
      commanded: 'goes on to its result, at the next volume',
    },
  },
} as const satisfies Record<string, Row>;
