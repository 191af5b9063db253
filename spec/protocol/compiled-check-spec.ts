import * as E from 'fp-ts/lib/Either.js';
import fc from 'fast-check';
import * as t from 'io-ts';
import { compiledCheck } from '../../lib/protocol/compiled-check.js';
import { WireEvent, isWireEvent } from '../../lib/protocol/events/event.js';
import { codecsByType } from '../../lib/protocol/events/index.js';
import { frameCodec } from '../../lib/protocol/json-rpc.js';
import { known } from './events/samples.js';

/** An object with one of its fields, at any depth, left out or replaced by any JSON value. */
const damaged = (sample: object): fc.Arbitrary<unknown> =>
  fc
    .tuple(fc.constantFrom(...pathsOf(sample)), fc.option(fc.jsonValue(), { nil: undefined }))
    .map(([path, value]) => {
      const copy = structuredClone(sample) as Record<string, unknown>;
      const parent = path.slice(0, -1).reduce<Record<string, unknown>>((at, key) => at[key] as never, copy);
      const key = path.at(-1) ?? '';
      if (value === undefined) Reflect.deleteProperty(parent, key);
      else parent[key] = value;
      return copy;
    });

const pathsOf = (value: unknown, path: readonly string[] = []): (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, each]) => [[...path, key], ...pathsOf(each, [...path, key])])
    : [];

const wireOf = (type: string, params: object): object => ({ event_type: type, timestamp: 1.5, params });

const frames = [
  { jsonrpc: '2.0', id: 'i', method: 'signalwire.event', params: {} },
  { jsonrpc: '2.0', id: 'i', result: { code: '200' } },
  { jsonrpc: '2.0', id: 1, error: { code: -32600, message: 'no' } },
];

describe('a compiled check agrees with the codec it is made from', () => {
  it('on frames', () => {
    const check = compiledCheck(frameCodec);
    const some = fc.oneof(fc.jsonValue(), ...frames.map((each) => damaged(each)));
    fc.assert(
      fc.property(some, (value) => check(value) === frameCodec.is(value)),
      { numRuns: 1_000 },
    );
    for (const frame of frames) expect(check(frame)).toBe(true);
  });

  it('on the envelope of an event', () => {
    const some = fc.oneof(fc.jsonValue(), damaged(wireOf('calling.call.play', { state: 'playing' })));
    fc.assert(
      fc.property(some, (value) => isWireEvent(value) === WireEvent.is(value)),
      { numRuns: 1_000 },
    );
  });

  it.each(known)(
    'on %s: what is read at once is what is decoded, and what is not does not decode',
    (type, params) => {
      const codec = codecsByType.get(type)!;
      expect(codec.read(wireOf(type, params) as WireEvent)).toEqual(decodedBy(codec, wireOf(type, params)));
      fc.assert(
        fc.property(damaged({ params }), (value) => {
          const wire = { ...wireOf(type, {}), ...(value as object) };
          fc.pre(WireEvent.is(wire));
          expect(codec.read(wire)).toEqual(decodedBy(codec, wire));
        }),
      );
    },
  );

  it.each([
    ['a literal', t.literal('a')],
    ['an optional field', t.partial({ a: t.union([t.string, t.null, t.undefined]) })],
    ['a field that may be anything', t.type({ a: t.unknown })],
    ['a refinement', t.refinement(t.number, (value) => value > 0)],
    ['a list, which checks for itself', t.array(t.boolean)],
    ['an intersection', t.intersection([t.type({ a: t.string }), t.partial({ b: t.boolean })])],
  ] as const)('on %s', (_, codec) => {
    const check = compiledCheck(codec as t.Mixed);
    const field = fc.oneof(fc.jsonValue(), fc.constant('a'), fc.boolean());
    const some = fc.oneof(
      fc.jsonValue(),
      fc.constant('a'),
      fc.array(fc.boolean()),
      fc.record({ a: field, b: field }, { requiredKeys: [] }),
    );
    fc.assert(
      fc.property(some, (value) => check(value) === codec.is(value)),
      { numRuns: 500 },
    );
  });
});

function decodedBy(codec: t.Decoder<unknown, unknown>, wire: object): unknown {
  const decoded = codec.decode(wire);
  return E.isRight(decoded) ? decoded.right : undefined;
}
