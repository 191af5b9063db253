import type { OperationRequest } from '../../../lib/protocol/options/operation.js';
import * as options from '../../../lib/protocol/options/play.js';

type Options = Readonly<Record<string, unknown>>;

const media = [{ type: 'tts', params: { text: 'Hello.' } }];
const collect = { digits: { max: 1 } };

/** Each method: how it is read, the least that it takes, and what that is on the wire. */
const methods: Readonly<
  Record<string, { read: (given: never) => OperationRequest; least: Options; wire: Options }>
> = {
  play: { read: options.readPlay, least: { media }, wire: { play: media } },
  playAndCollect: {
    read: options.readPlayAndCollect,
    least: { media, collect },
    wire: { play: media, collect },
  },
  playTTS: { read: options.readPlayTTS, least: { text: 'Hello.' }, wire: { play: media } },
  playAudio: {
    read: options.readPlayAudio,
    least: { url: 'https://example.test/a.mp3' },
    wire: { play: [{ type: 'audio', params: { url: 'https://example.test/a.mp3' } }] },
  },
  playSilence: {
    read: options.readPlaySilence,
    least: { duration: 2 },
    wire: { play: [{ type: 'silence', params: { duration: 2 } }] },
  },
  playRingtone: {
    read: options.readPlayRingtone,
    least: { name: 'us' },
    wire: { play: [{ type: 'ringtone', params: { name: 'us' } }] },
  },
  promptTTS: {
    read: options.readPromptTTS,
    least: { text: 'Hello.', collect },
    wire: { play: media, collect },
  },
  promptAudio: {
    read: options.readPromptAudio,
    least: { url: 'https://example.test/a.mp3', collect },
    wire: { play: [{ type: 'audio', params: { url: 'https://example.test/a.mp3' } }], collect },
  },
};
const names = Object.keys(methods);
const prompts = names.filter((name) => 'collect' in methods[name]!.least);
const plays = names.filter((name) => !prompts.includes(name));

const read = (method: string, more: Options = {}): OperationRequest => {
  const { read: reader, least } = methods[method]!;
  return reader({ ...least, ...more } as never);
};

const thrown = (method: string, given: unknown): Error & { code?: string } => {
  try {
    methods[method]!.read(given as never);
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
};

const refused = (method: string, more: Options) => thrown(method, { ...methods[method]!.least, ...more });

function expectOptionError(error: Error, type: new () => Error, ...said: readonly string[]): void {
  expect(error).toBeInstanceOf(type);
  expect(error).toHaveProperty('code', 'ERR_RELAY_OPTION');
  for (const what of said) expect(error.message).toContain(what);
}

describe.each(names)('%s', (method) => {
  const { least, wire } = methods[method]!;

  it('takes no more than it must have', () => {
    expect(read(method)).toEqual({ params: wire, controlId: undefined, stopOnUnsubscribe: true });
  });

  it.each(Object.keys(least))('must have %s', (name) => {
    const { [name]: _, ...rest } = least;
    expectOptionError(thrown(method, rest), TypeError, `${method}.${name} is required`);
    expectOptionError(
      thrown(method, { ...rest, [name]: undefined }),
      TypeError,
      `${method}.${name} is required`,
    );
  });

  it('keeps what concerns the run off the wire, under either name', () => {
    const request = { params: wire, controlId: 'k', stopOnUnsubscribe: false };
    expect(read(method, { controlId: 'k', stopOnUnsubscribe: false })).toEqual(request);
    expect(read(method, { control_id: 'k', stop_on_unsubscribe: false })).toEqual(request);
    expect(read(method, { stopOnUnsubscribe: true }).stopOnUnsubscribe).toBe(true);
  });

  it('translates names by its schema, and takes the wire’s own', () => {
    const url = 'https://example.test/status';
    const expected = { ...wire, volume: -6, status_url: url };
    expect(read(method, { volume: -6, statusUrl: url }).params).toEqual(expected);
    expect(read(method, { volume: -6, status_url: url }).params).toEqual(expected);
  });

  it('refuses an option that is given twice', () => {
    expectOptionError(
      refused(method, { statusUrl: 'https://a.test', status_url: 'https://b.test' }),
      TypeError,
      `${method}.statusUrl is given twice, as statusUrl and status_url`,
    );
  });

  it.each(['volum', 'Volume', 'status-url', 'node_id', '__proto__', 'toString'])(
    'refuses %s, which is no option',
    (name) => {
      const given = JSON.parse(JSON.stringify(least).replace('{', `{"${name}":1,`)) as object;
      expectOptionError(thrown(method, given), TypeError, `${method}.${name} is not an option`, 'statusUrl');
    },
  );

  it.each([-40.001, 40.001, NaN, Infinity, '6', null])('refuses the volume %p', (volume) => {
    expectOptionError(
      refused(method, { volume }),
      RangeError,
      `${method}.volume`,
      '-40 to 40 dB',
      `got ${typeof volume === 'string' ? "'6'" : String(volume)}`,
    );
  });

  it.each([-40, 0, 40])('takes the volume %p', (volume) => {
    expect(read(method, { volume }).params).toEqual({ ...wire, volume });
  });

  it.each([
    ['statusUrl', 'no URL', 'a URL'],
    ['statusUrl', '', 'a URL'],
    ['controlId', '', 'a string that is not empty'],
    ['controlId', 7, 'a string that is not empty'],
    ['stopOnUnsubscribe', 'no', 'true or false'],
    ['stopOnUnsubscribe', 0, 'true or false'],
  ])('refuses %s of %p', (name, value, range) => {
    expectOptionError(refused(method, { [name]: value }), RangeError, `${method}.${name}`, range);
  });

  it.each([undefined, null, 'options', [], 7])('refuses %p for its options', (given) => {
    expectOptionError(thrown(method, given), TypeError, `${method} must be an object`);
  });

  it('neither changes what it is given nor shares it', () => {
    const freeze = (value: unknown): unknown => {
      if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
      return value;
    };
    const given = structuredClone({ ...least, volume: 1 });
    const before = structuredClone(given);
    const request = read(method, freeze(given) as Options);
    expect(given).toEqual(before);
    const shared = (a: unknown, b: unknown): boolean =>
      typeof a === 'object' && a !== null && (a === b || Object.values(a).some((inner) => shared(inner, b)));
    const objects = (value: unknown): unknown[] =>
      typeof value === 'object' && value !== null ? [value, ...Object.values(value).flatMap(objects)] : [];
    for (const own of objects(given)) expect(shared(request.params, own)).toBe(false);
  });
});

describe.each(plays)('%s: what only a play takes', (method) => {
  it.each(['listen', 'speak', 'both'])('takes the direction %s', (direction) => {
    expect(read(method, { direction, loop: 3 }).params).toMatchObject({ direction, loop: 3 });
  });

  it('takes a loop of 0, which is for ever', () => {
    expect(read(method, { loop: 0 }).params).toMatchObject({ loop: 0 });
  });

  it.each([
    ['direction', 'up', 'one of listen, speak, both'],
    ['loop', -1, 'a whole number of at least 0'],
    ['loop', 1.5, 'a whole number of at least 0'],
    ['loop', '2', 'a whole number of at least 0'],
  ])('refuses %s of %p', (name, value, range) => {
    expectOptionError(refused(method, { [name]: value }), RangeError, `${method}.${name}`, range);
  });

  it('collects nothing', () => {
    expectOptionError(refused(method, { collect }), TypeError, `${method}.collect is not an option`);
  });
});

describe.each(prompts)('%s: what is collected', (method) => {
  it('is checked and named by its path', () => {
    expectOptionError(
      refused(method, { collect: { digits: { max: 0 } } }),
      RangeError,
      `${method}.collect.digits.max`,
    );
  });
});

describe.each(['play', 'playAndCollect'])('%s: what is played', (method) => {
  const played = (...list: unknown[]) => read(method, { media: list }).params['play'];

  it('is a list under the name of media, or of play', () => {
    const { media: _, ...rest } = methods[method]!.least;
    expect(methods[method]!.read({ ...rest, play: media } as never).params).toEqual(methods[method]!.wire);
    expectOptionError(
      refused(method, { play: media }),
      TypeError,
      `${method}.media is given twice, as media and play`,
    );
  });

  it.each([
    [{ type: 'tts', text: 'Hi.', language: 'en-GB', gender: 'male', voice: 'polly.Amy' }],
    [{ type: 'audio', url: 'https://example.test/a.mp3' }],
    [{ type: 'silence', duration: 0.5 }],
    [{ type: 'ringtone', name: 'us', duration: 3 }],
    [{ type: 'ringtone', name: 'us' }],
  ])('goes out in the nested form, given nested or flat: %j', ({ type, ...params }) => {
    expect(played({ type, params }, { type, ...params })).toEqual([
      { type, params },
      { type, params },
    ]);
  });

  it.each([
    [[], RangeError, 'media must be a list of at least 1'],
    ['Hello.', RangeError, 'media must be a list of at least 1'],
    [['Hello.'], TypeError, 'media[0] must be a medium'],
    [[null], TypeError, 'media[0] must be a medium'],
    [[{}], RangeError, 'media[0].type must be one of tts, audio, silence, ringtone'],
    [[{ type: 'video' }], RangeError, 'media[0].type must be one of tts, audio, silence, ringtone'],
    [[{ type: 'toString' }], RangeError, 'media[0].type must be one of'],
    [[{ type: 'tts' }], TypeError, 'media[0].text is required'],
    [[{ type: 'tts', params: {} }], TypeError, 'media[0].params.text is required'],
    [[{ type: 'tts', params: null }], TypeError, 'media[0].params must be an object'],
    [[{ type: 'tts', text: '' }], RangeError, 'media[0].text must be a string that is not empty'],
    [
      [{ type: 'tts', text: 'a', params: { text: 'b' } }],
      TypeError,
      'media[0] gives params and fields beside it',
    ],
    [[{ type: 'tts', text: 'a', volume: 1 }], TypeError, 'media[0].volume is not an option'],
    [[{ type: 'audio', url: 'a.mp3' }], RangeError, 'media[0].url must be a URL'],
    [
      [{ type: 'silence', duration: -1 }],
      RangeError,
      'media[0].duration must be a number of seconds, 0 or more',
    ],
    [[{ type: 'silence', duration: '1' }], RangeError, 'media[0].duration must be a number of seconds'],
    [[{ type: 'ringtone', duration: 1 }], TypeError, 'media[0].name is required'],
    [[media[0], { type: 'x' }], RangeError, 'media[1].type'],
  ])('is checked: %j', (list, type, said) => {
    expectOptionError(refused(method, { media: list }), type, `${method}.${said}`);
  });
});
