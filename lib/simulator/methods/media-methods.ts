import * as t from 'io-ts';

import { untilStopped } from '../operations/until-stopped.js';
import { Name, Params, Text } from '../wire/types.js';
import { operationMethod, stopMethod } from './operation-method.js';

const Direction = t.keyof({ listen: null, speak: null, both: null }, 'one of listen, speak, both');
const Tap = t.type(
  {
    type: t.keyof({ audio: null }, '"audio"'),
    params: t.partial({ direction: Direction }, 'an object'),
  },
  'an object {type, params}',
);
const TapDevice = t.type(
  { type: t.keyof({ rtp: null, ws: null }, 'one of rtp, ws'), params: Params },
  'a device {type, params}',
);

/** The `source_device` of the response, by the type of the target. */
const SOURCES = {
  rtp: { type: 'rtp', params: { addr: '127.0.0.1', port: 30_000, codec: 'PCMU', rate: 8000, ptime: 20 } },
  ws: { type: 'ws', params: { codec: 'PCMU', rate: 8000 } },
};

/** `calling.tap`: reports the target; no audio is sent. */
export const tap = operationMethod(
  'tap',
  t.type({ tap: Tap, device: TapDevice }),
  'Tapping',
  ({ tap: what, device }) => ({
    operation: untilStopped('calling.call.tap', { state: 'tapping', tap: what, device }, () => ({
      tap: what,
      device,
    })),
    answer: { source_device: SOURCES[device.type] },
  }),
);
export const stopTap = stopMethod('tap');

const Stream = t.intersection([
  t.type({ url: Name }),
  t.partial({ name: Text, codec: Text, track: Text, authorization_bearer_token: Text }),
]);

/** `calling.stream`: reports the target; no audio is sent. */
export const stream = operationMethod('stream', Stream, 'Streaming', ({ url, name = url }) =>
  untilStopped('calling.call.stream', { state: 'streaming', url, name }, () => ({ url, name })),
);
export const stopStream = stopMethod('stream');

/** Bytes of text for a second of speech. */
const BYTES_PER_SECOND = 15;

/** `calling.transcribe`: the last event has the URL of the text, which does not exist. */
export const transcribe = operationMethod('transcribe', t.UnknownRecord, 'Transcribing', (_params, to) => {
  const recording_id = to.call.settings.generateId();
  const url = `https://recordings.simulator.test/${recording_id}.txt`;
  return untilStopped('calling.call.transcribe', { state: 'transcribing', recording_id }, (duration) => ({
    url,
    recording_id,
    duration,
    size: Math.round(duration * BYTES_PER_SECOND),
  }));
});
export const stopTranscribe = stopMethod('transcribe');
