import type { DetectType, DetectedEvent } from '../../protocol/events/detect.js';
import type { Open } from '../../protocol/events/open.js';
import type { PlayState } from '../../protocol/events/play.js';
import type { RecordState } from '../../protocol/events/record.js';
import { build, type Address, type EventOptions, type ServerEvent } from '../events.js';

/** `calling.call.play`: the state of a playback or of a prompt: `playing`, `paused`, `finished` or `error`. */
export const playback = (
  state: PlayState,
  more: EventOptions<'calling.call.play', 'state'> = {},
): ServerEvent => build('calling.call.play', { state }, more);

/** `calling.call.record`: the state of a recording. A finished one has a `url` and lasts 10 s. */
export const recordState = (
  state: RecordState,
  more: EventOptions<'calling.call.record', 'state'> = {},
): ServerEvent =>
  build(
    'calling.call.record',
    {
      state,
      ...(state === 'finished' && {
        url: 'https://example.test/recording.mp3',
        duration: 10,
        size: 40_000,
        format: 'mp3',
      }),
    },
    more,
  );

/** The type of a detector, by its finding. */
const detectType = (event: string): DetectType => {
  if (event === 'CED' || event === 'CNG') return 'fax';
  return /^[0-9*#]$/.test(event) ? 'digit' : 'machine';
};

/**
 * `calling.call.detect`: a finding of a detector (`HUMAN`, `MACHINE`, `READY`, `CED`, a digit …) or its end
 * (`finished`, `error`).
 */
export const detection = (
  event: Open<DetectedEvent>,
  more: EventOptions<'calling.call.detect', 'event'> = {},
): ServerEvent => build('calling.call.detect', { event, detectType: detectType(event) }, more);

/** `calling.call.fax` events. */
export const faxed = {
  page: (number = 1, more: EventOptions<'calling.call.fax', 'kind' | 'number'> = {}): ServerEvent =>
    build('calling.call.fax', { kind: 'page', number, direction: 'send' }, more),
  finished: (more: EventOptions<'calling.call.fax', 'kind'> = {}): ServerEvent =>
    build(
      'calling.call.fax',
      {
        kind: 'finished',
        direction: 'send',
        document: 'https://example.test/fax.pdf',
        pages: 1,
        success: true,
      },
      more,
    ),
  error: (resultText = 'No carrier', more: EventOptions<'calling.call.fax', 'kind'> = {}): ServerEvent =>
    build('calling.call.fax', { kind: 'error', direction: 'send', success: false, resultText }, more),
};

/** `calling.call.tap`: a tap has begun or ended. */
export const tapState = (
  state: 'tapping' | 'finished',
  more: EventOptions<'calling.call.tap', 'state'> = {},
): ServerEvent =>
  build(
    'calling.call.tap',
    { state, direction: 'both', device: { type: 'rtp', params: { addr: '192.0.2.1', port: 4000 } } },
    more,
  );

/** `calling.call.stream`: a stream has begun or ended. */
export const streamState = (
  state: 'streaming' | 'finished',
  more: EventOptions<'calling.call.stream', 'state'> = {},
): ServerEvent => build('calling.call.stream', { state, url: 'wss://example.test/stream' }, more);

/** `calling.call.pay`: the state of a payment. */
export const payState = (
  state: 'processing' | 'finished' | 'error',
  more: EventOptions<'calling.call.pay', 'state'> = {},
): ServerEvent => build('calling.call.pay', { state }, more);

/** `calling.call.transcribe`: a transcription has begun or ended. */
export const transcribeState = (
  state: 'transcribing' | 'finished',
  more: EventOptions<'calling.call.transcribe', 'state'> = {},
): ServerEvent => build('calling.call.transcribe', { state, recordingId: 'recording-1' }, more);

/** `calling.call.ai`: an AI session has ended. */
export const aiState = (state: 'finished' | 'error', address: Address = {}): ServerEvent =>
  build('calling.call.ai', { state }, address);

/** `calling.call.send_digits`: the digits were sent. */
export const digitsSent = (address: Address = {}): ServerEvent =>
  build('calling.call.send_digits', { state: 'finished' }, address);
