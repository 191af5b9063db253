import { map } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';

import type { Device } from '../call/device.js';
import { isJsonObject } from '../../protocol/json-object.js';
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

const Phone = t.intersection([t.type({ to_number: Name }), t.partial({ from_number: Text })]);
const Address = t.intersection([t.type({ to: Name }), t.partial({ from: Text })]);
const Queue = t.union([
  t.type({ queue_name: Name }, 'an object {queue_name}'),
  t.type({ queue_id: Name }, 'an object {queue_id}'),
]);
const Loose = t.partial({ to: Text, from: Text, channel: Text });

const READERS: ReadonlyMap<string, Reader> = new Map([
  ['phone', reader('phone', Phone, ({ to_number: to, from_number: from = '' }) => ({ to, from }))],
  ['sip', reader('sip', Address, ({ to, from = '' }) => ({ to, from }))],
  ['webrtc', reader('webrtc', Address, ({ to, from = '' }) => ({ to, from }))],
  ['stream', reader('stream', t.type({ url: Name }), ({ url: to }) => ({ to, from: '' }))],
  [
    'queue',
    reader('queue', Queue, (queue) => ({
      to: 'queue_name' in queue ? queue.queue_name : queue.queue_id,
      from: '',
    })),
  ],
  ['call', reader('call', t.type({ call_id: Name }), ({ call_id: to }) => ({ to, from: '' }))],
  // RELAY does not document its parameters, so none is required.
  ['agora', reader('agora', Loose, ({ to, channel, from = '' }) => ({ to: to ?? channel ?? 'agora', from }))],
]);

const TYPES = [...READERS.keys()].join(', ');
const Typed = t.type({ type: Name, params: Params }, 'a device {type, params}');
const Kind = t.keyof(Object.fromEntries([...READERS.keys()].map((type) => [type, null])), `one of ${TYPES}`);

/** RELAY's documents also show devices with the params beside the type, and a phone's numbers as `to` and `from`. */
const nested = (item: unknown): unknown => {
  if (!isJsonObject(item) || item['params'] !== undefined) return item;
  const { type, ...params } = item;
  if (Object.keys(params).length === 0) return item;
  if (type !== 'phone' || params['to_number'] !== undefined) return { type, params };
  const { to: to_number, from: from_number, ...rest } = params;
  return { type, params: { to_number, from_number, ...rest } };
};

const deviceOf = (readers: ReadonlyMap<string, Reader>): t.Type<Device, unknown> =>
  new t.Type<Device, unknown>(
    'a device {type, params}',
    (value): value is Device => isJsonObject(value) && 'to' in value,
    (item, place) => {
      const typed = Typed.validate(nested(item), place);
      if (typed._tag === 'Left') return typed;
      const { type, params } = typed.right;
      const read = readers.get(type);
      return read === undefined
        ? t.failure(type, t.appendContext(place, 'type', Kind, type))
        : read(params, place);
    },
    (device) => device,
  );

const DeviceParams = deviceOf(READERS);

const Target = t.union([t.type({ to: Name }, 'an object {to}'), t.type({ uri: Name }, 'an object {uri}')]);

/** Target of a referral: a SIP address, under either of the two names that the documents have for it. */
export const ReferDevice = deviceOf(
  new Map([
    ...READERS,
    ['sip', reader('sip', Target, (target) => ({ to: 'to' in target ? target.to : target.uri, from: '' }))],
  ]),
);

/** Lists of devices. The devices of one list are called at the same time, the lists one after the other. */
export const Devices = nonEmpty(
  nonEmpty(DeviceParams, 'a list of devices, at least one'),
  'a list of lists of devices, at least one',
);
