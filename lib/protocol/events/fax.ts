import * as t from 'io-ts';
import { defined, eventCodec, maybe, type EventOf } from './event.js';
import { code, fieldSet, flag, number, open, text } from './fields.js';

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
export const FaxEvent = eventCodec(
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
export type FaxEvent = EventOf<typeof FaxEvent>;

const isEnd = (word: string | undefined): boolean => word === 'finished' || word === 'error';

/** Whether a fax event ends its operation: pages do not. */
export const endsFax = ({ kind, state }: FaxEvent): boolean => isEnd(kind) || isEnd(state);
