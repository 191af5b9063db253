import * as E from 'fp-ts/lib/Either.js';
import fc from 'fast-check';
import { decodeEvent, encodeEvent, type RelayEvent } from '../../../lib/protocol/events/index.js';
import { fixture } from '../fixtures/read.js';

type Params = Readonly<Record<string, unknown>>;

/** A sample of every event type, as RELAY sends its params. */
const samples = fixture<Record<string, readonly Params[]>>('events.json');
const all = Object.entries(samples).flatMap(([type, list]) => list.map((params) => [type, params] as const));

const wire = (type: string, params: Params) => ({ event_type: type, timestamp: 1_700_000_000.1, params });

function decoded(type: string, params: Params): RelayEvent {
  const event = decodeEvent(wire(type, params));
  if (E.isLeft(event)) throw event.left;
  return event.right;
}

/** What an event says beside what every event has. */
function fields(type: string, params: Params): object {
  const {
    type: _type,
    timestamp,
    callId,
    nodeId,
    controlId,
    params: _params,
    ...own
  } = decoded(type, params);
  return own;
}

const first = (type: string): Params => samples[type]![0]!;

describe('every event', () => {
  it.each(all)('gives the wire back: %s %j', (type, params) => {
    const event = decoded(type, params);
    expect(event.params).toBe(params);
    expect(encodeEvent(event)).toEqual(wire(type, params));
  });

  it.each(all)('keeps what it does not know: %s %j', (type, params) => {
    const more = { ...params, unheard_of: { a: [1] } };
    expect(encodeEvent(decoded(type, more))).toEqual(wire(type, more));
  });

  it.each(all)('goes on with null or nothing for what it can do without: %s %j', (type, params) => {
    for (const name of Object.keys(params)) {
      for (const changed of [{ ...params, [name]: null }, omit(params, name)]) {
        const event = decodeEvent(wire(type, changed));
        // What an event cannot do without is told; that is the same for either.
        if (E.isLeft(event)) expect(event.left.message).toContain(`params.${name} is not`);
        else expect(encodeEvent(event.right)).toEqual(wire(type, changed));
      }
    }
  });

  it('can do without all but the little that it is about', () => {
    const needed = all.flatMap(([type, params]) =>
      Object.keys(params)
        .filter((name) => E.isLeft(decodeEvent(wire(type, omit(params, name)))))
        .map((name) => `${type} ${name}`),
    );
    expect([...new Set(needed)].sort()).toEqual([
      'calling.call.connect connect_state',
      'calling.call.denoise denoised',
      'calling.call.dial dial_state',
      'calling.call.echo state',
      'calling.call.hold state',
      'calling.call.play state',
      'calling.call.receive call_id',
      'calling.call.receive node_id',
      'calling.call.record state',
      'calling.call.refer state',
      'calling.call.send_digits state',
      'calling.call.state call_id',
      'calling.call.state call_state',
      'calling.call.stream state',
      'calling.call.tap state',
      'calling.call.transcribe state',
      'messaging.receive message_id',
      'messaging.state message_id',
      'messaging.state message_state',
    ]);
  });
});

describe('the fields', () => {
  it.each<[string, Params, object]>([
    [
      'calling.call.dial',
      first('calling.call.dial'),
      {
        dialState: 'answered',
        tag: 't-1',
        reason: undefined,
        source: undefined,
        call: {
          callId: 'c-1',
          nodeId: 'n-1',
          tag: 't-1',
          device: { type: 'phone', params: {} },
          dialWinner: true,
        },
      },
    ],
    [
      'calling.call.dial',
      { node_id: 'n-1', tag: 't-1', dial_state: 'failed', reason: 'busy', source: 'none', call: {} },
      { dialState: 'failed', tag: 't-1', reason: 'busy', source: 'none', call: undefined },
    ],
    [
      'calling.call.record',
      first('calling.call.record'),
      {
        state: 'finished',
        url: 'https://example.test/r.mp3',
        duration: 12.5,
        size: 10_240,
        format: 'mp3',
        direction: 'both',
        stereo: false,
        recordingId: undefined,
        startTime: undefined,
        endTime: undefined,
      },
    ],
    [
      'calling.call.record',
      { state: 'finished', record: { url: 'https://example.test/r.mp3', duration: 1, size: '2' } },
      {
        state: 'finished',
        url: 'https://example.test/r.mp3',
        duration: 1,
        size: 2,
        format: undefined,
        direction: undefined,
        stereo: undefined,
        recordingId: undefined,
        startTime: undefined,
        endTime: undefined,
      },
    ],
    [
      'calling.call.record',
      { state: 'finished', url: 'top', duration: 0, record: { url: 'inside', duration: 1 } },
      {
        state: 'finished',
        url: 'top',
        duration: 0,
        size: undefined,
        format: undefined,
        direction: undefined,
        stereo: undefined,
        recordingId: undefined,
        startTime: undefined,
        endTime: undefined,
      },
    ],
    [
      'calling.call.detect',
      first('calling.call.detect'),
      { detectType: 'machine', event: 'MACHINE', beep: undefined, state: undefined },
    ],
    [
      'calling.call.detect',
      { state: 'finished' },
      { detectType: undefined, event: undefined, beep: undefined, state: 'finished' },
    ],
    [
      'calling.call.connect',
      first('calling.call.connect'),
      {
        connectState: 'connected',
        tag: undefined,
        failedReason: undefined,
        peer: {
          callId: 'c-2',
          nodeId: 'n-1',
          device: { type: 'phone', params: {} },
          queueId: undefined,
          queueName: undefined,
        },
      },
    ],
    [
      'calling.call.connect',
      { connect_state: 'failed', failed_reason: 'busy', peer: {} },
      { connectState: 'failed', tag: undefined, failedReason: 'busy', peer: undefined },
    ],
    [
      'calling.call.connect',
      { connect_state: 'connected', peer: { call_id: 'c-2', queue_id: 'q-1', queue_name: 'support' } },
      {
        connectState: 'connected',
        tag: undefined,
        failedReason: undefined,
        peer: { callId: 'c-2', nodeId: undefined, device: undefined, queueId: 'q-1', queueName: 'support' },
      },
    ],
    [
      'calling.call.record',
      { state: 'finished', url: 'u', recording_id: 'r-1', record: { start_time: 1, end_time: 2.5 } },
      {
        state: 'finished',
        url: 'u',
        duration: undefined,
        size: undefined,
        format: undefined,
        direction: undefined,
        stereo: undefined,
        recordingId: 'r-1',
        startTime: 1,
        endTime: 2.5,
      },
    ],
    [
      'calling.call.fax',
      first('calling.call.fax'),
      {
        state: undefined,
        kind: 'finished',
        direction: 'send',
        number: undefined,
        identity: '+15550100',
        remoteIdentity: '+15550101',
        document: 'https://example.test/f.pdf',
        format: undefined,
        pages: 2,
        success: true,
        result: '200',
        resultText: undefined,
      },
    ],
    [
      'calling.call.tap',
      first('calling.call.tap'),
      {
        state: 'finished',
        direction: 'both',
        device: { type: 'ws', params: { uri: 'wss://example.test/tap' } },
      },
    ],
    [
      'calling.call.pay',
      first('calling.call.pay'),
      {
        state: 'finished',
        for: undefined,
        attempt: undefined,
        errorType: undefined,
        result: { payment_method: 'credit-card' },
      },
    ],
    [
      'calling.call.pay',
      { state: 'processing', for: 'security-code', attempt: '2', error_type: 'timeout' },
      { state: 'processing', for: 'security-code', attempt: 2, errorType: 'timeout', result: undefined },
    ],
    [
      'calling.call.pay',
      { state: 'finished', result: 'success' },
      { state: 'finished', for: undefined, attempt: undefined, errorType: undefined, result: undefined },
    ],
    [
      'calling.call.transcribe',
      first('calling.call.transcribe'),
      {
        state: 'finished',
        url: 'https://example.test/t',
        recordingId: 'r-1',
        duration: 9.1,
        size: 2_048,
        startTime: undefined,
        endTime: undefined,
      },
    ],
    [
      'calling.call.refer',
      first('calling.call.refer'),
      {
        state: 'finished',
        sipReferTo: 'sip:a@example.test',
        sipReferResponseCode: '202',
        sipNotifyResponseCode: '200',
      },
    ],
    ['calling.call.denoise', first('calling.call.denoise'), { denoised: true }],
    [
      'calling.call.queue',
      first('calling.call.queue'),
      {
        status: 'enqueue',
        queueId: 'q-1',
        queueName: 'support',
        position: 1,
        size: 3,
        avgTime: undefined,
        enqueueTs: undefined,
        dequeueTs: undefined,
        leaveTs: undefined,
      },
    ],
    [
      'calling.call.queue',
      {
        control_id: null,
        status: 'dequeue',
        name: 'support',
        avg_time: 12,
        enqueue_ts: 1_700_000_000_000_000,
        dequeue_ts: '1700000009000000',
        leave_ts: null,
      },
      {
        status: 'dequeue',
        queueId: undefined,
        queueName: 'support',
        position: undefined,
        size: undefined,
        avgTime: 12,
        enqueueTs: 1_700_000_000_000_000,
        dequeueTs: 1_700_000_009_000_000,
        leaveTs: undefined,
      },
    ],
    [
      'calling.conference',
      first('calling.conference'),
      { conferenceId: 'cf-1', name: 'room', status: 'start' },
    ],
    ['calling.error', first('calling.error'), { code: '500', message: 'internal error' }],
    ['calling.call.ai', { control_id: 'k', state: 'finished' }, { state: 'finished' }],
    [
      'messaging.state',
      first('messaging.state'),
      {
        messageId: 'm-1',
        messageState: 'delivered',
        context: 'default',
        direction: 'outbound',
        fromNumber: '+15550101',
        toNumber: '+15550100',
        body: 'hello',
        media: [],
        segments: 1,
        tags: [],
        reason: '',
      },
    ],
  ])('of %s %j', (type, params, expected) => {
    expect(fields(type, params)).toStrictEqual(expected);
  });

  it('of a dial are addressed by its leg, and by its own node where there is none', () => {
    expect(decoded('calling.call.dial', first('calling.call.dial'))).toMatchObject({
      callId: 'c-1',
      nodeId: 'n-1',
    });
    expect(decoded('calling.call.dial', { node_id: 'n-2', dial_state: 'dialing' })).toMatchObject({
      callId: undefined,
      nodeId: 'n-2',
    });
  });

  it.each<[string, Params, object]>([
    [
      'calling.call.fax',
      { fax: { type: 'finished', params: { pages: '2', result: 1231 } } },
      { pages: 2, result: '1231' },
    ],
    ['calling.call.fax', { fax: { type: 'page', params: { number: ' ' } } }, { number: undefined }],
    [
      'calling.call.refer',
      { state: 'success', sip_refer_response_code: 202 },
      { sipReferResponseCode: '202' },
    ],
    ['calling.error', { code: 500 }, { code: '500' }],
    [
      'calling.call.dial',
      { dial_state: 'answered', call: { call_id: 'c', dial_winner: 'true' } },
      { call: { dialWinner: true } },
    ],
    [
      'calling.call.dial',
      { dial_state: 'answered', call: { call_id: 'c', dial_winner: 'false' } },
      { call: { dialWinner: false } },
    ],
    ['messaging.receive', { message_id: 'm', segments: 'two' }, { segments: undefined }],
  ])('are read in either kind of value: %s %j', (type, params, expected) => {
    expect(decoded(type, params)).toMatchObject(expected);
    expect(encodeEvent(decoded(type, params)).params).toEqual(params);
  });

  it.each<[string, object, Params]>([
    ['calling.call.record', { url: 'u' }, { state: 'finished', url: 'u', record: { url: 'u' } }],
    [
      'calling.call.detect',
      { event: 'HUMAN', detectType: 'machine' },
      { detect: { type: 'machine', params: { event: 'HUMAN' } } },
    ],
    ['calling.call.fax', { kind: 'page', number: 2 }, { fax: { type: 'page', params: { number: 2 } } }],
    ['calling.call.tap', { direction: 'both' }, { tap: { type: 'audio', params: { direction: 'both' } } }],
    ['calling.call.queue', { queueName: 'q' }, { name: 'q' }],
    ['calling.call.connect', { peer: { callId: 'c' } }, { peer: { call_id: 'c' } }],
    [
      'calling.call.dial',
      { call: { callId: 'c', dialWinner: true }, callId: 'c', nodeId: 'n' },
      { call: { call_id: 'c', dial_winner: true } },
    ],
    ['messaging.state', { messageId: 'm' }, { message_id: 'm' }],
  ])('go to their place on the wire: %s %j', (type, own, params) => {
    const event = {
      type,
      timestamp: undefined,
      callId: undefined,
      nodeId: undefined,
      controlId: undefined,
      params: {},
      state: undefined,
      ...own,
    };
    const encoded = encodeEvent({
      ...event,
      ...('state' in params ? { state: params['state'] } : {}),
    } as RelayEvent);
    expect(encoded.params).toEqual(params);
  });
});

describe('the codecs of every type', () => {
  const anything = fc.anything({ withNullPrototype: true, withBigInt: true });
  const someOf = (params: Params): fc.Arbitrary<Params> =>
    fc.record(
      Object.fromEntries(
        Object.entries(params).map(([name, value]) => [
          name,
          fc.oneof(
            fc.constant(value),
            fc.constant(null),
            fc.string(),
            fc.integer(),
            fc.boolean(),
            fc.jsonValue(),
          ),
        ]),
      ),
      { requiredKeys: [] },
    );

  it.each(all)('give back whatever they take: %s %j', (type, params) => {
    fc.assert(
      fc.property(
        someOf(params),
        fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 2 }),
        (some, more) => {
          const sent = wire(type, { ...more, ...some });
          const event = decodeEvent(sent);
          if (E.isRight(event)) expect(encodeEvent(event.right)).toEqual(sent);
        },
      ),
      { numRuns: 100 },
    );
  });

  it.each(Object.keys(samples))('never throw: %s', (type) => {
    const nested = fc.record({ type: anything, params: anything, call_id: anything, audio: anything });
    const values = Object.keys(first(type)).map((name) => [name, fc.oneof(anything, nested)]);
    const params = fc.record(Object.fromEntries(values) as Record<string, fc.Arbitrary<unknown>>, {
      requiredKeys: [],
    });
    fc.assert(
      fc.property(params, (some) => {
        const event = decodeEvent(wire(type, some));
        if (E.isRight(event)) encodeEvent(event.right);
      }),
      { numRuns: 100 },
    );
  });
});

function omit(params: Params, name: string): Params {
  return Object.fromEntries(Object.entries(params).filter(([other]) => other !== name));
}
