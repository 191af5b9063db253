import * as E from 'fp-ts/lib/Either.js';
import fc from 'fast-check';
import { RelayProtocolError } from '../../lib/protocol/errors.js';
import { acknowledgement, parseFrame, requestText } from '../../lib/protocol/json-rpc.js';

const frame = (fields: object): string => JSON.stringify({ jsonrpc: '2.0', id: 'id', ...fields });

function complaint(text: string): string {
  const read = parseFrame(text);
  if (E.isRight(read)) throw new Error('it is a frame');
  expect(read.left).toBeInstanceOf(RelayProtocolError);
  return read.left.message;
}

describe('parseFrame', () => {
  it.each([
    ['a request', frame({ method: 'signalwire.ping', params: {} })],
    ['a request without params', frame({ method: 'signalwire.ping' })],
    ['a request with params of null', frame({ method: 'signalwire.event', params: null })],
    ['an answer', frame({ result: { code: '200' } })],
    ['an answer of null', frame({ result: null })],
    ['an answer with an error of null', frame({ result: {}, error: null })],
    ['an error', frame({ error: { code: -32601, message: 'no' } })],
    ['an error whose code is text', frame({ error: { code: '-32000', message: 'no' } })],
    ['an error that says nothing', frame({ error: {} })],
    ['an error that is only text', frame({ error: 'no' })],
    ['a frame whose id is a number', '{"jsonrpc":"2.0","id":7,"result":{}}'],
    ['a frame with more in it', frame({ result: {}, more: 1 })],
  ])('reads %s as it stands', (_, text) => {
    expect(parseFrame(text)).toEqual(E.right(JSON.parse(text)));
  });

  it.each([
    ['null', 'the value is not'],
    ['[]', 'the value is not'],
    ['7', 'the value is not'],
    ['{}', 'jsonrpc is not "2.0"'],
    ['{"jsonrpc":"2.0","id":"id"}', 'method is not string'],
    ['{"jsonrpc":"2.0","id":"id","error":null}', 'error is not an error'],
    ['{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"no"}}', 'id is not string'],
    ['{"jsonrpc":"2.0","method":"signalwire.ping"}', 'id is not string'],
    ['{"jsonrpc":"1.0","id":"id","result":{}}', 'jsonrpc is not "2.0"'],
    ['{"jsonrpc":"2.0","id":["id"],"result":{}}', 'id is not string'],
  ])('says why %s is no frame', (text, why) => {
    expect(complaint(text)).toContain(why);
  });

  it.each(['', '{', 'not JSON', '{"jsonrpc":"2.0"'])(
    'says of "%s" that it is not JSON, and does not quote it',
    (text) => {
      expect(complaint(text)).toBe(`A frame of ${text.length} characters is not JSON`);
    },
  );

  it('never throws, and takes nothing for an answer that has neither result nor error', () => {
    const anyFrame = fc.record(
      {
        jsonrpc: fc.oneof(fc.constant('2.0'), fc.jsonValue()),
        id: fc.oneof(fc.uuid(), fc.jsonValue()),
        method: fc.oneof(fc.string(), fc.jsonValue()),
        params: fc.jsonValue(),
        result: fc.jsonValue(),
        error: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      anyFrame.map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(text, (sent) => {
        const read = parseFrame(sent);
        if (E.isLeft(read)) {
          expect(read.left).toBeInstanceOf(RelayProtocolError);
        } else {
          expect(read.right).toEqual(JSON.parse(sent));
          expect(['method', 'result', 'error'].some((key) => Object.hasOwn(read.right, key))).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('survives what is nested deeply', () => {
    const depth = 100_000;
    expect(() => parseFrame(`${'['.repeat(depth)}${']'.repeat(depth)}`)).not.toThrow();
    expect(
      parseFrame(frame({ result: 1 }).replace('1', `${'['.repeat(depth)}${']'.repeat(depth)}`))._tag,
    ).toBe('Right');
  });
});

describe('requestText', () => {
  it('is what parseFrame reads', () => {
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.string(),
        fc.dictionary(fc.string(), fc.jsonValue()),
        (id, method, params) => {
          const expected: unknown = JSON.parse(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
          expect(parseFrame(requestText(id, method, params))).toEqual(E.right(expected));
        },
      ),
    );
  });
});

describe('acknowledgement', () => {
  it('is an empty answer to whatever id', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.uuid(), fc.integer()), (id) => {
        expect(JSON.parse(acknowledgement(id))).toEqual({ jsonrpc: '2.0', id, result: {} });
      }),
    );
  });
});
