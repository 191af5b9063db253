import { audio, silence, type Action, type Call, type RelayEvent } from 'relay-rx';

/** One kind of action: how it is started, what it sends, and how its events look on the wire. */
export interface Kind {
  readonly start: (call: Call) => Action<RelayEvent>;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly eventType: string;
  readonly progress: readonly Record<string, unknown>[];
  readonly terminal: readonly Record<string, unknown>[];
  /** What leaving it sends; nothing when it is undefined. */
  readonly stop: { readonly method: string; readonly params?: Record<string, unknown> } | undefined;
}

/** Requests of operations that RELAY may finish after the end of their call. */
export const endsLate = ['record', 'send_fax', 'receive_fax', 'pay', 'transcribe'].map(
  (name) => `calling.${name}`,
);

const url = 'https://example.test/a';
const digit = (digits: string) => ({ type: 'digit', params: { digits, terminator: '' } });
const stops = (method: string) => ({ method: `${method}.stop` });

const as = <E extends RelayEvent>(start: (call: Call) => Action<E>): Kind['start'] =>
  start as unknown as Kind['start'];

export const kinds: Record<string, Kind> = {
  play: {
    start: as((call) => call.play({ media: [silence(1), audio(url)] })),
    method: 'calling.play',
    params: {
      play: [
        { type: 'silence', params: { duration: 1 } },
        { type: 'audio', params: { url } },
      ],
    },
    eventType: 'calling.call.play',
    progress: [{ state: 'playing' }, { state: 'paused' }],
    terminal: [{ state: 'finished' }, { state: 'error' }],
    stop: stops('calling.play'),
  },
  playAndCollect: {
    start: as((call) => call.playAndCollect({ media: [silence(1)], collect: { speech: {} } })),
    method: 'calling.play_and_collect',
    params: { play: [{ type: 'silence', params: { duration: 1 } }], collect: { speech: {} } },
    eventType: 'calling.call.collect',
    progress: [{ result: { type: 'start_of_input' } }],
    terminal: [{ result: digit('1') }, { state: 'no_input' }],
    stop: stops('calling.play_and_collect'),
  },
  collect: {
    start: as((call) =>
      call.collect({ digits: { max: 2, digitTimeout: 3 }, initialTimeout: 5, partialResults: true }),
    ),
    method: 'calling.collect',
    params: {
      digits: { max: 2, digit_timeout: 3 },
      initial_timeout: 5,
      partial_results: true,
      start_input_timers: true,
    },
    eventType: 'calling.call.collect',
    progress: [
      { final: false, result: digit('1') },
      { final: true, state: 'collecting', result: digit('12') },
    ],
    terminal: [
      { final: true, result: digit('12') },
      { result: { type: 'no_match' } },
      { state: 'finished' },
      { state: 'error' },
    ],
    stop: stops('calling.collect'),
  },
  record: {
    start: as((call) => call.record({ audio: { format: 'wav', stereo: true, endSilenceTimeout: 2 } })),
    method: 'calling.record',
    params: { record: { audio: { format: 'wav', stereo: true, end_silence_timeout: 2 } } },
    eventType: 'calling.call.record',
    progress: [{ state: 'recording' }, { state: 'paused' }],
    terminal: [{ state: 'finished', url, duration: 2, size: 3 }, { state: 'no_input' }, { state: 'error' }],
    stop: stops('calling.record'),
  },
  detect: {
    start: as((call) => call.detectAnsweringMachine({ timeout: 30, detectMessageEnd: true })),
    method: 'calling.detect',
    params: { detect: { type: 'machine', params: { detect_message_end: true } }, timeout: 30 },
    eventType: 'calling.call.detect',
    progress: [
      { detect: { type: 'machine', params: { event: 'MACHINE' } } },
      { detect: { type: 'machine', params: { event: 'READY' } } },
    ],
    terminal: [
      { detect: { type: 'machine', params: { event: 'finished' } } },
      { detect: { type: 'machine', params: { event: 'error' } } },
    ],
    stop: stops('calling.detect'),
  },
  sendFax: {
    start: as((call) => call.sendFax({ document: url, identity: '+15550100', headerInfo: 'Hello' })),
    method: 'calling.send_fax',
    params: { document: url, identity: '+15550100', header_info: 'Hello' },
    eventType: 'calling.call.fax',
    progress: [{ fax: { type: 'page', params: { direction: 'send', number: 1 } } }],
    terminal: [
      { fax: { type: 'finished', params: { pages: 2, success: true } } },
      { fax: { type: 'error' } },
    ],
    stop: stops('calling.send_fax'),
  },
  receiveFax: {
    start: as((call) => call.receiveFax()),
    method: 'calling.receive_fax',
    params: {},
    eventType: 'calling.call.fax',
    progress: [{ fax: { type: 'page', params: { direction: 'receive', number: 1 } } }],
    terminal: [{ fax: { type: 'finished', params: { pages: 2, success: true, document: url } } }],
    stop: stops('calling.receive_fax'),
  },
  tap: {
    start: as((call) =>
      call.tap({
        tap: { type: 'audio', params: { direction: 'both' } },
        device: { type: 'ws', params: { uri: 'wss://example.test/tap' } },
      }),
    ),
    method: 'calling.tap',
    params: {
      tap: { type: 'audio', params: { direction: 'both' } },
      device: { type: 'ws', params: { uri: 'wss://example.test/tap' } },
    },
    eventType: 'calling.call.tap',
    progress: [{ state: 'tapping' }],
    terminal: [{ state: 'finished' }],
    stop: stops('calling.tap'),
  },
  stream: {
    start: as((call) =>
      call.stream({
        url: 'wss://example.test/s',
        name: 's',
        customParameters: { camelCase: 1, snake_case: 2 },
      }),
    ),
    method: 'calling.stream',
    params: { url: 'wss://example.test/s', name: 's', custom_parameters: { camelCase: 1, snake_case: 2 } },
    eventType: 'calling.call.stream',
    progress: [{ state: 'streaming' }],
    terminal: [{ state: 'finished' }],
    stop: stops('calling.stream'),
  },
  pay: {
    start: as((call) => call.pay({ paymentConnectorUrl: url, chargeAmount: '9.99' })),
    method: 'calling.pay',
    params: { payment_connector_url: url, charge_amount: '9.99' },
    eventType: 'calling.call.pay',
    progress: [{ state: 'collecting' }],
    terminal: [{ state: 'finished', result: {} }, { state: 'error' }],
    stop: stops('calling.pay'),
  },
  transcribe: {
    start: as((call) => call.transcribe()),
    method: 'calling.transcribe',
    params: {},
    eventType: 'calling.call.transcribe',
    progress: [{ state: 'transcribing' }],
    terminal: [{ state: 'finished', url }],
    stop: stops('calling.transcribe'),
  },
  ai: {
    start: as((call) =>
      call.ai({
        prompt: { text: 'Be kind.' },
        SWAIG: { defaults: { webHookUrl: url } },
        globalData: { aKey: 1 },
      }),
    ),
    method: 'calling.ai',
    params: {
      prompt: { text: 'Be kind.' },
      SWAIG: { defaults: { webHookUrl: url } },
      global_data: { aKey: 1 },
    },
    eventType: 'calling.call.ai',
    progress: [{}],
    terminal: [{ state: 'finished' }, { state: 'error' }],
    stop: stops('calling.ai'),
  },
  sendDigits: {
    start: as((call) => call.sendDigits({ digits: '1w2W#' })),
    method: 'calling.send_digits',
    params: { digits: '1w2W#' },
    eventType: 'calling.call.send_digits',
    progress: [],
    terminal: [{ state: 'finished' }],
    stop: undefined,
  },
  queueEnter: {
    start: as((call) => call.queueEnter({ queueName: 'support' })),
    method: 'calling.queue.enter',
    params: { queue_name: 'support' },
    eventType: 'calling.call.queue',
    progress: [{ status: 'enqueue', position: 1, size: 3 }],
    terminal: [{ status: 'dequeue' }, { status: 'leave' }],
    stop: { method: 'calling.queue.leave', params: { queue_name: 'support' } },
  },
};
