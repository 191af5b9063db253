import * as E from 'fp-ts/lib/Either.js';
import { endsAI } from '../../../lib/protocol/events/ai.js';
import { detectMeaning, endsDetect } from '../../../lib/protocol/events/detect.js';
import { endsFax } from '../../../lib/protocol/events/fax.js';
import { decodeEvent, type EventOfType, type EventTypes } from '../../../lib/protocol/events/index.js';
import { endsMessage } from '../../../lib/protocol/events/message.js';
import { endsPay } from '../../../lib/protocol/events/pay.js';
import { endsQueue } from '../../../lib/protocol/events/queue.js';
import { endsRecord } from '../../../lib/protocol/events/record.js';
import { endsSendDigits } from '../../../lib/protocol/events/send-digits.js';
import { endsStream } from '../../../lib/protocol/events/stream.js';
import { endsTap } from '../../../lib/protocol/events/tap.js';
import { endsTranscribe } from '../../../lib/protocol/events/transcribe.js';

function event<T extends keyof EventTypes>(type: T, params: object): EventOfType<T> {
  const read = decodeEvent({ event_type: type, params });
  if (E.isLeft(read)) throw read.left;
  return read.right as EventOfType<T>;
}

const detect = (params: object) => event('calling.call.detect', params);
const detected = (word: string) => detect({ detect: { type: 'machine', params: { event: word } } });
const fax = (type: string) => event('calling.call.fax', { fax: { type } });

/** One kind of event: which of its words end the operation, and which do not. */
const table: [kind: string, ends: (word: string) => boolean, last: string[], others: string[]][] = [
  [
    'record',
    (state) => endsRecord(event('calling.call.record', { state })),
    ['finished', 'no_input', 'error'],
    ['recording', 'paused'],
  ],
  [
    'detect, by its event',
    (word) => endsDetect(detected(word)),
    ['finished', 'error'],
    ['HUMAN', 'MACHINE', 'READY', 'CED', '1', ''],
  ],
  ['detect, by its state', (state) => endsDetect(detect({ state })), ['finished', 'error'], ['detecting']],
  ['fax, by its kind', (type) => endsFax(fax(type)), ['finished', 'error'], ['page']],
  [
    'fax, by its state',
    (state) => endsFax(event('calling.call.fax', { state })),
    ['finished', 'error'],
    ['sending'],
  ],
  ['tap', (state) => endsTap(event('calling.call.tap', { state })), ['finished'], ['tapping']],
  ['stream', (state) => endsStream(event('calling.call.stream', { state })), ['finished'], ['streaming']],
  [
    'transcribe',
    (state) => endsTranscribe(event('calling.call.transcribe', { state })),
    ['finished'],
    ['transcribing'],
  ],
  [
    'send_digits',
    (state) => endsSendDigits(event('calling.call.send_digits', { state })),
    ['finished'],
    ['sending'],
  ],
  ['pay', (state) => endsPay(event('calling.call.pay', { state })), ['finished', 'error'], ['processing']],
  ['ai', (state) => endsAI(event('calling.call.ai', { state })), ['finished', 'error'], ['running']],
  [
    'queue',
    (status) => endsQueue(event('calling.call.queue', { status })),
    ['dequeue', 'leave'],
    ['enqueue'],
  ],
  [
    'message',
    (message_state) => endsMessage(event('messaging.state', { message_id: 'm', message_state })),
    ['delivered', 'undelivered', 'failed'],
    ['queued', 'initiated', 'sent', 'received'],
  ],
];

describe('the end of an operation', () => {
  it.each(table)('%s', (_kind, ends, last, others) => {
    expect(last.filter((word) => !ends(word))).toEqual([]);
    expect([...others, 'unheard_of'].filter((word) => ends(word))).toEqual([]);
  });

  it.each<[string, boolean]>([
    ['detect', endsDetect(detect({}))],
    ['fax', endsFax(event('calling.call.fax', { fax: null }))],
    ['pay', endsPay(event('calling.call.pay', {}))],
    ['ai', endsAI(event('calling.call.ai', {}))],
    ['queue', endsQueue(event('calling.call.queue', {}))],
  ])('is not told by an event that says nothing: %s', (_kind, ends) => {
    expect(ends).toBe(false);
  });

  it('is told by the state of a detect whatever its event is', () => {
    expect(
      endsDetect(detect({ state: 'finished', detect: { type: 'machine', params: { event: 'HUMAN' } } })),
    ).toBe(true);
  });
});

describe('detectMeaning', () => {
  it('is what a flow can act on', () => {
    for (const word of ['HUMAN', 'MACHINE', 'UNKNOWN', 'READY', 'CED', 'CNG', '1', '#', 'unheard_of']) {
      expect(detectMeaning(detected(word))).toBe(word);
    }
  });

  it('is not that the detector is over, nor that a machine is not ready after all', () => {
    for (const word of ['finished', 'error', 'NOT_READY', '']) {
      expect(detectMeaning(detected(word))).toBeUndefined();
    }
    expect(detectMeaning(detect({ state: 'finished' }))).toBeUndefined();
  });
});
