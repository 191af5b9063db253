import { explainBundling, explainSocketError } from '../../lib/connection/connection-hints.js';

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
    const message = '80:error:0A00010B:SSL routines:get_record:wrong version number:../ssl.c:354:';
    expect(explainSocketError(coded('EPROTO', message))).toMatch(/not speak TLS \(wrong version number\)/);
  });

  it('gives any other message as it is', () => {
    const message = 'read ECONNRESET';
    expect(explainSocketError(coded('ECONNRESET', message))).toBe(message);
  });

  it('says something of an error of several addresses, which says nothing itself', () => {
    const several = Object.assign(new AggregateError([new Error('::1'), new Error('127.0.0.1')]), {
      code: 'ECONNREFUSED',
    });
    expect(several.message).toBe('');
    expect(explainSocketError(several)).toContain(
      'nothing listens at this address (ECONNREFUSED): check the option host',
    );
    expect(explainSocketError(new AggregateError([]))).toBe('AggregateError');
  });
});

describe('explainBundling', () => {
  it('names the setting of a bundler that has broken ws', () => {
    // As Next.js has it, whose webpack puts an empty module in the place of bufferutil.
    const message = explainBundling(new TypeError('b.mask is not a function'));

    expect(message).toContain("serverExternalPackages: ['relay-rx']");
    expect(message).toContain('b.mask is not a function');
  });

  it('says where relay-rx runs when ws is the stub that it is for browsers', () => {
    const message = explainBundling(new Error('ws does not work in the browser. Browser clients must use …'));

    expect(message).toContain('runs in Node.js');
    expect(message).toContain("testEnvironment 'node'");
  });

  it('has nothing to say of any other error', () => {
    expect(explainBundling(new Error('read ECONNRESET'))).toBeUndefined();
  });
});
