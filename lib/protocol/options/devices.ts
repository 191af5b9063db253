import type {
  AgoraParams,
  CallParams,
  Connectable,
  PhoneParams,
  QueueParams,
  Ringing,
  RingingOptions,
  SIPParams,
  StreamParams,
  WebRTCParams,
} from './device-params.js';
import { count, flag, listOf, oneOf, phoneNumber, seconds, text, url, userObject } from './values.js';
import { mistyped, optional, record, required, withAliases, type Read, type Schema } from './schema.js';
import { streamTarget } from './stream.js';
import { tagged, type Kinds } from './tagged.js';

export type * from './device-params.js';

const confirm: Read = (value, path) => (Array.isArray(value) ? value : url(value, path));

const ringing: Schema<RingingOptions> = {
  timeout: optional(seconds),
  maxDuration: optional(count(1)),
  callStateUrl: optional(url),
  callStateEvents: optional(listOf(oneOf('created', 'ringing', 'answered', 'ended'))),
  confirm: optional(confirm),
  confirmTimeout: optional(seconds),
};

const kinds = {
  phone: withAliases(
    { to: 'toNumber', from: 'fromNumber' },
    record<PhoneParams>({
      ...ringing,
      toNumber: required(phoneNumber),
      fromNumber: optional(phoneNumber),
    }),
  ),
  sip: record<SIPParams>({
    ...ringing,
    to: required(text),
    from: optional(text),
    fromName: optional(text),
    headers: optional(listOf(userObject)),
    codecs: optional(listOf(text)),
    webrtcMedia: optional(flag),
    encryption: optional(oneOf('mandatory', 'optional', 'forbidden')),
    username: optional(text),
    password: optional(text),
    sessionTimeout: optional(seconds),
  }),
  webrtc: record<WebRTCParams>({
    ...ringing,
    to: required(text),
    from: optional(text),
    codecs: optional(listOf(text)),
  }),
  agora: record<AgoraParams>({
    to: optional(text),
    from: optional(text),
    appid: required(text),
    channel: required(text),
    timeout: ringing.timeout,
    maxDuration: ringing.maxDuration,
  }),
};

const dialDevice = tagged('a device', kinds satisfies Kinds<Ringing>);
const connectDevice = tagged('a device', {
  ...kinds,
  call: record<CallParams>({ callId: required(text), nodeId: required(text) }),
  queue: record<QueueParams>({
    queueName: required(text),
    queueId: optional(text),
    nodeId: optional(text),
    executeAfterQueue: optional(text),
  }),
  stream: record<StreamParams>({ ...streamTarget, realtime: optional(flag) }),
} satisfies Kinds<Connectable>);

/** The reader of groups of devices. */
const groups =
  (device: Read): Read =>
  (value, path) => {
    if (!Array.isArray(value)) return [[device(value, path)]];
    const list: readonly unknown[] = value;
    if (list.some(Array.isArray)) return listOf(listOf(device, 1), 1)(list, path);
    if (list.length > 1) {
      throw mistyped(
        path,
        'is a flat list: write [[a, b]] for devices that ring at the same time, [[a], [b]] for one after another',
      );
    }
    return [listOf(device, 1)(list, path)];
  };

export const dialDevices = groups(dialDevice);
export const connectDevices = groups(connectDevice);
