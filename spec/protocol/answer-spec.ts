import fc from 'fast-check';
import { readRefusal, readResult } from '../../lib/protocol/answer.js';
import { RelayError } from '../../lib/protocol/errors.js';

const METHOD = 'calling.play';

describe('readResult', () => {
  it('takes every code of three digits that begins with 2 for success, and no other', () => {
    for (let code = 0; code < 1_000; code++) {
      const padded = String(code).padStart(3, '0');
      const success = code >= 200 && code < 300;
      expect(readResult(METHOD, { code: padded }) instanceof RelayError).toBe(!success);
      expect(readResult(METHOD, { code }) instanceof RelayError).toBe(!success);
    }
  });

  it.each(['', '2', '20', '2000', ' 200', '200 ', '-200', '200.0', '2xx', 'OK', '٢٠٠', '200\n'])(
    'takes the code %j for a refusal',
    (code) => {
      expect(readResult(METHOD, { code, message: 'because' })).toMatchObject({
        name: 'RelayError',
        code,
        message: 'because',
        method: METHOD,
      });
    },
  );

  it('keeps all that RELAY says, with the code as text', () => {
    const result = { code: 200, message: 'OK', call_id: 'c', more: { a: [1] } };
    expect(readResult(METHOD, result)).toEqual({ ...result, code: '200' });
    expect(result.code).toBe(200);
  });

  it.each([[{}], [{ protocol: 'P' }], [null], [undefined], ['text'], [[]]])(
    'takes an answer that has no code to check for success: %j',
    (result) => {
      expect(readResult('signalwire.connect', result)).toEqual({
        ...(typeof result === 'object' && !Array.isArray(result) && result),
        code: '200',
        message: '',
      });
    },
  );

  it('has something to say of a refusal without a message', () => {
    for (const message of [undefined, '', 7, null]) {
      const error = readResult(METHOD, { code: '500', message });
      expect(error.message).toContain(METHOD);
      expect(error.message).toContain('500');
    }
  });

  it('never throws, and always has a code and a message', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.record({ code: fc.anything(), message: fc.anything() })),
        (result) => {
          const { code, message } = readResult(METHOD, result);
          expect([typeof code, typeof message]).toEqual(['string', 'string']);
        },
      ),
    );
  });
});

describe('readRefusal', () => {
  it.each([
    [{ code: -32601, message: 'no method' }, '-32601', 'no method'],
    [{ code: '-32601', message: 'no method', data: {} }, '-32601', 'no method'],
    ['broken', '', 'broken'],
  ])('takes code and message of %j', (error, code, message) => {
    expect(readRefusal(METHOD, error)).toMatchObject({ name: 'RelayError', code, message, method: METHOD });
  });

  it('never throws, and always has something to say', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.record({ code: fc.anything(), message: fc.anything() })),
        (error) => {
          const refusal = readRefusal(METHOD, error);
          expect(refusal).toBeInstanceOf(RelayError);
          expect(typeof refusal.code).toBe('string');
          expect(refusal.message).not.toBe('');
        },
      ),
    );
  });
});
