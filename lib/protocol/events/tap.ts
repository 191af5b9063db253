import * as t from 'io-ts';
import { eventCodec, maybe, type EventBase, type EventCodec } from './event.js';
import { fieldSet, open } from './fields.js';
import { Device, readDevice, type CallDevice } from './parties.js';
import type { AudioDirection } from './record.js';
import type { Open } from './open.js';

const progress = fieldSet({ state: open<'tapping' | 'finished'>() }, {});
const sound = fieldSet({}, { direction: open<AudioDirection>() });

/** `calling.call.tap`: a tap has begun or ended. */
export interface TapEvent extends EventBase<'calling.call.tap'> {
  /** `tapping` while audio is sent. */
  readonly state: Open<'tapping' | 'finished'>;
  /** The tapped direction: `listen` is what the caller says. */
  readonly direction: Open<AudioDirection> | undefined;
  /** The device that receives the audio: `rtp` or `ws`. */
  readonly device: CallDevice | undefined;
}

export const tapEventCodec: EventCodec<TapEvent> = eventCodec(
  'calling.call.tap',
  t.intersection([
    progress.wire,
    t.partial({ tap: maybe(t.partial({ params: maybe(sound.wire) })), device: maybe(Device) }),
  ]),
  ({ tap, device, ...params }) => ({
    device: readDevice(device),
    ...progress.read(params),
    ...sound.read(tap?.params ?? {}),
  }),
  (fields) => ({
    ...progress.write(fields),
    // RELAY taps audio only.
    tap: fields.direction && { type: 'audio', params: sound.write(fields) },
    device: fields.device,
  }),
);

/** Whether a tap event ends its operation. */
export const endsTap = ({ state }: TapEvent): boolean => state === 'finished';
