import { judge, type Setback } from '../../lib/connection/verdict.js';
import { RelayAuthenticationError, RelayConnectionError, RelayError } from '../../lib/protocol/errors.js';

const standings = [true, false].flatMap((resuming) =>
  [0, 1, 2, 3].map((refusals) => ({ resuming, refusals })),
);

const refused = (code: string): Setback => ({
  tag: 'refused',
  error: new RelayError(code, 'because', 'signalwire.connect'),
});

describe('judge', () => {
  const passing: [string, Setback, string][] = [
    ...[1000, 1001, 1005, 1006, 1008, 1009, 1011, 1012, 1013, 4000].map((code): [string, Setback, string] => [
      `a close with ${code}`,
      { tag: 'socket', code },
      String(code),
    ]),
    [
      'a socket error',
      { tag: 'socket', code: 1006, error: new Error('getaddrinfo ENOTFOUND') },
      'getaddrinfo ENOTFOUND',
    ],
    [
      'a JWT that could not be had',
      { tag: 'no credentials', error: new Error('the key server is away') },
      'the key server is away',
    ],
    ['silence', { tag: 'silent', method: 'signalwire.ping' }, 'signalwire.ping'],
    ...['-32000', '-32601', '-32603', '', '403'].map((code): [string, Setback, string] => [
      `a refusal with "${code}"`,
      refused(code),
      'because',
    ]),
  ];

  it.each(passing)('tries again after %s, whatever went before', (_, setback, why) => {
    for (const standing of standings) {
      const verdict = judge(setback, standing);
      expect(verdict).toMatchObject({ tag: 'retry', refusals: standing.refusals });
      const { error } = verdict as { error: RelayConnectionError };
      expect(error).toBeInstanceOf(RelayConnectionError);
      expect(error).not.toBeInstanceOf(RelayAuthenticationError);
      expect(error.message).toContain(why);
      expect(error.cause).toBe('error' in setback ? setback.error : undefined);
    }
  });

  it.each([0, 1, 2, 3])('connects afresh when a resume is refused, after %i refusals', (refusals) => {
    expect(judge(refused('-32002'), { resuming: true, refusals })).toEqual({ tag: 'fresh' });
  });

  it.each([0, 1])('tries again when credentials are refused after %i refusals', (refusals) => {
    expect(judge(refused('-32002'), { resuming: false, refusals })).toMatchObject({
      tag: 'retry',
      refusals: refusals + 1,
      error: { code: 'ERR_RELAY_CONNECTION', cause: { code: '-32002' } },
    });
  });

  it.each([2, 3])('ends when credentials are refused after %i refusals', (refusals) => {
    const verdict = judge(refused('-32002'), { resuming: false, refusals });
    expect(verdict).toMatchObject({ tag: 'end', error: { cause: { code: '-32002' } } });
    expect((verdict as { error: unknown }).error).toBeInstanceOf(RelayAuthenticationError);
  });
});
