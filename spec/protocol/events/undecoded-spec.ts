import * as E from 'fp-ts/lib/Either.js';
import fc from 'fast-check';
import * as kinds from '../../../lib/actions/kinds.js';
import { decodeEvent, type RelayEvent } from '../../../lib/protocol/events/index.js';
import { endsMessage } from '../../../lib/protocol/events/message.js';
import { mayHaveEnded } from '../../../lib/protocol/events/undecoded.js';

/** Every event type of an operation, and the rule that says whether an event is its last. */
const rules = new Map<string, (event: never) => boolean>([
  ...Object.values(kinds).map(({ eventType, ends }): [string, (event: never) => boolean] => [
    eventType,
    ends,
  ]),
  ['messaging.state', endsMessage],
]);

const words = fc.constantFrom(
  ...['finished', 'error', 'no_input', 'no_match', 'playing', 'paused', 'recording', 'collecting', 'page'],
  ...[
    'enqueue',
    'dequeue',
    'leave',
    'HUMAN',
    'digit',
    'speech',
    'start_of_input',
    'delivered',
    'failed',
    'sent',
  ],
);
const odd: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(7, '', [], {}, true);
/** A word, nothing, or something that is not text; now and then the key is missing. */
const word = fc.oneof({ weight: 6, arbitrary: words }, fc.constantFrom(null, undefined), odd);
const nested = (shape: Record<string, fc.Arbitrary<unknown>>) =>
  fc.oneof({ weight: 6, arbitrary: fc.record(shape, { requiredKeys: [] }) }, fc.constant(null), odd);

const params = fc.record(
  {
    control_id: fc.oneof(fc.constant('ctl-1'), odd),
    message_id: fc.constant('m-1'),
    state: word,
    status: word,
    message_state: word,
    final: fc.oneof(fc.boolean(), fc.constant(null), odd),
    result: nested({ type: word, digits: words, text: words, params: nested({ digits: words }) }),
    detect: nested({ type: word, params: nested({ event: word, beep: fc.oneof(fc.boolean(), odd) }) }),
    fax: nested({ type: word, params: nested({ pages: odd }) }),
  },
  { requiredKeys: ['message_id'] },
);

describe('mayHaveEnded', () => {
  it.each([...rules])('says of a %s that decodes what the rule of its operation says', (type, ends) => {
    let ended = 0;
    fc.assert(
      fc.property(params, (raw) => {
        const read = decodeEvent({ event_type: type, params: raw });
        if (E.isLeft(read)) return;
        const last = ends(read.right as RelayEvent as never);
        ended += Number(last);
        expect(mayHaveEnded(type, raw)).toBe(last);
      }),
      { numRuns: 400 },
    );
    expect(ended).toBeGreaterThan(0);
  });

  it.each([...rules.keys()])('is true of a %s without params that can be read', (type) => {
    for (const raw of [undefined, null, 'finished', 7, ['finished']])
      expect(mayHaveEnded(type, raw)).toBe(true);
  });

  it.each<[string, object]>([
    ['calling.call.play', {}],
    ['calling.call.play', { state: 5 }],
    ['calling.call.play', { state: 'finished', error: {} }],
    ['calling.call.record', { state: 'finished', url: {} }],
    ['calling.call.record', { state: 'error', size: [] }],
    ['calling.call.collect', { result: 'digit' }],
    ['calling.call.collect', { result: { type: 'digit' } }],
    ['calling.call.collect', { result: {} }],
    ['calling.call.collect', { state: {} }],
    ['calling.call.collect', { state: 'no_match', result: 7 }],
    ['calling.call.detect', { detect: 'finished' }],
    ['calling.call.detect', { detect: { params: 'finished' } }],
    ['calling.call.detect', { state: 'error', detect: 7 }],
    ['calling.call.fax', { fax: { type: 'finished', params: 'all pages' } }],
    ['calling.call.pay', { state: 'finished', result: 7 }],
    ['calling.call.queue', { status: 'leave', position: {} }],
    ['calling.call.dial', { dial_state: 'failed', call: 'c-1' }],
    ['calling.call.state', { call_state: 'ended', call_id: 7 }],
    ['calling.call.connect', { connect_state: 'disconnected', peer: 'c-2' }],
    ['calling.conference', { status: 'conference-end', name: 7 }],
    ['messaging.state', { message_state: 'failed' }],
  ])('is true of a %s that says so, or cannot be read: %j', (type, raw) => {
    expect(E.isLeft(decodeEvent({ event_type: type, params: raw }))).toBe(true);
    expect(mayHaveEnded(type, raw)).toBe(true);
  });

  it.each<[string, object]>([
    ['calling.call.play', { state: 'playing', error: {} }],
    ['calling.call.record', { state: 'recording', url: {} }],
    ['calling.call.collect', { final: false, result: 'digit' }],
    ['calling.call.collect', { state: 'collecting', result: 7 }],
    ['calling.call.collect', { result: { type: 'start_of_input' }, final: 'no' }],
    ['calling.call.detect', { detect: { params: { event: 'HUMAN', beep: 'yes' } } }],
    ['calling.call.fax', { fax: { type: 'page', params: 'one' } }],
    ['calling.call.pay', { state: 'processing', result: 7 }],
    ['calling.call.queue', { status: 'enqueue', position: {} }],
    ['calling.call.state', { call_state: 'ringing' }],
    ['calling.call.connect', { connect_state: 'connected', peer: 'c-2' }],
  ])('is false of a %s that says that more is to come: %j', (type, raw) => {
    expect(E.isLeft(decodeEvent({ event_type: type, params: raw }))).toBe(true);
    expect(mayHaveEnded(type, raw)).toBe(false);
  });

  it('is false of what ends nothing', () => {
    for (const type of ['calling.error', 'calling.unheard_of', 'constructor']) {
      expect(mayHaveEnded(type, undefined)).toBe(false);
    }
  });
});
