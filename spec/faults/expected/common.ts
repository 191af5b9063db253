import type { Row } from './row.js';

/** Nobody notices. */
export const UNHARMED: Row = {
  everybody: { bystander: 'goes on to its result', errors: [], statuses: [] },
  cells: {
    subscription: 'goes on: the next call comes',
    offered: 'goes on: can be answered',
    command: 'is answered',
    queued: 'is sent, and answered',
    asked: 'goes on to its result',
    running: 'goes on to its result',
    wait: 'goes on to its result',
    commanded: 'goes on to its result, at the next volume',
    dial: 'goes on: the call is answered',
    message: 'goes on: it is delivered',
    flow: 'goes on: has the digit',
    ended: 'goes on: tells of the end',
  },
};

/** The connection is lost, and the session resumed. */
export const RESUMED: Row = {
  everybody: {
    bystander: 'goes on to its result',
    errors: ['RelayConnectionError'],
    statuses: ['reconnecting', 'connected'],
  },
  cells: {
    subscription: 'goes on: the next call comes',
    offered: 'goes on: can be answered',
    command: 'errors with `RelayConnectionError` (delivery unknown)',
    queued: 'is sent, and answered',
    asked: 'errors with `RelayConnectionError` (delivery unknown); a stop is sent',
    running: 'goes on to its result',
    wait: 'goes on to its result',
    commanded: 'goes on to its result, at the next volume',
    dial: 'goes on: the call is answered',
    message: 'goes on: it is delivered',
    flow: 'goes on: has the digit',
    ended: 'goes on: tells of the end',
  },
};

/** The connection is lost, and the session with it. */
export const SESSION_LOST: Row = {
  everybody: {
    bystander: 'errors with `RelaySessionLostError` (delivery unknown)',
    errors: ['RelayConnectionError'],
    statuses: ['reconnecting', 'connected'],
  },
  cells: {
    subscription: 'goes on: the next call comes',
    offered: 'emits the end (sessionLost), and completes',
    command: 'errors with `RelayConnectionError` (delivery unknown)',
    queued: 'errors with `RelaySessionLostError` (delivery unsent); it is never sent',
    asked: 'errors with `RelayConnectionError` (delivery unknown)',
    running: 'errors with `RelaySessionLostError` (delivery unknown)',
    wait: 'rejects with `RelaySessionLostError` (delivery unknown)',
    commanded: 'errors with `RelaySessionLostError` (delivery unknown)',
    dial: 'errors with `RelaySessionLostError` (delivery unknown)',
    message: 'errors with `RelaySessionLostError` (delivery unknown)',
    flow: 'is unsubscribed',
    ended: 'emits the end (sessionLost), and completes',
  },
};
