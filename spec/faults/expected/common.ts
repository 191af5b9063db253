import type { Row } from './row.js';

/** Nobody notices. */
export const UNHARMED: Row = {
  everybody: { bystander: 'continues to its result', errors: [], statuses: [] },
  cells: {
    subscription: 'continues: the next call comes',
    offered: 'continues: can be answered',
    command: 'is answered',
    queued: 'is sent, and answered',
    asked: 'continues to its result',
    running: 'continues to its result',
    wait: 'continues to its result',
    commanded: 'continues to its result, at the next volume',
    dial: 'continues: the call is answered',
    message: 'continues: it is delivered',
    flow: 'continues: has the digit',
    ended: 'continues: reports the end',
  },
};

/** The connection is lost, and the session resumed. */
export const RESUMED: Row = {
  everybody: {
    bystander: 'continues to its result',
    errors: ['RelayConnectionError'],
    statuses: ['reconnecting', 'connected'],
  },
  cells: {
    subscription: 'continues: the next call comes',
    offered: 'continues: can be answered',
    command: 'errors with `RelayConnectionError` (delivery unknown)',
    queued: 'is sent, and answered',
    asked: 'errors with `RelayConnectionError` (delivery unknown); a stop is sent',
    running: 'continues to its result',
    wait: 'continues to its result',
    commanded: 'continues to its result, at the next volume',
    dial: 'continues: the call is answered',
    message: 'continues: it is delivered',
    flow: 'continues: has the digit',
    ended: 'continues: reports the end',
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
    subscription: 'continues: the next call comes',
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
