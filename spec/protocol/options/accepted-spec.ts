import { readAIMessage } from '../../../lib/protocol/options/ai-commands.js';
import { readBindDigit } from '../../../lib/protocol/options/bind-digit.js';
import { readAnswer, readHangup, readTransfer } from '../../../lib/protocol/options/call.js';
import { readJoinConference, readLeaveConference } from '../../../lib/protocol/options/conference.js';
import { readConnect } from '../../../lib/protocol/options/connect.js';
import { readDetectFax } from '../../../lib/protocol/options/detect.js';
import { agora, phone, sip } from '../../../lib/protocol/options/device-builders.js';
import { readDial } from '../../../lib/protocol/options/dial.js';
import { readEcho } from '../../../lib/protocol/options/echo.js';
import { readSendFax } from '../../../lib/protocol/options/fax.js';
import { readSendMessage } from '../../../lib/protocol/options/message.js';
import { readPay } from '../../../lib/protocol/options/pay.js';
import { readPlay, readPlayAndCollect, readPlayTTS } from '../../../lib/protocol/options/play.js';
import { readQueueLeave } from '../../../lib/protocol/options/queue.js';
import { readRecord, readRecordPause } from '../../../lib/protocol/options/record.js';
import { readRefer } from '../../../lib/protocol/options/refer.js';
import { readCollect } from '../../../lib/protocol/options/standalone-collect.js';

const hello = [{ type: 'tts' as const, text: 'Hello.' }];
const document = { version: '1.0.0', sections: { main: ['hangup'] } };
const url = 'https://example.test/';

/** What RELAY accepts, typed as users write it, and what of it goes on the wire. */
const accepted: readonly [what: string, read: () => unknown, wire: unknown][] = [
  ['music on hold', () => readPlay({ media: hello, loop: 0 }).params, { loop: 0 }],
  [
    'a voice for the whole list',
    () => readPlay({ media: hello, language: 'fr-FR', voice: 'polly.Léa', gender: 'female' }).params,
    { language: 'fr-FR', voice: 'polly.Léa', gender: 'female' },
  ],
  [
    'the voice of one text, where it stands',
    () => readPlayTTS({ text: 'Bonjour.', language: 'fr-FR' }).params,
    { play: [{ type: 'tts', params: { text: 'Bonjour.', language: 'fr-FR' } }] },
  ],
  [
    'a recording with a limit',
    () => readRecord({ audio: { maxLength: 60, format: 'mp4' } }).params,
    { record: { audio: { max_length: 60, format: 'mp4' } } },
  ],
  ['a pause that goes on', () => readRecordPause({ behavior: 'continuous' }), { behavior: 'continuous' }],
  [
    'a conference of thousands',
    () =>
      readJoinConference({
        name: 'c',
        maxParticipants: 100_000,
        statusCallbackEventType: 'laml',
        recordingStatusCallbackEventType: 'laml',
        acl: { allow: ['+15550100'] },
        stream: { url: 'wss://example.test', realtime: true },
      }),
    {
      name: 'c',
      max_participants: 100_000,
      status_callback_event_type: 'laml',
      recording_status_callback_event_type: 'laml',
      acl: { allow: ['+15550100'] },
      stream: { url: 'wss://example.test', realtime: true },
    },
  ],
  [
    'a fax tone in lower case',
    () => readDetectFax({ tone: 'ced' }).params,
    { detect: { params: { tone: 'ced' } } },
  ],
  ['a transfer to a document', () => readTransfer({ dest: document }), { dest: document }],
  [
    'a transfer to a document as text',
    () => readTransfer({ dest: JSON.stringify(document) }),
    { dest: JSON.stringify(document) },
  ],
  ['a transfer to a name', () => readTransfer({ dest: 'sales' }), { dest: 'sales' }],
  [
    'a dial from a node',
    () => readDial({ nodeId: 'n-1', devices: phone({ to: '+15550101', from: '+15550100' }) }).params,
    { node_id: 'n-1' },
  ],
  [
    'digits of which there are enough',
    () => readPlayAndCollect({ media: hello, collect: { digits: { min: 4, max: 8 } } }).params,
    { collect: { digits: { min: 4, max: 8 } } },
  ],
  [
    'a channel of Agora that calls nobody',
    () => readDial({ devices: [[agora({ appid: 'a', channel: 'c' })]] }).params,
    { devices: [[{ type: 'agora', params: { appid: 'a', channel: 'c' } }]] },
  ],
  [
    'an answer with codecs and a limit',
    () => readAnswer({ codecs: ['OPUS', 'PCMU'], maxDuration: 600 }),
    { codecs: ['OPUS', 'PCMU'], max_duration: 600 },
  ],
  [
    'a fax of any identity',
    () => readSendFax({ document: url, identity: 'Front desk' }).params,
    { identity: 'Front desk' },
  ],
  [
    'a binding without a limit',
    () => readBindDigit({ digits: '1', bindMethod: 'calling.play', maxTriggers: 0 }),
    { max_triggers: 0 },
  ],
  ['an echo to the end of the call', () => readEcho({ timeout: 0 }), { timeout: 0 }],
  [
    'a flat phone',
    () => readDial({ devices: [[{ type: 'phone', to: '+15550101', from: '+15550100' }]] }).params,
    { devices: [[{ type: 'phone', params: { to_number: '+15550101', from_number: '+15550100' } }]] },
  ],
  [
    'a caller that RELAY picks',
    () => readConnect({ devices: [[phone({ to: '+15550101' }), sip({ to: 'sip:a@example.test' })]] }),
    {
      devices: [
        [
          { type: 'phone', params: { to_number: '+15550101' } },
          { type: 'sip', params: { to: 'sip:a@example.test' } },
        ],
      ],
    },
  ],
  [
    'a message without a context, from a short code',
    () => readSendMessage({ toNumber: '+15550101', fromNumber: '24365', body: 'Hi.' }),
    { to_number: '+15550101', from_number: '24365', body: 'Hi.' },
  ],
  [
    'a reference by its uri, with headers',
    () =>
      readRefer({
        device: { type: 'sip', uri: 'sip:a@example.test', headers: [{ name: 'X-Id', value: '7' }] },
      }),
    {
      device: { type: 'sip', params: { uri: 'sip:a@example.test', headers: [{ name: 'X-Id', value: '7' }] } },
    },
  ],
  [
    'a conference that is left by the answer to joining it',
    () => readLeaveConference({ code: '200', message: 'Joining', conference_id: 'cf-1' }),
    { conference_id: 'cf-1' },
  ],
  ['a queue that is left by its id', () => readQueueLeave({ queueId: 'q-1' }).params, { queue_id: 'q-1' }],
  [
    'a message for one agent',
    () => readAIMessage({ messageText: 'Hi.', controlId: 'k' }),
    { control_id: 'k' },
  ],
  [
    'a recogniser',
    () => readCollect({ speech: { engine: 'Deepgram' } }).params,
    { speech: { engine: 'Deepgram' } },
  ],
  [
    'a payment with a security code as RELAY wants it',
    () => readPay({ paymentConnectorUrl: url, securityCode: 'required' }).params,
    { security_code: 'required' },
  ],
  ['an end reason in its other spelling', () => readHangup({ reason: 'no_answer' }), { reason: 'no_answer' }],
];

describe('the options', () => {
  it.each(accepted)('take what RELAY accepts: %s', (_what, read, wire) => {
    expect(read()).toMatchObject(wire as object);
  });

  it.each(['911', '988', '24365', '12345678', '+15550101', '+442079460000'])(
    'take the number %s, called and calling',
    (number) => {
      const params = { to_number: number, from_number: number };
      const [[device]] = readDial({ devices: phone({ to: number, from: number }) }).params['devices'] as [
        [object],
      ];
      expect(device).toEqual({ type: 'phone', params });
      expect(readSendMessage({ toNumber: number, fromNumber: number, body: 'Hi.' })).toMatchObject(params);
    },
  );

  it.each(['91', '123456789', '+', '+0123', '+1 555 0100', 'anonymous', ''])('refuse the number %p', (to) => {
    expect(() => readDial({ devices: phone({ to, from: '+15550100' }) })).toThrow(RangeError);
  });

  it.each([{}, { to: 'sip:a@example.test', uri: 'sip:a@example.test' }])(
    'refuse to refer a call to %j',
    (params) => {
      expect(() => readRefer({ device: { type: 'sip', params } })).toThrow(
        'refer.device.params needs one of to and uri',
      );
    },
  );

  it('refuse to leave a conference by an answer that names none', () => {
    expect(() => readLeaveConference({ code: '200', message: 'Joining' })).toThrow(
      'leaveConference.conferenceId is required',
    );
  });

  it.each([7, ['hangup'], null])('refuse to transfer a call to %j', (dest) => {
    expect(() => readTransfer({ dest: dest as never })).toThrow(RangeError);
  });
});
