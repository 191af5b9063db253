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

/**
 * `calling.call.fax`: a page has passed (`kind` is `page`, `number` which), or the fax is over (`finished`, `error`):
 * `document` is where it is, `pages` how many it has, `success` and `result` how it went.
 */
export interface FaxEvent extends EventBase<'calling.call.fax'> {
  /** A page that has passed, or the end of the fax. */
  readonly kind: Open<FaxKind> | undefined;
  /** The end of the operation, where it stands outside of the fax. */
  readonly state: Open<'finished' | 'error'> | undefined;
  /** Which way the fax goes. */
  readonly direction: Open<'send' | 'receive'> | undefined;
  /** The page that has passed, from 1. */
  readonly number: number | undefined;
  /** How this end names itself. */
  readonly identity: string | undefined;
  /** How the other end names itself. */
  readonly remoteIdentity: string | undefined;
  /** The URL of the document. */
  readonly document: string | undefined;
  /** The format of the document, for example `pdf`. */
  readonly format: string | undefined;
  /** How many pages the document has. */
  readonly pages: number | undefined;
  /** Whether the fax has passed as a whole. */
  readonly success: boolean | undefined;
  /** RELAY's code for how the fax went, always as a string. */
  readonly result: string | undefined;
  /** How the fax went, in words. */
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
