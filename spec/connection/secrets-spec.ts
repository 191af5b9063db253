import { withoutSecrets } from '../../lib/connection/secrets.js';

describe('withoutSecrets', () => {
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
    expect(withoutSecrets(text, params)).toBe(clean);
  });
});
