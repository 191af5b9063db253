import { EMPTY, NEVER, Subject, defer, of, throwError, timer, map } from 'rxjs';
import { credentials, type CredentialOptions, type JwtToken } from '../../lib/client/credentials.js';
import { defaultPlatform } from '../../lib/connection/platform.js';
import { Clock, TOKEN, ending, hear } from '../connection/support.js';

type Environment = Readonly<Record<string, string | undefined>>;

const LIMIT = 10_000;
const both: CredentialOptions = { project: 'p', token: TOKEN };

const set = (options: unknown, env: Environment = {}, clock = new Clock()) =>
  credentials(options as CredentialOptions, env, LIMIT, { ...defaultPlatform, scheduler: clock });

const authentication = (options: CredentialOptions, env?: Environment): unknown =>
  hear(set(options, env)).values[0];

describe('credentials', () => {
  it('are project and token, or a JWT, which goes first', () => {
    expect(authentication(both)).toEqual({ project: 'p', token: TOKEN });
    expect(authentication({ jwtToken: 'j' })).toEqual({ jwt_token: 'j' });
    expect(authentication({ ...both, jwtToken: 'j' })).toEqual({ jwt_token: 'j' });
    expect(authentication({}, { SIGNALWIRE_JWT_TOKEN: 'j', SIGNALWIRE_PROJECT_ID: 'p' })).toEqual({
      jwt_token: 'j',
    });
  });

  it('of the options go before a JWT of the environment', () => {
    expect(authentication(both, { SIGNALWIRE_JWT_TOKEN: 'j' })).toEqual({ project: 'p', token: TOKEN });
    expect(authentication({ jwtToken: () => 'own' }, { SIGNALWIRE_JWT_TOKEN: 'j' })).toEqual({
      jwt_token: 'own',
    });
  });

  it.each([
    ['project', {}, { SIGNALWIRE_API_TOKEN: TOKEN }, 'SIGNALWIRE_PROJECT_ID'],
    ['project', { token: TOKEN }, {}, 'SIGNALWIRE_PROJECT_ID'],
    ['token', { project: 'p' }, {}, 'SIGNALWIRE_API_TOKEN'],
    ['token', { project: 'p', token: '' }, { SIGNALWIRE_API_TOKEN: TOKEN }, 'SIGNALWIRE_API_TOKEN'],
    ['token', { project: 'p', token: 7 }, {}, 'SIGNALWIRE_API_TOKEN'],
    ['jwtToken', { jwtToken: '' }, {}, 'SIGNALWIRE_JWT_TOKEN'],
    ['jwtToken', { jwtToken: ['j'] }, {}, 'SIGNALWIRE_JWT_TOKEN'],
  ])('that are missing are named, with their variable: %s of %j and %j', (option, options, env, variable) => {
    let error: unknown;
    try {
      set(options, env);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ code: 'ERR_RELAY_OPTION' });
    const { message } = error as Error;
    expect(message).toContain(`RelayClient.${option}`);
    expect(message).toContain(variable);
    expect(message).not.toContain(TOKEN);
  });
});

describe('a JWT from a function', () => {
  it('is asked for each time, and not before', () => {
    let asked = 0;
    const set$ = set({ jwtToken: () => `jwt-${(asked += 1)}` });
    expect(asked).toBe(0);
    expect(hear(set$).values).toEqual([{ jwt_token: 'jwt-1' }]);
    expect(hear(set$).values).toEqual([{ jwt_token: 'jwt-2' }]);
  });

  it('may come as a promise, or as the first value of a stream', async () => {
    const promised = await ending(set({ jwtToken: () => Promise.resolve('later') }));
    expect(promised).toMatchObject({ values: [{ jwt_token: 'later' }], ended: 'completed' });
    const clock = new Clock();
    const streamed = hear(
      set({ jwtToken: () => timer(0, 1_000, clock).pipe(map((n) => `jwt-${n}`)) }, {}, clock),
    );
    clock.advance(5_000);
    expect(streamed).toMatchObject({ values: [{ jwt_token: 'jwt-0' }], ended: 'completed' });
    expect(clock.timers).toBe(0);
  });

  const failing: [string, JwtToken, string][] = [
    [
      'it throws',
      () => {
        throw new Error('no key');
      },
      'no key',
    ],
    ['its promise rejects', () => Promise.reject(new Error('503')), '503'],
    ['its stream fails', () => throwError(() => new Error('503')), '503'],
    ['its stream is empty', () => EMPTY, 'without a token'],
    ['it gives an empty string', () => '', 'an empty string'],
    ['it gives no string', () => 7 as never, 'type number'],
    ['it gives nothing', () => undefined as never, 'type undefined'],
    ['its promise gives no string', () => Promise.resolve({ token: TOKEN }) as never, 'type object'],
  ];
  it.each(failing)('fails when %s', async (_, jwtToken, why) => {
    const heard = await ending(defer(() => set({ jwtToken })));
    expect(heard).toMatchObject({ values: [], ended: 'failed' });
    expect((heard.error as Error).message).toContain(why);
    expect((heard.error as Error).message).not.toContain(TOKEN);
  });

  it('fails when it takes longer than a request may', () => {
    const clock = new Clock();
    const heard = hear(set({ jwtToken: () => NEVER }, {}, clock));
    clock.advance(LIMIT - 1);
    expect(heard.ended).toBeUndefined();
    clock.advance(1);
    expect(heard).toMatchObject({ ended: 'failed', error: { name: 'TimeoutError' } });
  });

  it('is waited for no longer than somebody wants it', () => {
    const clock = new Clock();
    const source$ = new Subject<string>();
    const heard = hear(set({ jwtToken: () => source$ }, {}, clock));
    heard.unsubscribe();
    expect(source$.observed).toBe(false);
    expect(clock.timers).toBe(0);
  });

  it('is given a signal, which is aborted when the token is no longer needed', () => {
    const clock = new Clock();
    const signals: AbortSignal[] = [];
    const set$ = set(
      {
        jwtToken: ({ signal }: { signal: AbortSignal }) => {
          signals.push(signal);
          return signals.length < 3 ? NEVER : timer(0, 1_000, clock).pipe(map(() => 'jwt'));
        },
      },
      {},
      clock,
    );
    const late = hear(set$);
    clock.advance(LIMIT);
    hear(set$).unsubscribe();
    const given = hear(set$);
    clock.advance(1_000);

    expect(late.ended).toBe('failed');
    expect(given).toMatchObject({ values: [{ jwt_token: 'jwt' }], ended: 'completed' });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, false]);
  });

  it('does not take the characters of a string for tokens', () => {
    expect(hear(set({ jwtToken: () => of('abc') })).values).toEqual([{ jwt_token: 'abc' }]);
    expect(hear(set({ jwtToken: () => 'abc' })).values).toEqual([{ jwt_token: 'abc' }]);
  });
});
