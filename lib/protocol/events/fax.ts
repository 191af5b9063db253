import * as t from 'io-ts';
import { defined, eventCodec, maybe, type EventBase, type EventCodec } from './event.js';
import { code, fieldSet, flag, number, open, text } from './fields.js';
import type { Open } from './open.js';

export type FaxKind = 'page' | 'finished' | 'error';

const kind = fieldSet({}, { type: open<FaxKind>() });
const details = fieldSet(
  {},
  {
    direction: open<'send' | 'receive'>(),
    number,
    identity: text,
    remoteIdentity: text,
    document: text,
    format: text,
    pages: number,
    success: flag,
    result: code,
    resultText: text,
  },
);
const progress = fieldSet({}, { state: open<'finished' | 'error'>() });

/** `calling.call.fax`: a page was transmitted (`kind` is `page`), or the fax is over (`finished` or `error`). */
export interface FaxEvent extends EventBase<'calling.call.fax'> {
  /** `page` for a transmitted page, `finished` or `error` for the end. */
  readonly kind: Open<FaxKind> | undefined;
  /** The end of the operation, if RELAY reports it apart from the fax. */
  readonly state: Open<'finished' | 'error'> | undefined;
  /** The direction of the fax. */
  readonly direction: Open<'send' | 'receive'> | undefined;
  /** The number of the transmitted page, from 1. */
  readonly number: number | undefined;
  /** The identity of this end. */
  readonly identity: string | undefined;
  /** The identity of the other end. */
  readonly remoteIdentity: string | undefined;
  /** The URL of the document. */
  readonly document: string | undefined;
  /** The format of the document, for example `pdf`. */
  readonly format: string | undefined;
  /** The number of pages. */
  readonly pages: number | undefined;
  /** Whether the whole fax was transmitted. */
  readonly success: boolean | undefined;
  /** RELAY's result code, always as a string. */
  readonly result: string | undefined;
  /** RELAY's text for the result. */
  readonly resultText: string | undefined;
}

export const faxEventCodec: EventCodec<FaxEvent> = eventCodec(
  'calling.call.fax',
  t.intersection([
    progress.wire,
    t.partial({ fax: maybe(t.intersection([kind.wire, t.partial({ params: maybe(details.wire) })])) }),
  ]),
  ({ fax, ...params }) => ({
    kind: kind.read(fax ?? {}).type,
    ...progress.read(params),
    ...details.read(fax?.params ?? {}),
  }),
  (fields) => ({
    ...progress.write(fields),
    fax: fields.kind && { type: fields.kind, params: defined(details.write(fields)) },
  }),
);

const isEnd = (word: string | undefined): boolean => word === 'finished' || word === 'error';

/** Whether a fax event ends its operation: pages do not. */
export const endsFax = ({ kind, state }: FaxEvent): boolean => isEnd(kind) || isEnd(state);
