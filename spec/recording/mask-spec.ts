import fc from 'fast-check';
import { KEY_FIELDS, NUMBER_FIELDS, PAYMENT_FIELDS } from '../../lib/recording/fields.js';
import { Masker, type Maskable } from '../../lib/recording/mask.js';
import { isCredential } from '../../lib/recording/secrets.js';
import { methods } from '../../lib/protocol/options/index.js';
import { wireName } from '../../lib/protocol/options/schema.js';
import { fixture } from '../protocol/fixtures/read.js';

type Params = Readonly<Record<string, unknown>>;
const both: readonly Maskable[] = ['numbers', 'digits'];
const params = (method: string, given: Params, mask = both): unknown =>
  new Masker(mask).params(method, given);
const event = (type: string, given: Params) => ({
  jsonrpc: '2.0',
  id: 'e',
  method: 'signalwire.event',
  params: { event_type: type, timestamp: 1, params: given },
});
/** What is written for the params of an event. */
const told = (type: string, given: Params, mask = both): unknown =>
  (new Masker(mask).frame(event(type, given)) as { params: { params: unknown } }).params.params;

const phone = (from_number: string, to_number: string) => ({
  type: 'phone',
  params: { from_number, to_number },
});

describe('phone numbers', () => {
  it.each([
    [
      'calling.dial',
      { tag: 't', devices: [[phone('+12025550111', '+12025550112')]] },
      { tag: 't', devices: [[phone('+15550000001', '+15550000002')]] },
    ],
    [
      'calling.connect',
      {
        devices: [
          [
            {
              type: 'sip',
              params: { to: 'sip:+12025550111@pbx', from: 'tel:2025550112', from_name: '(202) 555-0113' },
            },
          ],
        ],
      },
      {
        devices: [
          [
            {
              type: 'sip',
              params: { to: 'sip:+15550000001@pbx', from: 'tel:15550000002', from_name: '15550000003' },
            },
          ],
        ],
      },
    ],
    [
      'calling.refer',
      { device: { type: 'sip', params: { to: 'sips:12025550111@pbx;x=1' } } },
      { device: { type: 'sip', params: { to: 'sips:15550000001@pbx;x=1' } } },
    ],
    [
      'calling.refer',
      { device: { type: 'sip', params: { uri: 'sip:+12025550111@pbx' } } },
      { device: { type: 'sip', params: { uri: 'sip:+15550000001@pbx' } } },
    ],
    ['calling.transfer', { dest: '+12025550111' }, { dest: '+15550000001' }],
    [
      'calling.send_fax',
      { document: 'https://x.test/1', identity: '+12025550111' },
      { document: 'https://x.test/1', identity: '+15550000001' },
    ],
    [
      'messaging.send',
      { to_number: '72025', from_number: '+12025550112' },
      { to_number: '00001', from_number: '+15550000002' },
    ],
  ])('are masked in %s', (method, given, masked) => {
    expect(params(method, given)).toEqual(masked);
    expect(params(method, given, ['digits'])).toEqual(given);
  });

  it.each([
    [
      'calling.call.receive',
      { device: phone('+12025550111', '+12025550112') },
      { device: phone('+15550000001', '+15550000002') },
    ],
    [
      'calling.call.state',
      { peer: { device: phone('+12025550111', '+12025550112') } },
      { peer: { device: phone('+15550000001', '+15550000002') } },
    ],
    [
      'calling.call.dial',
      { call: { device: phone('+12025550111', '+12025550112') } },
      { call: { device: phone('+15550000001', '+15550000002') } },
    ],
    [
      'calling.call.fax',
      { fax: { params: { identity: '+12025550111', remote_identity: '+12025550112', pages: 2 } } },
      { fax: { params: { identity: '+15550000001', remote_identity: '+15550000002', pages: 2 } } },
    ],
    ['calling.call.refer', { sip_refer_to: 'sip:12025550111@pbx' }, { sip_refer_to: 'sip:15550000001@pbx' }],
    [
      'messaging.state',
      { to_number: '+12025550111', from_number: '+12025550111' },
      { to_number: '+15550000001', from_number: '+15550000001' },
    ],
    [
      'calling.call.receive',
      {
        device: {
          params: { headers: [{ name: 'P-Asserted-Identity', value: '"Ann" <sip:+12025550111@pbx>' }] },
        },
      },
      {
        device: {
          params: { headers: [{ name: 'P-Asserted-Identity', value: '"Ann" <sip:+15550000001@pbx>' }] },
        },
      },
    ],
    [
      'an.event.of.its.own',
      { deep: [{ to_number: '+12025550111' }] },
      { deep: [{ to_number: '+15550000001' }] },
    ],
  ])('are masked in %s events', (type, given, masked) => {
    expect(told(type, given)).toEqual(masked);
    expect(told(type, given, ['digits'])).toEqual(given);
  });

  it.each(['support', 'sip:alice@pbx', 'https://x.test/7', 'anonymous', ''])(
    'are all that is masked: %p stays',
    (dest) => {
      expect(params('calling.transfer', { dest })).toEqual({ dest });
    },
  );

  it('are the same placeholder wherever they appear, and no two are the same', () => {
    const numbers = fc.array(fc.stringMatching(/^\+[1-9]\d{7,14}$/), { minLength: 1 });
    fc.assert(
      fc.property(numbers, (given) => {
        const masker = new Masker(both);
        const masked = given.map(
          (to_number) => (masker.params('messaging.send', { to_number }) as { to_number: string }).to_number,
        );

        for (const number of masked) expect(number).toMatch(/^\+1555\d{7}$/);
        given.forEach((one, i) =>
          given.forEach((other, j) => expect(masked[i] === masked[j]).toBe(one === other)),
        );
      }),
    );
  });
});

describe('digits', () => {
  const collect = (result: Params) => ({ control_id: 'x', final: false, result });

  it.each([
    [
      'calling.call.collect',
      collect({ type: 'digit', params: { digits: '47*1', terminator: '#' } }),
      collect({ type: 'digit', params: { digits: '0000', terminator: '#' } }),
    ],
    [
      'calling.call.collect',
      collect({ type: 'digit', digits: '4711', terminator: '' }),
      collect({ type: 'digit', digits: '0000', terminator: '' }),
    ],
    [
      'calling.call.collect',
      collect({ type: 'speech', params: { text: 'It is 47 11', confidence: 91 } }),
      collect({ type: 'speech', params: { text: 'It is 00 00', confidence: 91 } }),
    ],
    [
      'calling.call.detect',
      { detect: { type: 'digit', params: { event: '7' } } },
      { detect: { type: 'digit', params: { event: '0' } } },
    ],
    [
      'calling.call.pay',
      {
        state: 'finished',
        result: { card: '4111-1111', expiry: { month: 12 }, payment_method: 'credit-card' },
      },
      {
        state: 'finished',
        result: { card: '0000-0000', expiry: { month: 0 }, payment_method: 'credit-card' },
      },
    ],
    // Wherever they stand: some servers put them beside the result.
    ...['calling.call.pay', 'an.event.of.its.own'].map((type): [string, Params, Params] => [
      type,
      {
        payment_card_number: '************1111',
        security_code: '123',
        expiration_date: '1299',
        payment_card_postal_code: '94041',
        payment_card_type: 'visa',
        more: { security_code: 123 },
      },
      {
        payment_card_number: '************0000',
        security_code: '000',
        expiration_date: '0000',
        payment_card_postal_code: '00000',
        payment_card_type: 'visa',
        more: { security_code: 0 },
      },
    ]),
    ['an.event.of.its.own', { dtmf: '7', digit: 7 }, { dtmf: '0', digit: 0 }],
  ])('are masked in %s events: %j', (type, given, masked) => {
    expect(told(type, given)).toEqual(masked);
    expect(told(type, given, ['numbers'])).toEqual(given);
  });

  it.each([
    ['calling.send_digits', { control_id: 'x', digits: '4711w1#W' }, { control_id: 'x', digits: '0000w00W' }],
    ['calling.pay', { postal_code: '10117', max_attempts: '3' }, { postal_code: '00000', max_attempts: '3' }],
  ])('are masked in %s', (method, given, masked) => {
    expect(params(method, given)).toEqual(masked);
    expect(params(method, given, ['numbers'])).toEqual(given);
  });

  it.each([
    ['calling.play_and_collect', { collect: { digits: { max: 4, terminators: '#', digit_timeout: 5 } } }],
    ['calling.bind_digit', { digits: '*1', bind_method: 'calling.play' }],
    ['calling.detect', { detect: { type: 'digit', params: { digits: '123' } } }],
    ['calling.play', { play: [{ type: 'tts', params: { text: 'You entered 4711.' } }] }],
  ])('are no setting, and no text that is played: %s stays', (method, given) => {
    expect(params(method, given)).toEqual(given);
  });

  it.each(['MACHINE', 'CED', 'finished'])('are not what a detector says in words: %s stays', (word) => {
    const given = { detect: { type: 'machine', params: { event: word } } };

    expect(told('calling.call.detect', given)).toEqual(given);
  });

  it('bound to a key are pressed for somebody, and masked', () => {
    const given = { digits: '*1', bind_method: 'calling.send_digits', params: { digits: '4711' } };

    expect(params('calling.bind_digit', given)).toEqual({ ...given, params: { digits: '0000' } });
  });
});

describe('credentials', () => {
  it.each([
    ['calling.stream', { authorization_bearer_token: 'a-secret' }],
    [
      'calling.ai',
      { post_prompt_auth_password: 'a-secret', SWAIG: { defaults: { web_hook_auth_password: 'a-secret' } } },
    ],
    [
      'calling.dial',
      {
        devices: [
          [{ params: { password: 'a-secret', headers: [{ name: 'X-Auth-Token', value: 'a-secret' }] } }],
        ],
      },
    ],
    [
      'calling.play',
      {
        status_url: 'https://a-user:a-secret@x.test/s',
        play: [{ params: { url: 'https://a-secret@x.test/1' } }],
      },
    ],
    [
      'calling.user_event',
      { event: { apiKey: 'a-secret', nested: [{ Authorization: { basic: 'a-secret' } }] } },
    ],
  ])('are masked in %s, asked for or not', (method, given) => {
    const written = JSON.stringify(params(method, given, []));

    expect(written).not.toContain('a-secret');
    expect(written).toContain('(masked)');
  });

  it('of RELAY itself are masked as the client masks them', () => {
    const masker = new Masker([]);
    const connect = (extra: Params) => ({
      jsonrpc: '2.0',
      id: 1,
      method: 'signalwire.connect',
      params: extra,
    });

    expect(
      masker.frame(connect({ authentication: { project: 'p', token: 't' }, authorization_state: 's' })),
    ).toEqual(connect({ authentication: '(masked)', authorization_state: '(masked)' }));
    expect(
      masker.frame(event('signalwire.authorization.state', { authorization_state: 's' })),
    ).toBeUndefined();
  });

  it('are not the scopes and the project that stand beside them in the answer to a connect', () => {
    const masker = new Masker([]);
    const authorization = { project: 'p', signature: 'a-signature', scopes: ['calling', 'messaging'] };
    masker.frame({ jsonrpc: '2.0', id: 1, result: { protocol: 'x', authorization } });
    const received = event('calling.call.receive', { project_id: 'p', note: 'calling', sent: 'a-signature' });

    expect(masker.frame(received)).toEqual(
      event('calling.call.receive', { project_id: 'p', note: 'calling', sent: '(masked)' }),
    );
  });

  it('never reach what is written, wherever they are repeated', () => {
    const secret = fc
      .stringMatching(/^[\w+/.:-]{8,40}$/)
      .filter((text) => !'(masked)authentication'.includes(text));
    fc.assert(
      fc.property(secret, secret, fc.jsonValue(), (token, state, any) => {
        const masker = new Masker([]);
        const frames = [
          { method: 'signalwire.connect', params: { authentication: { project: 'p', token } } },
          event('signalwire.authorization.state', { authorization_state: state }),
          { id: 1, error: { code: -32002, message: `Bad token ${token}!` } },
          { id: 2, result: { [token]: [`x${state}x`], any } },
          event('calling.error', { message: `${token}${state}` }),
          { method: 'signalwire.connect', params: { authentication: { token }, authorization_state: state } },
          `{"jsonrpc":"2.0","params":{"token":"${token}`,
        ];
        const written = JSON.stringify(frames.map((frame) => masker.frame(frame)));

        const escaped = JSON.stringify(any);
        for (const each of [token, state]) if (!escaped.includes(each)) expect(written).not.toContain(each);
      }),
    );
  });

  it('are not guessed in what is no JSON: it is told by its length', () => {
    expect(new Masker([]).frame('{"token":"abc')).toBe('(not JSON: 13 characters)');
  });
});

/** Every name in what RELAY takes and tells, wherever it stands. */
const namesIn = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.flatMap(namesIn)
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, inner]) => [name, ...namesIn(inner)])
      : [];

/** Names of what is neither a number of somebody, nor what somebody pressed, nor a credential. */
const HARMLESS =
  `SWAIG agent answer_time audio bank_account_type beep bind_method body call call_id call_state
 charge_amount coach code codec codecs collect conference_id confidence connect_state context continuous control_id
 currency custom_parameters denoised description detect device devices dial_state dial_winner direction document duration
 end_on_exit end_reason end_time event fax final format global_data header_info headers hints id initial_timeout
 input language languages loop max_attempts max_duration max_participants max_price_per_minute max_triggers
 media message message_id message_state message_text min_postal_code_length muted name node_id pages parameters
 params partial_results payment_connector_url payment_method peer play position post_prompt post_prompt_auth_user
 post_prompt_url postal_code project_id prompt prompts pronounce queue_id queue_name realm reason record recording_id
 acl gender
 recording_status_callback recording_status_callback_event recording_status_callback_event_type
 recording_status_callback_method region reset result ringback role segment_id segments
 send_start_of_input sip_notify_response_code sip_refer_response_code size speech start_input_timers start_on_enter
 start_time state status status_callback status_callback_event status_callback_event_type status_callback_method status_url
 status_url_method stereo stream success tag tags tap terminator text timeout token_type track trim type uri url
 valid_card_types voice volume wait_url stop_on_unsubscribe dial_timeout action behavior`.split(/\s+/);

describe('every field of the protocol', () => {
  const names = new Set([
    ...Object.values(fixture<Record<string, { params: object }>>('methods.json')).flatMap((method) =>
      Object.keys(method.params),
    ),
    ...namesIn(fixture('events.json')),
    ...Object.values(methods).flatMap(({ schema }) =>
      Object.entries(schema).map(([name, field]) => wireName(name, field)),
    ),
  ]);

  it('is known to be one that is masked, or one that need not be', () => {
    const unknown = [...names].filter(
      (name) =>
        !name.includes('.') &&
        !NUMBER_FIELDS.has(name) &&
        !KEY_FIELDS.has(name) &&
        !PAYMENT_FIELDS.has(name) &&
        !isCredential(name) &&
        !HARMLESS.includes(name),
    );

    expect(unknown).toEqual([]);
    expect(HARMLESS.filter((name) => !names.has(name))).toEqual([]);
  });
});
