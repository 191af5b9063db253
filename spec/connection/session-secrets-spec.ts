import { SessionSecrets } from '../../lib/connection/session-secrets.js';

describe('SessionSecrets', () => {
  it.each([
    ['PT1234 is wrong', { authentication: { project: 'p', token: 'PT1234' } }, '(masked) is wrong'],
    ['bad token "a.b+c$"', { authentication: { jwt_token: 'a.b+c$' } }, 'bad token "(masked)"'],
    ['state=s:1, s:1', { authorization_state: 's:1' }, 'state=(masked), (masked)'],
    [
      'project p has no token t',
      { authentication: { project: 'p', token: 't' } },
      'project p has no token (masked)',
    ],
    ['axb', { authentication: { jwt_token: 'a.b' } }, 'axb'],
    ['all is well', {}, 'all is well'],
  ])('%s', (text, params, clean) => {
    const secrets = new SessionSecrets();
    secrets.shown(params);
    expect(secrets.mask(text)).toBe(clean);
  });

  it('are those of the latest connect, and the latest that RELAY wants to be shown', () => {
    const secrets = new SessionSecrets();
    secrets.shown({ authentication: { jwt_token: 'jwt-of-before' } });
    secrets.shown({ authentication: { jwt_token: 'jwt-of-now' } });
    secrets.received('state-of-before');
    secrets.received('state-of-now');
    expect(secrets.mask('jwt-of-before jwt-of-now state-of-before state-of-now')).toBe(
      'jwt-of-before (masked) state-of-before (masked)',
    );
  });
});
