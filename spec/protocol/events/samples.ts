/** One event of each kind as RELAY sends it: the type, and the event's own params. */

const call = { call_id: 'c-1', node_id: 'n-1' };
const operation = { ...call, control_id: 'ctl-1' };
const phone = { type: 'phone', params: { from_number: '+15550100', to_number: '+15550101' } };

type Sample = readonly [type: string, params: Readonly<Record<string, unknown>>];

/** The types that have a codec of their own. */
export const known: readonly Sample[] = [
  [
    'calling.call.receive',
    {
      ...call,
      project_id: 'p-1',
      context: 'default',
      segment_id: 's-1',
      tag: 't-1',
      direction: 'inbound',
      call_state: 'created',
      device: { type: 'phone', params: { ...phone.params, headers: [] } },
    },
  ],
  [
    'calling.call.state',
    {
      ...call,
      segment_id: 's-1',
      tag: 't-1',
      direction: 'inbound',
      call_state: 'ended',
      end_reason: 'hangup',
      device: phone,
      peer: { call_id: 'c-2', node_id: 'n-1' },
      start_time: 1_700_000_000_000,
      answer_time: 1_700_000_001_000,
      end_time: 1_700_000_009_000,
    },
  ],
  ['calling.call.play', { ...operation, state: 'playing' }],
  ...[
    { result: { type: 'digit', params: { digits: '12', terminator: '#' } } },
    { result: { type: 'digit', digits: '12', terminator: '#' } },
    {
      final: false,
      state: 'collecting',
      result: { type: 'speech', params: { text: 'sales', confidence: 83.2 } },
    },
    {
      final: true,
      state: 'finished',
      result: { type: 'speech', params: { text: 'sales please', confidence: 91 } },
    },
    { result: { type: 'speech', text: 'sales please', confidence: 91 } },
    { result: { type: 'start_of_input' } },
    { result: { type: 'no_input' } },
    { result: { type: 'no_match' } },
    { result: { type: 'error' } },
    { state: 'no_input' },
    { state: 'error' },
  ].map((params): Sample => ['calling.call.collect', { ...operation, ...params }]),
];

/** Types that are generic events. */
export const generic: readonly Sample[] = [
  [
    'calling.call.dial',
    { node_id: 'n-1', tag: 't-1', dial_state: 'answered', call: { ...call, tag: 't-1', dial_winner: true } },
  ],
  [
    'calling.call.record',
    { ...operation, state: 'finished', record: { url: 'https://example.test/r.mp3', duration: 12.5 } },
  ],
  ['calling.call.detect', { ...operation, detect: { type: 'machine', params: { event: 'MACHINE' } } }],
  ['calling.call.connect', { ...call, connect_state: 'connected', peer: { call_id: 'c-2', device: phone } }],
  ['calling.call.send_digits', { ...operation, state: 'finished' }],
  ['calling.call.fax', { ...operation, fax: { type: 'finished', params: { pages: 2, success: true } } }],
  ['calling.call.tap', { ...operation, state: 'finished', tap: { type: 'audio' }, device: { type: 'ws' } }],
  ['calling.call.stream', { ...operation, state: 'streaming', url: 'wss://example.test/s', name: 's' }],
  ['calling.call.pay', { ...operation, state: 'finished', result: { payment_method: 'credit-card' } }],
  ['calling.call.transcribe', { ...operation, state: 'finished', recording_id: 'r-1', size: 2_048 }],
  ['calling.call.refer', { ...call, state: 'finished', sip_refer_to: 'sip:a@example.test' }],
  ['calling.call.denoise', { ...call, denoised: true }],
  ['calling.call.echo', { ...call, state: 'finished' }],
  ['calling.call.hold', { ...call, state: 'hold' }],
  ['calling.call.queue', { ...operation, status: 'enqueue', id: 'q-1', position: 1, size: 3 }],
  ['calling.conference', { conference_id: 'cf-1', name: 'room', status: 'start', call_id: 'c-1' }],
  ['calling.error', { code: '500', message: 'internal error', call_id: 'c-1' }],
  ['messaging.receive', { message_id: 'm-1', context: 'default', body: 'hello', media: [], segments: 1 }],
  ['messaging.state', { message_id: 'm-1', message_state: 'delivered', reason: '', tags: [] }],
  ['calling.unheard_of', { anything: [1, null, { deep: true }] }],
];
