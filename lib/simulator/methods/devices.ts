import { map } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';

import type { Device } from '../call/device.js';
import { isFields } from '../wire/json-rpc.js';
import type { Fields } from '../wire/json-rpc.js';
import { Count, Name, Params, Seconds, Text, nonEmpty } from '../wire/types.js';

type Reader = (params: unknown, place: t.Context) => t.Validation<Device>;

const Timing = t.partial({ timeout: Seconds, max_duration: Count });

const ms = (seconds: number | undefined): number | undefined =>
  seconds === undefined ? undefined : Math.round(seconds * 1000);

const reader =
  <A>(
    type: string,
    codec: t.Type<A, unknown>,
    parties: (params: A) => { to: string; from: string },
  ): Reader =>
  (raw, place) => {
    const whole = t.intersection([codec, Timing]);
    return map((params: t.TypeOf<typeof whole>): Device => {
      const { timeout, max_duration } = params;
      return {
        type,
        ...parties(params),
        params: raw as Fields,
        timeout: ms(timeout),
        maxDuration: ms(max_duration),
      };
    })(whole.validate(raw, t.appendContext(place, 'params', whole, raw)));
  };

const Phone = t.type({ to_number: Name, from_number: Name });
const Address = t.type({ to: Name, from: Name });
const Loose = t.partial({ to: Text, from: Text, queue_name: Text, channel: Text, call_id: Text });

const READERS: ReadonlyMap<string, Reader> = new Map([
  ['phone', reader('phone', Phone, ({ to_number: to, from_number: from }) => ({ to, from }))],
  ['sip', reader('sip', Address, ({ to, from }) => ({ to, from }))],
  ['webrtc', reader('webrtc', Address, ({ to, from }) => ({ to, from }))],
  ['stream', reader('stream', t.type({ url: Name }), ({ url: to }) => ({ to, from: '' }))],
  ['queue', reader('queue', t.type({ queue_name: Name }), ({ queue_name: to }) => ({ to, from: '' }))],
  // What these need is nowhere written down.
  ...['call', 'agora'].map((type): [string, Reader] => [
    type,
    reader(type, Loose, ({ to, call_id, channel, from = '' }) => ({
      to: to ?? call_id ?? channel ?? type,
      from,
    })),
  ]),
]);

const TYPES = [...READERS.keys()].join(', ');
const Typed = t.type({ type: Name, params: Params }, 'a device {type, params}');
const Kind = t.keyof(Object.fromEntries([...READERS.keys()].map((type) => [type, null])), `one of ${TYPES}`);

/** A device in the wire's nested form. */
export const DeviceParams = new t.Type<Device, unknown>(
  'a device {type, params}',
  (value): value is Device => isFields(value) && 'to' in value,
  (item, place) => {
    const typed = Typed.validate(item, place);
    if (typed._tag === 'Left') return typed;
    const { type, params } = typed.right;
    const read = READERS.get(type);
    return read === undefined
      ? t.failure(type, t.appendContext(place, 'type', Kind, type))
      : read(params, place);
  },
  (device) => device,
);

/** Lists of devices: those of one list are called at the same time, the lists one after the other. */
export const Devices = nonEmpty(
  nonEmpty(DeviceParams, 'a list of devices, at least one'),
  'a list of lists of devices, at least one',
);
