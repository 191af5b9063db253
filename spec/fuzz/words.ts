import { AUTHORIZATION_STATE } from '../connection/support.js';
import type { Step } from './steps.js';

/** Keys to rename others to: those that are looked for, and those that every object has already. */
export const KEYS = [
  ...['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', 'length', ''],
  ...['jsonrpc', 'id', 'method', 'params', 'result', 'error', 'code', 'message', 'event_type', 'timestamp'],
  ...[
    'call_id',
    'node_id',
    'control_id',
    'tag',
    'message_id',
    'call',
    'type',
    'state',
    'call_state',
    'final',
  ],
  ...['protocol', 'authorization_state', 'restart', 'device', 'peer', 'dial_winner', 'dial_state', 'tags'],
];

/** Values to put where others stood: of every type, and what is in flight. */
export const VALUES: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    1.5,
    404,
    -32002,
    '',
    ' ',
    '\0',
    '\ud800',
    '\ufeff',
    [],
    {},
    [[]],
    [{}],
    { a: 1 },
  ],
  ...[
    'call-1',
    '__proto__',
    'leg-1',
    'prompt-1',
    'record-1',
    'constructor',
    'tag-1',
    'message-1',
    'message-2',
  ],
  ...[
    '2.0',
    'signalwire.event',
    'signalwire.ping',
    'signalwire.disconnect',
    'signalwire.authorization.state',
  ],
  ...['calling.call.state', 'calling.call.collect', 'calling.call.play', 'calling.call.record'],
  ...['calling.call.dial', 'calling.call.receive', 'messaging.state', AUTHORIZATION_STATE],
  ...['playing', 'finished', 'error', 'no_input', 'answered', 'ended', 'failed', 'delivered', '200', '404'],
  ...['session-1', '«signalwire.connect»', '«messaging.send»', '«spec.pending»', '«signalwire.ping»'],
  ...[{ type: 'digit' }, { type: 'digit', params: null }, { type: '__proto__' }, { authorization_state: 1 }],
];

/** What no value of JavaScript is written as: put into the text as it stands. */
export const RAW = [
  ...['1e999', '-1e999', '-0', '9'.repeat(40), '0.1e-400', 'NaN', 'undefined', "'", '"\\ud800"', '"\\u0000"'],
  ...['«12000*[»1«12000*]»', '«12000*{"a":»1«12000*}»', '«12000*[»', '"«100000*x»"', '[«50000*1,»1]'],
  ...['{"__proto__":{"polluted":true}}', '{"constructor":{"prototype":{"polluted":true}}}', '{"a":1,"a":2}'],
];

/** What else may happen between frames. */
export const PALETTE: readonly Step[] = [
  { drop: 1006 },
  { drop: 1000 },
  { wait: 1 },
  { wait: 700 },
  { wait: 11_000 },
  { wait: 40_000 },
  { connect: 'same' },
  { connect: 'other' },
  { connect: 'silent' },
  { connect: 'refused' },
  { binary: [0, 255] },
  { oversize: true },
  { frame: { jsonrpc: '2.0', id: 'p-1', method: 'signalwire.ping', params: {} } },
  { frame: { jsonrpc: '2.0', id: 'd-1', method: 'signalwire.disconnect', params: { restart: true } } },
  { frame: { jsonrpc: '2.0', id: 'd-2', method: 'signalwire.disconnect', params: {} } },
  { event: ['signalwire.authorization.state', { authorization_state: AUTHORIZATION_STATE }] },
  { frame: { jsonrpc: '2.0', id: '«spec.pending»', result: { code: '200', message: 'OK' } } },
  { frame: { jsonrpc: '2.0', id: '«messaging.send»', result: { code: '200', message_id: 'message-2' } } },
  { frame: { jsonrpc: '2.0', id: '«signalwire.connect»', result: { protocol: 'session-9' } } },
  { frame: { jsonrpc: '2.0', id: '«signalwire.connect»', error: { code: -32002, message: 'no' } } },
];
