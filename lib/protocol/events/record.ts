import * as t from 'io-ts';
import { defined, eventCodec, maybe, type EventBase, type EventCodec } from './event.js';
import { fieldSet, flag, number, open, text } from './fields.js';
import type { Open } from './open.js';

export type RecordState = 'recording' | 'paused' | 'finished' | 'no_input' | 'error';
export type AudioDirection = 'listen' | 'speak' | 'both';

const progress = fieldSet({ state: open<RecordState>() }, {});
/** Fields of the finished file. RELAY sends them at the top level, inside `record`, or in both places. */
const recording = fieldSet(
  {},
  { url: text, duration: number, size: number, recordingId: text, startTime: number, endTime: number },
);
const sound = fieldSet({}, { format: text, direction: open<AudioDirection>(), stereo: flag });

const filled = (record: Record<string, unknown>): Record<string, unknown> | undefined => {
  const entries = defined(record);
  return Object.keys(entries).length === 0 ? undefined : entries;
};

/** `calling.call.record`: the state of a recording has changed. The last event has the `url`. */
export interface RecordEvent extends EventBase<'calling.call.record'> {
  /** The state of the recording. */
  readonly state: Open<RecordState>;
  /** The URL of the finished recording. */
  readonly url: string | undefined;
  /** The length of the recording, in seconds. */
  readonly duration: number | undefined;
  /** The size of the recording, in bytes. */
  readonly size: number | undefined;
  /** The id of the recording. */
  readonly recordingId: string | undefined;
  /** When the recording began, as RELAY gives it. */
  readonly startTime: number | undefined;
  /** When the recording ended, as RELAY gives it. */
  readonly endTime: number | undefined;
  /** The format of the file: `wav`, `mp3` or `mp4`. */
  readonly format: string | undefined;
  /** The recorded direction: `listen` is what the caller says. */
  readonly direction: Open<AudioDirection> | undefined;
  /** Whether each side has a channel of its own. */
  readonly stereo: boolean | undefined;
}

export const recordEventCodec: EventCodec<RecordEvent> = eventCodec(
  'calling.call.record',
  t.intersection([
    progress.wire,
    recording.wire,
    t.partial({ record: maybe(t.intersection([recording.wire, t.partial({ audio: maybe(sound.wire) })])) }),
  ]),
  (params) => {
    const inside = recording.read(params.record ?? {});
    const outside = recording.read(params);
    return {
      url: outside.url ?? inside.url,
      duration: outside.duration ?? inside.duration,
      size: outside.size ?? inside.size,
      recordingId: outside.recordingId ?? inside.recordingId,
      startTime: outside.startTime ?? inside.startTime,
      endTime: outside.endTime ?? inside.endTime,
      ...progress.read(params),
      ...sound.read(params.record?.audio ?? {}),
    };
  },
  (fields) => ({
    ...progress.write(fields),
    ...recording.write(fields),
    record: filled({ audio: filled(sound.write(fields)), ...recording.write(fields) }),
  }),
);

/** Whether a record event ends its operation. */
export const endsRecord = ({ state }: RecordEvent): boolean =>
  state === 'finished' || state === 'no_input' || state === 'error';
