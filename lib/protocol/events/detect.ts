import * as t from 'io-ts';
import { defined, eventCodec, maybe, type EventBase, type EventCodec } from './event.js';
import { fieldSet, flag, open } from './fields.js';
import type { Open } from './open.js';

export type DetectType = 'machine' | 'fax' | 'digit';

/**
 * The findings of a detector. Of a machine: `HUMAN`, `MACHINE` or `UNKNOWN`, then `READY` when it is ready for a
 * message, and `NOT_READY` when its greeting continues. Of a fax: `CED` (the answering tone) or `CNG` (the calling
 * tone). Of digits: the digit. Of any: `finished` or `error` at the end.
 */
export type DetectedEvent =
  'HUMAN' | 'MACHINE' | 'UNKNOWN' | 'READY' | 'NOT_READY' | 'CED' | 'CNG' | 'finished' | 'error';

const kind = fieldSet({}, { type: open<DetectType>() });
const result = fieldSet({}, { event: open<DetectedEvent>(), beep: flag });
const progress = fieldSet({}, { state: open<'finished' | 'error'>() });

/** `calling.call.detect`: a finding of a detector, or its end. */
export interface DetectEvent extends EventBase<'calling.call.detect'> {
  /** The kind of detector. */
  readonly detectType: Open<DetectType> | undefined;
  /** The finding. */
  readonly event: Open<DetectedEvent> | undefined;
  /** Whether the beep of an answering machine was heard. */
  readonly beep: boolean | undefined;
  /** The end of the operation, if RELAY reports it apart from the finding. */
  readonly state: Open<'finished' | 'error'> | undefined;
}

export const detectEventCodec: EventCodec<DetectEvent> = eventCodec(
  'calling.call.detect',
  t.intersection([
    progress.wire,
    t.partial({ detect: maybe(t.intersection([kind.wire, t.partial({ params: maybe(result.wire) })])) }),
  ]),
  ({ detect, ...params }) => ({
    detectType: kind.read(detect ?? {}).type,
    ...progress.read(params),
    ...result.read(detect?.params ?? {}),
  }),
  (fields) => ({
    ...progress.write(fields),
    detect: fields.detectType && { type: fields.detectType, params: defined(result.write(fields)) },
  }),
);

const isEnd = (word: string | undefined): boolean => word === 'finished' || word === 'error';

/** Whether a detect event reports that its operation has failed. */
export const detectFailed = ({ event, state }: DetectEvent): boolean =>
  event === 'error' || state === 'error';

/** Whether a detect event ends its operation. */
export const endsDetect = ({ event, state }: DetectEvent): boolean => isEnd(event) || isEnd(state);

/**
 * The finding that a flow can act on: who answered, a tone, a digit, or that a machine is ready for a message.
 * Undefined for an event that only ends the detector, and for `NOT_READY`.
 */
export const detectMeaning = ({ event }: DetectEvent): Open<DetectedEvent> | undefined =>
  event === undefined || event === '' || event === 'NOT_READY' || isEnd(event) ? undefined : event;
