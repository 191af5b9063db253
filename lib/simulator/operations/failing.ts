import { of } from 'rxjs';

import type { Fields } from '../wire/json-rpc.js';
import type { Operation, OperationKind } from './operation.js';

const ERROR = { state: 'error' } as const;

/** The error event of each kind of operation. Kinds that are not listed have none. */
const FAILURES = {
  play: ['calling.call.play', ERROR],
  play_and_collect: ['calling.call.collect', { result: { type: 'error' } }],
  collect: ['calling.call.collect', { result: { type: 'error' } }],
  record: ['calling.call.record', ERROR],
  detect: ['calling.call.detect', { detect: { type: 'machine', params: { event: 'error' } } }],
  send_fax: ['calling.call.fax', { ...ERROR, fax: { type: 'error', params: { direction: 'send' } } }],
  receive_fax: ['calling.call.fax', { ...ERROR, fax: { type: 'error', params: { direction: 'receive' } } }],
  pay: ['calling.call.pay', { ...ERROR, result: { result: 'internal-error' } }],
  ai: ['calling.call.ai', ERROR],
} as const satisfies Partial<Record<OperationKind, readonly [type: string, params: Fields]>>;

/** A kind of operation that can end with an error event. */
export type FallibleKind = keyof typeof FAILURES;

export const isFallible = (kind: string): kind is FallibleKind => Object.hasOwn(FAILURES, kind);

/** An operation that is accepted and then fails. */
export const failing =
  (kind: FallibleKind): Operation =>
  () => {
    const [type, params] = FAILURES[kind];
    return of({ type, params, last: true });
  };
