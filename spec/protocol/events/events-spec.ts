import * as E from 'fp-ts/lib/Either.js';
import fc from 'fast-check';
import { RelayProtocolError } from '../../../lib/protocol/errors.js';
import { decodeEvent, encodeEvent, type RelayEvent } from '../../../lib/protocol/events/index.js';
import { AuthorizationStateEvent } from '../../../lib/protocol/events/session.js';
import { generic, known } from './samples.js';

const TIMESTAMP = 1_700_000_000.1;

const wire = (type: string, params: unknown) => ({ event_type: type, timestamp: TIMESTAMP, params });

function decoded(type: string, params: unknown): RelayEvent {
  const event = decodeEvent(wire(type, params));
  if (E.isLeft(event)) throw event.left;
  return event.right;
}

function complaint(params: unknown): string {
  const event = decodeEvent(params);
  if (E.isRight(event)) throw new Error('it decodes');
  expect(event.left).toBeInstanceOf(RelayProtocolError);
  return event.left.message;
}

const named = (samples: typeof known) =>
  samples.map(([type, params]) => [`${type} ${JSON.stringify(params)}`, type, params] as const);

describe('decodeEvent', () => {
  it.each(named([...known, ...generic]))('goes both ways: %s', (_, type, params) => {
    const event = decoded(type, params);
    expect(event).toMatchObject({ type, timestamp: TIMESTAMP });
    expect(event.params).toBe(params);
    expect(encodeEvent(event)).toEqual(wire(type, params));
  });

  it('reads calling.call.receive', () => {
    const [type, params] = known[0]!;
    expect(decoded(type, params)).toEqual({
      type,
      timestamp: TIMESTAMP,
      callId: 'c-1',
      nodeId: 'n-1',
      controlId: undefined,
      params,
      projectId: 'p-1',
      context: 'default',
      segmentId: 's-1',
      tag: 't-1',
      direction: 'inbound',
      callState: 'created',
      device: { type: 'phone', params: { from_number: '+15550100', to_number: '+15550101', headers: [] } },
    });
  });

  it('reads calling.call.state', () => {
    const [type, params] = known[1]!;
    expect(decoded(type, params)).toEqual({
      type,
      timestamp: TIMESTAMP,
      callId: 'c-1',
      nodeId: 'n-1',
      controlId: undefined,
      params,
      segmentId: 's-1',
      tag: 't-1',
      direction: 'inbound',
      callState: 'ended',
      endReason: 'hangup',
      device: { type: 'phone', params: { from_number: '+15550100', to_number: '+15550101' } },
      peer: { callId: 'c-2', nodeId: 'n-1' },
      startTime: 1_700_000_000_000,
      answerTime: 1_700_000_001_000,
      endTime: 1_700_000_009_000,
    });
  });

  it('reads calling.call.play', () => {
    const params = { call_id: 'c', node_id: 'n', control_id: 'k', state: 'error', error: 'no such file' };
    expect(decoded('calling.call.play', params)).toEqual({
      type: 'calling.call.play',
      timestamp: TIMESTAMP,
      callId: 'c',
      nodeId: 'n',
      controlId: 'k',
      params,
      state: 'error',
      error: 'no such file',
    });
  });

  it.each([
    ['nested', { type: 'digit', params: { digits: '12', terminator: '#' } }, '#'],
    ['flat', { type: 'digit', digits: '12', terminator: '#' }, '#'],
    ['flat, with empty params', { type: 'digit', digits: '12', terminator: '#', params: {} }, '#'],
    ['without a terminator', { type: 'digit', params: { digits: '12' } }, undefined],
    ['with a terminator of null', { type: 'digit', params: { digits: '12', terminator: null } }, undefined],
    ['with an empty terminator', { type: 'digit', params: { digits: '12', terminator: '' } }, ''],
  ])('reads digits: %s', (_, result, terminator) => {
    expect(decoded('calling.call.collect', { result })).toMatchObject({
      result: { type: 'digit', digits: '12', terminator },
    });
  });

  it.each([
    ['nested', { type: 'speech', params: { text: 'sales', confidence: 91 } }, 91],
    ['flat', { type: 'speech', text: 'sales', confidence: 91 }, 91],
    ['without a confidence', { type: 'speech', params: { text: 'sales' } }, undefined],
    ['with a confidence of null', { type: 'speech', params: { text: 'sales', confidence: null } }, undefined],
  ])('reads speech: %s', (_, result, confidence) => {
    expect(decoded('calling.call.collect', { result })).toMatchObject({
      result: { type: 'speech', text: 'sales', confidence },
    });
  });

  it.each(['no_input', 'no_match', 'error', 'start_of_input'])('reads a result that is only %s', (type) => {
    const event = decoded('calling.call.collect', { result: { type, params: { more: 1 } } });
    expect(event).toMatchObject({ result: { type } });
    expect(Object.keys((event as { result: object }).result)).toEqual(['type']);
  });

  it('leaves a result of an unknown type as it stands', () => {
    const result = { type: 'hologram', params: { depth: 3 }, at: 1 };
    expect(decoded('calling.call.collect', { result })).toMatchObject({ result });
  });

  it('takes null for what is left out', () => {
    const nulls = (...keys: string[]) => Object.fromEntries(keys.map((key) => [key, null]));
    const ids = nulls('node_id', 'control_id');
    const cases: [string, object, string[]][] = [
      [
        'calling.call.collect',
        { ...ids, ...nulls('call_id', 'final', 'state', 'result') },
        ['state', 'final', 'result'],
      ],
      ['calling.call.play', { ...ids, state: 'playing', error: null }, ['error']],
      [
        'calling.call.state',
        {
          ...ids,
          call_id: 'c',
          call_state: 'ended',
          ...nulls(
            'segment_id',
            'tag',
            'direction',
            'device',
            'end_reason',
            'peer',
            'start_time',
            'answer_time',
            'end_time',
          ),
        },
        [
          'segmentId',
          'tag',
          'direction',
          'device',
          'endReason',
          'peer',
          'startTime',
          'answerTime',
          'endTime',
        ],
      ],
      [
        'calling.call.receive',
        {
          call_id: 'c',
          node_id: 'n',
          ...nulls('segment_id', 'tag', 'direction', 'device', 'context', 'project_id'),
        },
        ['segmentId', 'tag', 'direction', 'device', 'context', 'projectId'],
      ],
    ];
    for (const [type, params, fields] of cases) {
      const event = decoded(type, params);
      expect(Object.fromEntries(fields.map((field) => [field, event[field as 'type']]))).toEqual(
        Object.fromEntries(fields.map((field) => [field, undefined])),
      );
      expect(encodeEvent(event).params).toEqual(params);
    }
    const untimed = decodeEvent({ event_type: 'x', timestamp: null, params: {} });
    expect(untimed).toMatchObject({ right: { timestamp: undefined } });
  });

  it('takes a call that is offered without a state for created', () => {
    const event = decoded('calling.call.receive', { call_id: 'c', node_id: 'n' });
    expect(event).toMatchObject({ callState: 'created' });
    expect(encodeEvent(event).params).toEqual({ call_id: 'c', node_id: 'n' });
  });

  it('reads a device that has no params', () => {
    const params = { call_id: 'c', call_state: 'ringing', device: { type: 'webrtc' } };
    expect(decoded('calling.call.state', params)).toMatchObject({ device: { type: 'webrtc', params: {} } });
  });

  it.each(named(known))('keeps what it does not know, both ways: %s', (_, type, params) => {
    const extra = { ...params, unheard_of: { a: [1] } };
    const event = decoded(type, extra);
    expect(event.params).toBe(extra);
    expect(encodeEvent(event)).toEqual(wire(type, extra));
  });

  it('takes an unknown type for a generic event, and only text for its ids', () => {
    const params = { call_id: 7, node_id: null, control_id: 'k', x: 1 };
    expect(decoded('calling.unheard_of', params)).toEqual({
      type: 'calling.unheard_of',
      timestamp: TIMESTAMP,
      callId: undefined,
      nodeId: undefined,
      controlId: 'k',
      params,
    });
  });

  it.each([
    ['calling.call.state', { call_id: 'c' }, 'params.call_state is not string'],
    ['calling.call.state', { call_id: 7, call_state: 'ended' }, 'params.call_id is not string'],
    [
      'calling.call.state',
      { call_id: 'c', call_state: 'x', device: 'phone' },
      'params.device is not UnknownRecord',
    ],
    ['calling.call.state', { call_id: 'c', call_state: 'x', end_time: 'x' }, 'params.end_time is not number'],
    ['calling.call.receive', { call_id: 'c' }, 'params.node_id is not string'],
    ['calling.call.play', { state: 7 }, 'params.state is not string'],
    ['calling.call.play', {}, 'params.state is not string'],
    ['calling.call.collect', { final: 'yes' }, 'params.final is not boolean'],
    ['calling.call.collect', { result: 'digit' }, 'params.result is not '],
    ['calling.call.collect', { result: {} }, 'params.result.type is not string'],
    ['calling.call.collect', { result: { type: 'digit' } }, 'params.result is not a collect result'],
    [
      'calling.call.collect',
      { result: { type: 'speech', params: { text: 1 } } },
      'params.result is not a collect result',
    ],
  ])('says where %s %j does not fit', (type, params, where) => {
    const message = complaint(wire(type, params));
    expect(message).toContain(`${type} does not decode: `);
    expect(message).toContain(where);
  });

  it.each([
    [null, 'the value is not'],
    [undefined, 'the value is not'],
    [[], 'the value is not'],
    ['text', 'the value is not'],
    [{}, 'event_type is not string; params is not'],
    [{ event_type: 'x' }, 'params is not'],
    [{ event_type: 'x', params: null }, 'params is not'],
    [{ event_type: 'x', params: [] }, 'params is not'],
    [{ event_type: 7, params: {} }, 'event_type is not string'],
    [{ event_type: 'x', params: {}, timestamp: 'now' }, 'timestamp is not number'],
  ])('says where %j is no event at all', (params, where) => {
    expect(complaint(params)).toContain(where);
  });

  it('shows nothing of what a caller typed or said', () => {
    const secret = '4929-1234-5678';
    const events = [
      { result: { type: 'digit', params: { digits: { secret } } } },
      { result: { type: 'digit', params: { digits: 49291234 } }, state: { secret } },
      { result: { type: 'speech', params: { text: [secret] } } },
      { result: secret },
    ];
    for (const params of events) {
      const message = complaint(wire('calling.call.collect', params));
      expect(message).not.toContain('4929');
    }
  });

  it('survives keys that mean something to JavaScript', () => {
    const params = JSON.parse(
      '{"__proto__":{"call_id":"forged"},"constructor":1,"toString":2,"state":"playing"}',
    ) as object;
    for (const type of ['calling.call.play', '__proto__', 'constructor', 'toString']) {
      const event = decoded(type, params);
      expect(event.callId).toBeUndefined();
      expect(JSON.stringify(encodeEvent(event).params)).toBe(JSON.stringify(params));
    }
    expect(({} as { call_id?: string }).call_id).toBeUndefined();
  });

  it('survives values that are nested deeply', () => {
    const depth = 50_000;
    const deep = JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`) as object;
    expect(decoded('x', deep).params).toBe(deep);
    expect(decoded('calling.call.collect', { result: { type: 'other', deep } }).params).toHaveProperty(
      'result',
    );
    expect(complaint(wire('calling.call.play', { state: deep }))).toContain('params.state');
  });
});

describe('AuthorizationStateEvent', () => {
  it('goes both ways', () => {
    const sent = wire('signalwire.authorization.state', { authorization_state: 'a:b' });
    const event = AuthorizationStateEvent.decode(sent);
    expect(event).toMatchObject({ right: { authorizationState: 'a:b' } });
    if (E.isRight(event)) expect(AuthorizationStateEvent.encode(event.right)).toEqual(sent);
  });
});

describe('encodeEvent', () => {
  it('writes what was changed, and leaves the rest as it stood', () => {
    const event = decoded('calling.call.collect', {
      call_id: 'c',
      extra: 1,
      result: { type: 'digit', digits: '1' },
    }) as RelayEvent & { type: 'calling.call.collect' };
    expect(encodeEvent({ ...event, callId: 'd', final: true }).params).toEqual({
      call_id: 'd',
      extra: 1,
      final: true,
      result: { type: 'digit', digits: '1' },
    });
    expect(
      encodeEvent({ ...event, result: { type: 'digit', digits: '2', terminator: '#' } }).params,
    ).toMatchObject({ result: { type: 'digit', params: { digits: '2', terminator: '#' } } });
  });

  it('writes an event that was never read', () => {
    const event = {
      type: 'calling.call.play' as const,
      timestamp: undefined,
      callId: 'c',
      nodeId: undefined,
      controlId: 'k',
      params: {},
      state: 'finished',
      error: undefined,
    };
    expect(encodeEvent(event)).toEqual({
      event_type: 'calling.call.play',
      params: { call_id: 'c', control_id: 'k', state: 'finished' },
    });
  });
});

describe('the codecs, for whatever comes', () => {
  const text = fc.string({ maxLength: 8 });
  const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
  const ids = { call_id: maybe(text), node_id: maybe(text), control_id: maybe(text) };
  const more = fc.dictionary(text, fc.jsonValue(), { maxKeys: 3 });
  /** Fields that no codec names. */
  const unnamed = fc.dictionary(
    text.map((key) => `x_${key}`),
    fc.jsonValue(),
    { maxKeys: 3 },
  );
  const device = fc.record(
    { type: text, params: maybe(more), more: fc.jsonValue() },
    { requiredKeys: ['type'] },
  );
  const callFields = {
    segment_id: maybe(text),
    tag: maybe(text),
    direction: maybe(text),
    device: maybe(device),
  };
  const digits = { digits: text, terminator: maybe(text) };
  const speech = { text, confidence: maybe(fc.integer()) };
  const flatOrNested = (type: string, fields: Record<string, fc.Arbitrary<unknown>>) =>
    fc.oneof(
      fc.record({ type: fc.constant(type), ...fields }),
      fc.record({ type: fc.constant(type), params: fc.record(fields), more: fc.jsonValue() }),
    );
  const result = fc.oneof(
    flatOrNested('digit', digits),
    flatOrNested('speech', speech),
    fc.record({
      type: fc
        .oneof(fc.constantFrom('no_input', 'no_match', 'error', 'start_of_input'), text)
        .filter((type) => type !== 'digit' && type !== 'speech'),
      more: fc.jsonValue(),
    }),
  );

  const params: Record<string, fc.Arbitrary<object>> = {
    'calling.call.receive': fc.record(
      {
        ...ids,
        ...callFields,
        call_id: text,
        node_id: text,
        call_state: maybe(text),
        context: maybe(text),
        project_id: maybe(text),
      },
      { requiredKeys: ['call_id', 'node_id'] },
    ),
    'calling.call.state': fc.record(
      {
        ...ids,
        ...callFields,
        call_id: text,
        call_state: text,
        end_reason: maybe(text),
        peer: maybe(fc.record({ call_id: text, node_id: maybe(text), more: fc.jsonValue() })),
        start_time: maybe(fc.integer()),
        answer_time: maybe(fc.integer()),
        end_time: maybe(fc.integer()),
      },
      { requiredKeys: ['call_id', 'call_state'] },
    ),
    'calling.call.play': fc.record({ ...ids, state: text, error: maybe(text) }, { requiredKeys: ['state'] }),
    'calling.call.collect': fc.record(
      { ...ids, final: maybe(fc.boolean()), state: maybe(text), result: maybe(result) },
      { requiredKeys: [] },
    ),
    'calling.unheard_of': more,
  };

  it.each(Object.keys(params))('give back what they read, to the letter: %s', (type) => {
    fc.assert(
      fc.property(
        params[type]!,
        unnamed,
        fc.option(fc.double({ noNaN: true }), { nil: undefined }),
        (own, extra, timestamp) => {
          const sent = {
            event_type: type,
            ...(timestamp !== undefined && { timestamp }),
            params: { ...extra, ...own },
          };
          const event = decodeEvent(sent);
          if (E.isLeft(event)) throw event.left;
          expect(event.right.params).toBe(sent.params);
          expect(encodeEvent(event.right)).toEqual(sent);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('never throw', () => {
    const anything = fc.anything({ withNullPrototype: true, withSparseArray: true, withBigInt: true });
    const event = fc.record({
      event_type: fc.oneof(fc.constantFrom(...Object.keys(params)), fc.string()),
      timestamp: fc.oneof(fc.double(), anything),
      params: fc.oneof(
        anything,
        fc.jsonValue(),
        fc.record(
          {
            state: anything,
            final: anything,
            result: fc.oneof(anything, fc.record({ type: anything, params: anything })),
            call_id: anything,
            device: anything,
          },
          { requiredKeys: [] },
        ),
      ),
    });
    fc.assert(
      fc.property(fc.oneof(anything, fc.jsonValue(), event), (value) => {
        const read = decodeEvent(value);
        if (E.isLeft(read)) expect(read.left).toBeInstanceOf(RelayProtocolError);
        else expect(read.right.params).toBe((value as { params: unknown }).params);
      }),
      { numRuns: 2_000 },
    );
  });
});
