import { explainSocketError } from '../../lib/connection/advice.js';

const coded = (code: string, message: string): Error => Object.assign(new Error(message), { code });

describe('explainSocketError', () => {
  it('says what is wrong and which option it is about, where somebody can do something', () => {
    expect(explainSocketError(coded('DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'))).toMatch(
      /not trusted \(self-signed certificate\): .*caFile \(SIGNALWIRE_RELAY_CA_FILE\)$/,
    );
    expect(explainSocketError(coded('ENOTFOUND', 'getaddrinfo ENOTFOUND a.invalid'))).toMatch(
      /no such host \(getaddrinfo ENOTFOUND a\.invalid\): .*SIGNALWIRE_SPACE/,
    );
  });

  it("gives OpenSSL's reason in place of its message", () => {
    const error = coded('EPROTO', '80:error:0A:SSL routines:record.c:354:', {
      reason: 'wrong version number',
    });
    expect(explainSocketError(error)).toMatch(/does not speak TLS \(wrong version number\)/);
  });

  it('gives any other message as it is', () => {
    expect(explainSocketError(coded('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:1'))).toBe(
      'connect ECONNREFUSED 127.0.0.1:1',
    );
  });

  it('says something of an error of several addresses, which says nothing itself', () => {
    const several = Object.assign(new AggregateError([new Error('::1'), new Error('127.0.0.1')]), {
      code: 'ECONNREFUSED',
    });
    expect(several.message).toBe('');
    expect(explainSocketError(several)).toBe('ECONNREFUSED');
    expect(explainSocketError(new AggregateError([]))).toBe('AggregateError');
  });
});
