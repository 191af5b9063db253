import { outcomeOf, type Setback } from '../../lib/connection/setback.js';
import { RelayAuthenticationError, RelayConnectionError, RelayError } from '../../lib/protocol/errors.js';

const standings = [true, false].flatMap((resuming) =>
  [0, 1, 2, 3].map((refusals) => ({ resuming, refusals })),
);

const refused = (code: string): Setback => ({
  kind: 'refused',
  error: new RelayError(code, 'because', 'signalwire.connect'),
});

describe('judge', () => {
  const passing: [string, Setback, string][] = [
    ...[1000, 1001, 1005, 1006, 1008, 1009, 1011, 1012, 1013, 4000].map((code): [string, Setback, string] => [
      `a close with ${code}`,
      { kind: 'socket', code },
      String(code),
    ]),
    [
      'a socket error',
      { kind: 'socket', code: 1006, error: new Error('getaddrinfo ENOTFOUND') },
      'getaddrinfo ENOTFOUND',
    ],
    [
      'a JWT that could not be had',
      { kind: 'no credentials', error: new Error('the key server is away') },
      'the key server is away',
    ],
    ['silence', { kind: 'silent', method: 'signalwire.ping' }, 'signalwire.ping'],
  ];

  it.each(passing)('tries again after %s, whatever went before', (_, setback, why) => {
    for (const standing of standings) {
      const verdict = outcomeOf(setback, standing);
      expect(verdict).toMatchObject({ kind: 'retry', refusals: standing.refusals });
      const { error } = verdict as { error: RelayConnectionError };
      expect(error).toBeInstanceOf(RelayConnectionError);
      expect(error).not.toBeInstanceOf(RelayAuthenticationError);
      expect(error.message).toContain(why);
      expect(error.cause).toBe('error' in setback ? setback.error : undefined);
    }
  });

  const codes = ['-32002', '-32000', '-32601', '-32603', '', '403', '500'];

  it.each(codes)('connects afresh when a resume is refused with "%s"', (code) => {
    for (const refusals of [0, 1, 2, 3])
      expect(outcomeOf(refused(code), { resuming: true, refusals })).toEqual({ kind: 'fresh' });
  });

  it.each(codes.slice(1))('tries again when a connect afresh is refused with "%s"', (code) => {
    expect(outcomeOf(refused(code), { resuming: false, refusals: 2 })).toMatchObject({
      kind: 'retry',
      refusals: 2,
      error: { message: 'RELAY refused to connect: because' },
    });
  });

  const rules = { refusals: 5, url: 'wss://a.example' };
  const standing = { resuming: false, refusals: 0 };

  it('ends after as many refusals as the user allows', () => {
    expect(outcomeOf(refused('-32002'), { ...standing, refusals: 3 }, rules).kind).toBe('retry');
    expect(outcomeOf(refused('-32002'), { ...standing, refusals: 4 }, rules).kind).toBe('end');
    const never = { ...rules, refusals: Infinity };
    expect(outcomeOf(refused('-32002'), { ...standing, refusals: 1e9 }, never).kind).toBe('retry');
  });

  it.each<[string, Setback]>([
    ['a close', { kind: 'socket', code: 1006 }],
    ['an error of its own kind', { kind: 'socket', code: 1006, error: new Error('odd') }],
    ['silence', { kind: 'silent', method: 'signalwire.connect' }],
  ])('says of %s of a first connection that, where to, and which option to look at', (_, setback) => {
    const verdict = outcomeOf(setback, { ...standing, phase: 'first' }, rules);
    const { message } = (verdict as { error: Error }).error;
    expect(message).toMatch(/^Could not connect to wss:\/\/a\.example: /);
    expect(message).toMatch(/option(s)? host/);
  });

  it('shows the reason of a close, in one line', () => {
    const verdict = outcomeOf({ kind: 'socket', code: 4001, reason: 'too\nbusy\u001b[0m' }, standing, rules);
    expect((verdict as { error: Error }).error.message).toBe(
      'The connection was lost: the socket closed with code 4001 (too busy [0m)',
    );
  });

  it.each([0, 1])('tries again when credentials are refused after %i refusals', (refusals) => {
    expect(outcomeOf(refused('-32002'), { resuming: false, refusals })).toMatchObject({
      kind: 'retry',
      refusals: refusals + 1,
      error: { code: 'ERR_RELAY_CONNECTION', cause: { code: '-32002' } },
    });
  });

  it.each([2, 3])('ends when credentials are refused after %i refusals', (refusals) => {
    const verdict = outcomeOf(refused('-32002'), { resuming: false, refusals });
    expect(verdict).toMatchObject({ kind: 'end', error: { cause: { code: '-32002' } } });
    expect((verdict as { error: unknown }).error).toBeInstanceOf(RelayAuthenticationError);
  });
});
