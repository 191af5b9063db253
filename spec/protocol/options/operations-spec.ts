import { readAI } from '../../../lib/protocol/options/ai.js';
import {
  readDetect,
  readDetectAnsweringMachine,
  readDetectDigit,
  readDetectFax,
} from '../../../lib/protocol/options/detect.js';
import { readReceiveFax, readSendFax } from '../../../lib/protocol/options/fax.js';
import { methods, type Method } from '../../../lib/protocol/options/index.js';
import type { OperationRequest } from '../../../lib/protocol/options/operation.js';
import { readPay } from '../../../lib/protocol/options/pay.js';
import { readQueueEnter, readQueueLeave } from '../../../lib/protocol/options/queue.js';
import { readRecord, readRecordPause } from '../../../lib/protocol/options/record.js';
import { readSendDigits } from '../../../lib/protocol/options/send-digits.js';
import { readCollect } from '../../../lib/protocol/options/standalone-collect.js';
import { readStream } from '../../../lib/protocol/options/stream.js';
import { readTap } from '../../../lib/protocol/options/tap.js';
import { readTranscribe } from '../../../lib/protocol/options/transcribe.js';

const statusUrl = 'https://example.test/status';

/** Names of the user's own, which look like the library's and are nobody's business. */
const own = Object.freeze({
  camelCase: 1,
  snake_case: { endSilenceTimeout: 2 },
  'X-Header': [{ deepKey: 3 }],
});

/** Options, the same in the wire's names, and what goes on the wire. */
type Case = [
  title: string,
  read: (options: never) => OperationRequest,
  options: object,
  wireForm: object,
  params: object,
];

const cases: Case[] = [
  ['record nothing in particular', readRecord, {}, {}, { record: { audio: {} } }],
  [
    'record',
    readRecord,
    {
      audio: {
        beep: true,
        format: 'wav',
        stereo: true,
        direction: 'both',
        initialTimeout: 0,
        endSilenceTimeout: 2.5,
        terminators: '#*',
        inputSensitivity: 44,
      },
      statusUrl,
    },
    {
      record: {
        audio: {
          beep: true,
          format: 'wav',
          stereo: true,
          direction: 'both',
          initial_timeout: 0,
          end_silence_timeout: 2.5,
          terminators: '#*',
          input_sensitivity: 44,
        },
      },
      status_url: statusUrl,
    },
    {
      record: {
        audio: {
          beep: true,
          format: 'wav',
          stereo: true,
          direction: 'both',
          initial_timeout: 0,
          end_silence_timeout: 2.5,
          terminators: '#*',
          input_sensitivity: 44,
        },
      },
      status_url: statusUrl,
    },
  ],
  [
    'collect',
    readCollect,
    {
      digits: { max: 2, min: 1, digitTimeout: 2 },
      initialTimeout: 3,
      partialResults: true,
      startInputTimers: false,
      statusUrl,
    },
    {
      digits: { max: 2, min: 1, digit_timeout: 2 },
      initial_timeout: 3,
      partial_results: true,
      start_input_timers: false,
      status_url: statusUrl,
    },
    {
      digits: { max: 2, min: 1, digit_timeout: 2 },
      initial_timeout: 3,
      partial_results: true,
      start_input_timers: false,
      status_url: statusUrl,
    },
  ],
  // RELAY waits without a limit unless it is told to start its timers.
  [
    'collect with the timers that it starts by default',
    readCollect,
    { digits: { max: 1 } },
    { digits: { max: 1 } },
    { digits: { max: 1 }, start_input_timers: true },
  ],
  [
    'detect',
    readDetect,
    { detect: { type: 'machine', initialTimeout: 5 }, timeout: 30 },
    { detect: { type: 'machine', params: { initial_timeout: 5 } }, timeout: 30 },
    { detect: { type: 'machine', params: { initial_timeout: 5 } }, timeout: 30 },
  ],
  [
    'detect an answering machine',
    readDetectAnsweringMachine,
    {
      initialTimeout: 5,
      endSilenceTimeout: 1,
      machineReadyTimeout: 2,
      machineVoiceThreshold: 1.5,
      machineWordsThreshold: 6,
      detectInterruptions: true,
      detectMessageEnd: true,
      timeout: 30,
      statusUrl,
    },
    {
      initial_timeout: 5,
      end_silence_timeout: 1,
      machine_ready_timeout: 2,
      machine_voice_threshold: 1.5,
      machine_words_threshold: 6,
      detect_interruptions: true,
      detect_message_end: true,
      timeout: 30,
      status_url: statusUrl,
    },
    {
      detect: {
        type: 'machine',
        params: {
          initial_timeout: 5,
          end_silence_timeout: 1,
          machine_ready_timeout: 2,
          machine_voice_threshold: 1.5,
          machine_words_threshold: 6,
          detect_interruptions: true,
          detect_message_end: true,
        },
      },
      timeout: 30,
      status_url: statusUrl,
    },
  ],
  [
    'detect a machine by default',
    readDetectAnsweringMachine,
    {},
    {},
    { detect: { type: 'machine', params: {} } },
  ],
  [
    'detect a fax',
    readDetectFax,
    { tone: 'CNG' },
    { tone: 'CNG' },
    { detect: { type: 'fax', params: { tone: 'CNG' } } },
  ],
  [
    'detect a digit',
    readDetectDigit,
    { digits: '12#', timeout: 3 },
    { digits: '12#', timeout: 3 },
    { detect: { type: 'digit', params: { digits: '12#' } }, timeout: 3 },
  ],
  [
    'tap to RTP',
    readTap,
    {
      tap: { type: 'audio', direction: 'both' },
      device: { type: 'rtp', addr: '203.0.113.1', port: 5004, codec: 'PCMU', ptime: 20, rate: 8000 },
    },
    {
      tap: { type: 'audio', params: { direction: 'both' } },
      device: {
        type: 'rtp',
        params: { addr: '203.0.113.1', port: 5004, codec: 'PCMU', ptime: 20, rate: 8000 },
      },
    },
    {
      tap: { type: 'audio', params: { direction: 'both' } },
      device: {
        type: 'rtp',
        params: { addr: '203.0.113.1', port: 5004, codec: 'PCMU', ptime: 20, rate: 8000 },
      },
    },
  ],
  [
    'tap to a WebSocket',
    readTap,
    { tap: { type: 'audio' }, device: { type: 'ws', uri: 'wss://example.test/tap' } },
    { tap: { type: 'audio', params: {} }, device: { type: 'ws', params: { uri: 'wss://example.test/tap' } } },
    { tap: { type: 'audio', params: {} }, device: { type: 'ws', params: { uri: 'wss://example.test/tap' } } },
  ],
  [
    'stream',
    readStream,
    {
      url: 'wss://example.test/s',
      name: 's',
      codec: 'L16@24000h',
      track: 'both_tracks',
      statusUrl,
      statusUrlMethod: 'GET',
      authorizationBearerToken: 't',
      customParameters: own,
    },
    {
      url: 'wss://example.test/s',
      name: 's',
      codec: 'L16@24000h',
      track: 'both_tracks',
      status_url: statusUrl,
      status_url_method: 'GET',
      authorization_bearer_token: 't',
      custom_parameters: own,
    },
    {
      url: 'wss://example.test/s',
      name: 's',
      codec: 'L16@24000h',
      track: 'both_tracks',
      status_url: statusUrl,
      status_url_method: 'GET',
      authorization_bearer_token: 't',
      custom_parameters: own,
    },
  ],
  ['receive a fax', readReceiveFax, { statusUrl }, { status_url: statusUrl }, { status_url: statusUrl }],
  [
    'send a fax',
    readSendFax,
    { document: 'https://example.test/f.pdf', identity: '+15550100', headerInfo: '' },
    { document: 'https://example.test/f.pdf', identity: '+15550100', header_info: '' },
    { document: 'https://example.test/f.pdf', identity: '+15550100', header_info: '' },
  ],
  [
    'pay, by numbers and flags',
    readPay,
    {
      paymentConnectorUrl: 'https://example.test/pay',
      timeout: 6,
      maxAttempts: 3,
      securityCode: false,
      postalCode: true,
      minPostalCodeLength: 5,
      chargeAmount: '15.00',
      validCardTypes: ['visa', 'amex'],
      parameters: [{ name: 'customerId', value: '7' }],
      prompts: [
        {
          for: 'payment-card-number',
          attempt: [1, 2],
          cardType: ['visa'],
          errorType: ['timeout', 'invalid-card-number'],
          requireMatchingInputs: true,
          actions: [{ type: 'Say', phrase: 'Once more.' }],
        },
      ],
    },
    {
      payment_connector_url: 'https://example.test/pay',
      timeout: '6',
      max_attempts: '3',
      security_code: 'false',
      postal_code: 'true',
      min_postal_code_length: '5',
      charge_amount: '15.00',
      valid_card_types: 'visa amex',
      parameters: [{ name: 'customerId', value: '7' }],
      prompts: [
        {
          for: 'payment-card-number',
          attempt: '1 2',
          card_type: 'visa',
          error_type: 'timeout invalid-card-number',
          require_matching_inputs: true,
          actions: [{ type: 'Say', phrase: 'Once more.' }],
        },
      ],
    },
    {
      payment_connector_url: 'https://example.test/pay',
      timeout: '6',
      max_attempts: '3',
      security_code: 'false',
      postal_code: 'true',
      min_postal_code_length: '5',
      charge_amount: '15.00',
      valid_card_types: 'visa amex',
      parameters: [{ name: 'customerId', value: '7' }],
      prompts: [
        {
          for: 'payment-card-number',
          attempt: '1 2',
          card_type: 'visa',
          error_type: 'timeout invalid-card-number',
          require_matching_inputs: 'true',
          actions: [{ type: 'Say', phrase: 'Once more.' }],
        },
      ],
    },
  ],
  ['transcribe', readTranscribe, { statusUrl }, { status_url: statusUrl }, { status_url: statusUrl }],
  [
    'ai',
    readAI,
    {
      agent: 'a',
      prompt: own,
      postPrompt: own,
      postPromptUrl: statusUrl,
      postPromptAuthUser: 'u',
      postPromptAuthPassword: 'p',
      globalData: own,
      pronounce: [own],
      hints: ['word', own],
      languages: [own],
      SWAIG: own,
      params: own,
    },
    {
      agent: 'a',
      prompt: own,
      post_prompt: own,
      post_prompt_url: statusUrl,
      post_prompt_auth_user: 'u',
      post_prompt_auth_password: 'p',
      global_data: own,
      pronounce: [own],
      hints: ['word', own],
      languages: [own],
      SWAIG: own,
      params: own,
    },
    {
      agent: 'a',
      prompt: own,
      post_prompt: own,
      post_prompt_url: statusUrl,
      post_prompt_auth_user: 'u',
      post_prompt_auth_password: 'p',
      global_data: own,
      pronounce: [own],
      hints: ['word', own],
      languages: [own],
      SWAIG: own,
      params: own,
    },
  ],
  [
    'send digits',
    readSendDigits,
    { digits: 'wW0123456789*#ABCD' },
    { digits: 'wW0123456789*#ABCD' },
    { digits: 'wW0123456789*#ABCD' },
  ],
  [
    'enter a queue',
    readQueueEnter,
    { queueName: 'support', waitUrl: statusUrl, statusUrl },
    { queue_name: 'support', wait_url: statusUrl, status_url: statusUrl },
    { queue_name: 'support', wait_url: statusUrl, status_url: statusUrl },
  ],
  [
    'leave a queue',
    readQueueLeave,
    { queueName: 'support', queueId: 'q' },
    { queue_name: 'support', queue_id: 'q' },
    { queue_name: 'support', queue_id: 'q' },
  ],
];

describe('the options of operations', () => {
  it.each(cases)('%s: from either form of names', (_title, read, options, wireForm, params) => {
    const request = { params, controlId: undefined, stopOnUnsubscribe: true };
    expect(read(options as never)).toEqual(request);
    expect(read(wireForm as never)).toEqual(request);
  });

  it.each(cases)('%s: the control id is not among the params', (_title, read, options, _wireForm, params) => {
    const request = { params, controlId: 'k', stopOnUnsubscribe: true };
    expect(read({ ...options, controlId: 'k' } as never)).toEqual(request);
    expect(read({ ...options, control_id: 'k' } as never)).toEqual(request);
  });

  it('say whether the operation is stopped when nobody listens', () => {
    expect(readTranscribe({ stopOnUnsubscribe: false })).toMatchObject({
      params: {},
      stopOnUnsubscribe: false,
    });
    expect(() => readSendDigits({ digits: '1', stopOnUnsubscribe: false } as never)).toThrow(TypeError);
  });

  it('leave what belongs to the user as it is, and not a copy', () => {
    const { params } = readAI({ params: own, SWAIG: own, hints: [own] });
    expect(params['params']).toBe(own);
    expect(params['SWAIG']).toBe(own);
    expect((params['hints'] as unknown[])[0]).toBe(own);
    expect(readStream({ url: 'wss://example.test', customParameters: own }).params['custom_parameters']).toBe(
      own,
    );
  });

  it.each<[string, (options: never) => unknown, object, string]>([
    [
      'no input at all',
      readCollect,
      { initialTimeout: 1 },
      'collect must be a request for at least one of digits and speech',
    ],
    [
      'digits that are none',
      readSendDigits,
      { digits: '12x' },
      'sendDigits.digits must be one or more of the keys',
    ],
    ['no digits', readSendDigits, {}, 'sendDigits.digits is required'],
    ['a small pause key of the keypad', readSendDigits, { digits: 'a' }, 'sendDigits.digits'],
    [
      'an unknown detector',
      readDetect,
      { detect: { type: 'ghost' } },
      'detect.detect.type must be one of machine, fax, digit',
    ],
    [
      "another detector's params",
      readDetect,
      { detect: { type: 'fax', digits: '1' } },
      'detect.detect.digits is not an option',
    ],
    ['a tone that is none', readDetectFax, { tone: 'V21' }, 'detectFax.tone must be one of CED, CNG'],
    [
      'a share of a word',
      readDetectAnsweringMachine,
      { machineWordsThreshold: 1.5 },
      'detectAnsweringMachine.machineWordsThreshold',
    ],
    [
      'a recording both ways',
      readRecord,
      { audio: {}, record: { audio: {} } },
      'record.audio is given twice',
    ],
    [
      'a format that is none',
      readRecord,
      { audio: { format: 'ogg' } },
      'record.audio.format must be one of mp3, wav, mp4',
    ],
    [
      'the same in the wire form',
      readRecord,
      { record: { audio: { format: 'ogg' } } },
      'record.audio.audio.format',
    ],
    [
      'a sensitivity above all',
      readRecord,
      { audio: { inputSensitivity: 101 } },
      'record.audio.inputSensitivity',
    ],
    [
      'a pause that is none',
      readRecordPause,
      { behavior: 'sleep' },
      'pause.behavior must be one of skip, silence, continuous',
    ],
    [
      'a tap of something else',
      readTap,
      { tap: { type: 'video' }, device: { type: 'ws', uri: 'wss://a.test' } },
      'tap.tap.type',
    ],
    [
      'a port that is none',
      readTap,
      { tap: { type: 'audio' }, device: { type: 'rtp', addr: 'a', port: 65_536 } },
      'tap.device.port',
    ],
    ['a stream by http', readStream, { url: 'https://example.test' }, 'stream.url must be a ws or wss URL'],
    ['a track that is none', readStream, { url: 'wss://a.test', track: 'inbound' }, 'stream.track'],
    ['a queue that is not named', readQueueLeave, {}, 'queueLeave needs a queueName or a queueId'],
    ['a payment to nowhere', readPay, {}, 'pay.paymentConnectorUrl is required'],
    [
      'an amount that a number would round',
      readPay,
      { paymentConnectorUrl: 'https://a.test', chargeAmount: 15.1 },
      'pay.chargeAmount',
    ],
    [
      'a share of an attempt',
      readPay,
      { paymentConnectorUrl: 'https://a.test', maxAttempts: 1.5 },
      'pay.maxAttempts',
    ],
    [
      'no cards at all',
      readPay,
      { paymentConnectorUrl: 'https://a.test', validCardTypes: [] },
      'pay.validCardTypes',
    ],
    ['a queue without a name', readQueueEnter, { queueName: '' }, 'queueEnter.queueName'],
    ['a prompt that is no object', readAI, { prompt: ['Hello'] }, 'ai.prompt must be an object'],
    ['a hint that is none', readAI, { hints: [7] }, 'ai.hints[0]'],
  ])('refuse %s', (_title, read, options, message) => {
    expect(() => read(options as never)).toThrow(message);
  });
});

describe('the table', () => {
  it('reads an operation to a request, and a command to its params', () => {
    const options: Record<string, object> = {
      'calling.ai': {},
      'calling.collect': { speech: {} },
      'calling.detect': { detect: { type: 'fax' } },
      'calling.pay': { paymentConnectorUrl: 'https://a.test' },
      'calling.play': { media: [{ type: 'tts', text: 'Hello.' }] },
      'calling.play_and_collect': { media: [{ type: 'tts', text: 'Hello.' }], collect: { speech: {} } },
      'calling.queue.enter': { queueName: 'q' },
      'calling.queue.leave': { queueName: 'q' },
      'calling.receive_fax': {},
      'calling.record': {},
      'calling.send_digits': { digits: '1' },
      'calling.send_fax': { document: 'https://a.test/f.pdf' },
      'calling.stream': { url: 'wss://a.test' },
      'calling.tap': { tap: { type: 'audio' }, device: { type: 'ws', uri: 'wss://a.test' } },
      'calling.transcribe': {},
    };
    const table: Readonly<Record<string, Method>> = methods;
    // A message for an agent names its operation, and starts none.
    const operations = Object.keys(table).filter(
      (name) => 'controlId' in table[name]!.schema && name !== 'calling.ai_message',
    );
    expect(operations.sort()).toEqual(Object.keys(options).sort());
    for (const name of operations) {
      expect(table[name]!.read({ ...options[name], controlId: 'k' } as never)).toMatchObject({
        controlId: 'k',
      });
    }
    for (const name of [
      'calling.pass',
      'calling.hold',
      'calling.record.stop',
      'calling.echo',
      'calling.user_event',
    ]) {
      expect(table[name]!.read({} as never)).toEqual({});
    }
  });
});
