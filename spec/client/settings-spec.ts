import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { inspect } from 'node:util';
import { asyncScheduler } from 'rxjs';
import type { Authentication } from '../../lib/connection/connection-settings.js';
import type { RelayClientOptions } from '../../lib/client/options.js';
import { settle } from '../../lib/client/settings.js';
import { webSocket } from '../../lib/connection/socket.js';
import { TOKEN, hear } from '../connection/support.js';

const credentials: RelayClientOptions = { project: 'p', token: TOKEN };
const nothing = {
  protocol: undefined,
  authorizationState: undefined,
  established: false,
  refusals: 0,
  attempt: 0,
};

type Environment = Parameters<typeof settle>[1];

const shown: Authentication = { project: 'p', token: TOKEN };

const authentication = (options: RelayClientOptions, env: Environment = {}): unknown =>
  hear(settle(options, env).authentication$).values[0];

const thrown = (options: unknown, env: Environment = {}): Error & { code?: string } => {
  try {
    settle(options as RelayClientOptions, env);
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
};

describe('settle: what is left out', () => {
  it('has a default for everything but the credentials', () => {
    expect(settle(credentials, {})).toMatchObject({
      url: 'wss://relay.signalwire.com',
      tls: {},
      contexts: [],
      maxActiveCalls: 1_000,
      requestTimeout: 10_000,
      socket: webSocket,
      platform: { scheduler: asyncScheduler, random: Math.random },
    });
  });

  it('makes ids that are UUIDs, each another', () => {
    const { generateId } = settle(credentials, {}).platform;
    expect(generateId()).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(generateId()).not.toBe(generateId());
  });

  it('takes what is undefined for left out', () => {
    const options = { ...credentials, host: undefined, contexts: undefined, scheduler: undefined };
    expect(settle(options as unknown as RelayClientOptions, {}).url).toBe('wss://relay.signalwire.com');
  });
});

describe('settle: the environment', () => {
  const env = {
    SIGNALWIRE_PROJECT_ID: 'env-project',
    SIGNALWIRE_API_TOKEN: 'env-token',
    SIGNALWIRE_SPACE: 'env.example.test',
    SIGNALWIRE_RELAY_SCHEME: 'ws',
    RELAY_MAX_ACTIVE_CALLS: '7',
  };

  it('is what is fallen back to', () => {
    expect(settle({}, env)).toMatchObject({ url: 'ws://env.example.test', maxActiveCalls: 7 });
    expect(authentication({}, env)).toEqual({ project: 'env-project', token: 'env-token' });
  });

  it('has the host in SIGNALWIRE_RELAY_HOST, or else in SIGNALWIRE_SPACE', () => {
    const host = { ...env, SIGNALWIRE_RELAY_HOST: 'relay.example.test' };
    expect(settle({}, host).url).toBe('ws://relay.example.test');
    expect(settle({}, { ...host, SIGNALWIRE_RELAY_HOST: '' }).url).toBe('ws://env.example.test');
    expect(settle({ host: 'own.example.test' }, host).url).toBe('ws://own.example.test');
  });

  it('is process.env unless another is given', () => {
    const before = process.env['SIGNALWIRE_SPACE'];
    process.env['SIGNALWIRE_SPACE'] = 'process.example.test';
    try {
      expect(settle(credentials).url).toBe('wss://process.example.test');
    } finally {
      if (before === undefined) delete process.env['SIGNALWIRE_SPACE'];
      else process.env['SIGNALWIRE_SPACE'] = before;
    }
  });

  it('comes after the options', () => {
    const options: RelayClientOptions = { host: 'own.example.test', scheme: 'wss', maxActiveCalls: 3 };
    expect(settle({ ...credentials, ...options }, env)).toMatchObject({
      url: 'wss://own.example.test',
      maxActiveCalls: 3,
    });
    expect(authentication({ project: 'own' }, env)).toEqual({ project: 'own', token: 'env-token' });
  });

  it('is as good as unset where it is empty', () => {
    const empty = Object.fromEntries(
      [...Object.keys(env), 'SIGNALWIRE_JWT_TOKEN', 'SIGNALWIRE_RELAY_CA_FILE'].map((name) => [name, '']),
    );
    expect(settle(credentials, empty)).toMatchObject({
      url: 'wss://relay.signalwire.com',
      maxActiveCalls: 1_000,
      tls: {},
    });
    expect(authentication(credentials, empty)).toEqual({ project: 'p', token: TOKEN });
    expect(thrown({}, empty).message).toContain('SIGNALWIRE_PROJECT_ID');
  });

  it.each(['many', '0', '-1', '1.5', 'NaN'])(
    'is checked like an option: RELAY_MAX_ACTIVE_CALLS=%s',
    (value) => {
      expect(thrown(credentials, { RELAY_MAX_ACTIVE_CALLS: value })).toBeInstanceOf(RangeError);
      expect(thrown(credentials, { RELAY_MAX_ACTIVE_CALLS: value }).message).toContain('maxActiveCalls');
    },
  );

  it.each([
    ['SIGNALWIRE_RELAY_SCHEME', 'http', 'scheme'],
    ['SIGNALWIRE_SPACE', 'https://space.example.test', 'host'],
  ])('is checked like an option: %s=%s', (name, value, option) => {
    expect(thrown(credentials, { [name]: value })).toBeInstanceOf(RangeError);
    expect(thrown(credentials, { [name]: value }).message).toContain(`RelayClient.${option}`);
  });
});

describe('settle: credentials', () => {
  it('show in nothing that is printed', () => {
    const settings = settle({ ...credentials, jwtToken: `${TOKEN}-jwt` }, {});
    expect(inspect(settings, { depth: Infinity, showHidden: true })).not.toContain(TOKEN);
    expect(JSON.stringify(settings)).not.toContain(TOKEN);
  });

  it('show in no error of another option', () => {
    for (const wrong of [
      { host: 'a b' },
      { maxActiveCalls: 0 },
      { tokn: TOKEN },
      { host: `p:${TOKEN}@relay.test` },
    ]) {
      const error = thrown({ ...credentials, jwtToken: TOKEN, ...wrong });
      expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain(TOKEN);
    }
  });
});

describe('settle: what is not allowed', () => {
  it.each([
    'localhost',
    'a.example.test',
    'a.example.test:8080',
    '127.0.0.1:1',
    '[::1]:8080',
    'bücher.example',
  ])('takes %s for a host', (host) => {
    expect(settle({ ...credentials, host, scheme: 'ws' }, {}).url).toBe(`ws://${host}`);
  });

  it.each([
    'wss://relay.example.test',
    'https://relay.example.test',
    'relay.example.test/path',
    'relay example.test',
    ' relay.example.test',
    'relay.example.test\n',
    'user:password@relay.example.test',
    'user@relay.example.test',
    'relay.example.test?a=1',
    'relay.example.test#a',
    'relay\\example',
    'relay.example.test:port',
    'relay.example.test:99999',
    'a%40b',
    '',
    5,
    null,
  ])('does not take %j for a host', (host) => {
    const error = thrown({ ...credentials, host });
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toMatch(/^RelayClient\.host must be a host name/);
  });

  it.each([
    ['scheme', 'https'],
    ['contexts', 'default'],
    ['contexts', ['']],
    ['contexts', [1]],
    ['maxActiveCalls', 0],
    ['maxActiveCalls', 1.5],
    ['maxActiveCalls', Infinity],
    ['agent', ''],
    ['requestTimeout', 0],
    ['requestTimeout', -1],
    ['requestTimeout', NaN],
    ['requestTimeout', Infinity],
    ['requestTimeout', '10'],
    ['scheduler', {}],
    ['socket', {}],
    ['logger', { debug: () => undefined }],
    ['logger', null],
    ['generateId', 'id'],
    ['project', ''],
    ['caFile', ''],
  ])('names the option: %s of %j', (option, value) => {
    const error = thrown({ ...credentials, [option]: value });
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toContain(`RelayClient.${option}`);
    expect(error.code).toBe('ERR_RELAY_OPTION');
  });

  it.each([
    [{ initialDelay: -1 }, 'initialDelay', RangeError],
    [{ maxDelay: NaN }, 'maxDelay', RangeError],
    [{ random: 1 }, 'random', RangeError],
    [{ factor: 2 }, 'factor', TypeError],
    [true, 'reconnect', TypeError],
    [[], 'reconnect', TypeError],
    [null, 'reconnect', TypeError],
  ])('names what is wrong with reconnect: %j', (reconnect, name, type) => {
    const error = thrown({ ...credentials, reconnect });
    expect(error).toBeInstanceOf(type);
    expect(error.message).toContain('RelayClient.reconnect');
    expect(error.message).toContain(name);
  });

  it('names what is no option, and what the options are', () => {
    const error = thrown({ ...credentials, retries: 3 });
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain('RelayClient.retries');
    expect(error.message).toContain('reconnect');
  });
});

describe('settle: a bundle of certificates', () => {
  const folder = mkdtempSync(join(tmpdir(), 'relay-rx-'));
  const file = join(folder, 'bundle.pem');
  // Any certificates do: those that Node trusts by itself.
  const bundle = rootCertificates.slice(0, 2).join('\n');
  writeFileSync(file, bundle);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is read from the file that an option or the environment names', () => {
    expect(settle({ ...credentials, caFile: file }, {}).tls.ca).toBe(bundle);
    expect(settle(credentials, { SIGNALWIRE_RELAY_CA_FILE: file }).tls.ca).toBe(bundle);
  });

  it('is named with option and variable when it cannot be read', () => {
    const error = thrown({ ...credentials, caFile: join(folder, 'none.pem') });
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toContain('caFile (SIGNALWIRE_RELAY_CA_FILE)');
    expect(error.message).toContain('none.pem');
    expect(error.cause).toMatchObject({ code: 'ENOENT' });
  });
});

describe('settle: the params of signalwire.connect', () => {
  const version = { major: 2, minor: 0, revision: 0 };
  const { connectParams } = settle({ ...credentials, agent: 'spec/1' }, {});
  const base = { version, agent: 'spec/1', event_acks: true, authentication: shown };

  it('name the contexts, if there are any', () => {
    expect(connectParams(shown, nothing, [])).toEqual(base);
    expect(connectParams(shown, nothing, ['a', 'b'])).toEqual({ ...base, contexts: ['a', 'b'] });
  });

  it('show the session to be resumed, and an authorization state only with one', () => {
    expect(connectParams(shown, { ...nothing, protocol: 'P' }, [])).toEqual({ ...base, protocol: 'P' });
    expect(connectParams(shown, { ...nothing, protocol: 'P', authorizationState: 'A' }, [])).toEqual({
      ...base,
      protocol: 'P',
      authorization_state: 'A',
    });
    expect(connectParams(shown, { ...nothing, authorizationState: 'A' }, [])).toEqual(base);
  });

  it('name the library as the agent unless told otherwise', () => {
    const params = settle(credentials, {}).connectParams(shown, nothing, []) as { agent: string };
    expect(params.agent).toMatch(/^relay-rx\/\d/);
  });
});

it('does not change what it is given, nor is changed with it', () => {
  const contexts = ['a'];
  const options = Object.freeze({ ...credentials, contexts, reconnect: Object.freeze({ initialDelay: 1 }) });
  const settings = settle(options, {});
  contexts.push('b');
  expect(settings.contexts).toEqual(['a']);
});
