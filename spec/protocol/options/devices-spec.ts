import { readConnect } from '../../../lib/protocol/options/connect.js';
import {
  agora,
  callDevice,
  phone,
  queueDevice,
  sip,
  streamDevice,
  webrtc,
} from '../../../lib/protocol/options/device-builders.js';
import type { ConnectOptions } from '../../../lib/protocol/options/connect.js';
import { readDial, type DialOptions } from '../../../lib/protocol/options/dial.js';
import { readRefer } from '../../../lib/protocol/options/refer.js';

const dialled = (devices: unknown): unknown => readDial({ devices } as DialOptions).params['devices'];
const connected = (devices: unknown): unknown => readConnect({ devices } as ConnectOptions)['devices'];

const alice = phone({ to: '+15550101', from: '+15550100' });
const bob = phone({ to: '+15550102', from: '+15550100' });
const aliceOnTheWire = { type: 'phone', params: { to_number: '+15550101', from_number: '+15550100' } };
const bobOnTheWire = { type: 'phone', params: { to_number: '+15550102', from_number: '+15550100' } };

describe('a device', () => {
  it.each<[string, unknown, unknown]>([
    ['a phone', alice, aliceOnTheWire],
    ['a phone as it goes on the wire', aliceOnTheWire, aliceOnTheWire],
    [
      'a phone with its params beside the type',
      { type: 'phone', toNumber: '+15550101', from_number: '+15550100' },
      aliceOnTheWire,
    ],
    [
      'a phone in full',
      phone({
        to: '+15550101',
        from: '+15550100',
        timeout: 20,
        maxDuration: 60,
        callStateUrl: 'https://example.test/',
        callStateEvents: ['answered', 'ended'],
        confirm: [{ play: { url: 'say:Press 1' } }],
        confirmTimeout: 5,
      }),
      {
        type: 'phone',
        params: {
          to_number: '+15550101',
          from_number: '+15550100',
          timeout: 20,
          max_duration: 60,
          call_state_url: 'https://example.test/',
          call_state_events: ['answered', 'ended'],
          confirm: [{ play: { url: 'say:Press 1' } }],
          confirm_timeout: 5,
        },
      },
    ],
    [
      'a SIP endpoint',
      sip({
        to: 'sip:alice@example.test',
        from: 'sip:bob@example.test',
        fromName: 'Bob',
        headers: [{ name: 'X-Account', value: '7' }],
        codecs: ['OPUS'],
        webrtcMedia: true,
        encryption: 'optional',
        username: 'u',
        password: 'p',
        sessionTimeout: 600,
      }),
      {
        type: 'sip',
        params: {
          to: 'sip:alice@example.test',
          from: 'sip:bob@example.test',
          from_name: 'Bob',
          headers: [{ name: 'X-Account', value: '7' }],
          codecs: ['OPUS'],
          webrtc_media: true,
          encryption: 'optional',
          username: 'u',
          password: 'p',
          session_timeout: 600,
        },
      },
    ],
    [
      'a browser',
      webrtc({ to: 'alice', from: '+15550100' }),
      { type: 'webrtc', params: { to: 'alice', from: '+15550100' } },
    ],
    [
      'a channel of Agora',
      agora({ to: 'a', from: 'b', appid: 'c', channel: 'd' }),
      { type: 'agora', params: { to: 'a', from: 'b', appid: 'c', channel: 'd' } },
    ],
  ])('goes on the wire: %s', (_title, device, wire) => {
    expect(dialled([[device]])).toEqual([[wire]]);
    expect(connected([[device]])).toEqual([[wire]]);
  });

  it.each<[string, unknown, unknown]>([
    [
      'a call',
      callDevice({ callId: 'c-1', nodeId: 'n-1' }),
      { type: 'call', params: { call_id: 'c-1', node_id: 'n-1' } },
    ],
    ['a queue', queueDevice({ queueName: 'support' }), { type: 'queue', params: { queue_name: 'support' } }],
    [
      'a stream',
      streamDevice({ url: 'wss://example.test/s', realtime: true, customParameters: { someKey: 1 } }),
      {
        type: 'stream',
        params: { url: 'wss://example.test/s', realtime: true, custom_parameters: { someKey: 1 } },
      },
    ],
  ])('can be connected with, and not dialled: %s', (_title, device, wire) => {
    expect(connected([[device]])).toEqual([[wire]]);
    expect(() => dialled([[device]])).toThrow(
      'dial.devices[0][0].type must be one of phone, sip, webrtc, agora',
    );
  });

  it.each<[string, unknown, string]>([
    [
      'a number with no plus',
      phone({ to: '155501001', from: '+15550100' }),
      'toNumber must be a phone number in E.164',
    ],
    [
      'a number with spaces',
      phone({ to: '+1 555 0101', from: '+15550100' }),
      'toNumber must be a phone number in E.164',
    ],
    [
      'a number that is too long',
      phone({ to: '+15550101', from: '+1234567890123456' }),
      'fromNumber must be a phone number',
    ],
    [
      'a country code of zero',
      phone({ to: '+05550101', from: '+15550100' }),
      'toNumber must be a phone number',
    ],
    ['a number of two digits', phone({ to: '91', from: '+15550100' }), 'a short number of 3 to 8 digits'],
    ['no number at all', { type: 'phone', params: {} }, 'toNumber is required'],
    [
      'a number under both names',
      { type: 'phone', toNumber: '+15550101', to: '+15550101' },
      'toNumber is given twice, also as to',
    ],
    ['an unknown type', { type: 'fax', params: {} }, 'type must be one of'],
    ['nothing', null, 'must be a device'],
    [
      'an unknown param',
      { ...alice, params: { ...aliceOnTheWire.params, colour: 'red' } },
      'colour is not an option',
    ],
    ['params in both places', { ...aliceOnTheWire, timeout: 3 }, 'gives params and fields beside it'],
    ['headers that are no list', sip({ to: 'a', from: 'b', headers: {} as never }), 'headers must be a list'],
    ['a part of a call', { type: 'call', params: { callId: 'c' } }, 'nodeId is required'],
  ])('is refused: %s', (_title, device, message) => {
    expect(() => connected([[device]])).toThrow(message);
  });

  it('shows no password when another param is wrong', () => {
    const device = sip({ to: 'a', from: 'b', password: 'hunter2', timeout: -1 });
    expect(() => connected([[device]])).toThrow(/timeout/);
    expect(() => connected([[device]])).not.toThrow(/hunter2/);
  });
});

describe('groups of devices', () => {
  it.each<[string, unknown, unknown]>([
    ['at the same time', [[alice, bob]], [[aliceOnTheWire, bobOnTheWire]]],
    ['one after another', [[alice], [bob]], [[aliceOnTheWire], [bobOnTheWire]]],
    ['one alone', alice, [[aliceOnTheWire]]],
    ['one alone in a list', [alice], [[aliceOnTheWire]]],
  ])('%s', (_title, devices, wire) => {
    expect(dialled(devices)).toEqual(wire);
    expect(connected(devices)).toEqual(wire);
  });

  it.each<[string, unknown, string]>([
    [
      'of which nobody knows the order',
      [alice, bob],
      'dial.devices is a flat list: write [[a, b]] for devices that ring',
    ],
    ['that are none', [], 'dial.devices must be a list of at least 1'],
    ['of none', [[]], 'dial.devices[0] must be a list of at least 1'],
    ['of which one is empty', [[alice], []], 'dial.devices[1] must be a list of at least 1'],
    ['and a device beside them', [[alice], bob], 'dial.devices[1] must be a list of at least 1'],
  ])('are refused: %s', (_title, devices, message) => {
    expect(() => dialled(devices)).toThrow(message);
  });
});

describe('readDial', () => {
  it('tells what goes on the wire from the tag and the timeout', () => {
    expect(
      readDial({
        devices: alice,
        tag: 't',
        region: 'us',
        maxDuration: 60,
        maxPricePerMinute: 0.1,
        dialTimeout: 5_000,
      }),
    ).toEqual({
      params: { devices: [[aliceOnTheWire]], region: 'us', max_duration: 60, max_price_per_minute: 0.1 },
      tag: 't',
      dialTimeout: 5_000,
    });
    expect(readDial({ devices: [[alice]] })).toEqual({
      params: { devices: [[aliceOnTheWire]] },
      tag: undefined,
      dialTimeout: 120_000,
    });
  });

  it('refuses a timeout that is none', () => {
    for (const dialTimeout of [-1, NaN, '5']) {
      expect(() => readDial({ devices: alice, dialTimeout } as DialOptions)).toThrow(
        'dial.dialTimeout must be',
      );
    }
  });
});

describe('readConnect', () => {
  it('reads the ringback as media', () => {
    expect(readConnect({ devices: alice, ringback: [{ type: 'ringtone', name: 'us' }], tag: 't' })).toEqual({
      devices: [[aliceOnTheWire]],
      ringback: [{ type: 'ringtone', params: { name: 'us' } }],
      tag: 't',
    });
  });
});

describe('readRefer', () => {
  it('refers to SIP alone', () => {
    const wire = {
      device: { type: 'sip', params: { to: 'sip:a@example.test', username: 'u', password: 'p' } },
    };
    expect(
      readRefer({ device: { type: 'sip', to: 'sip:a@example.test', username: 'u', password: 'p' } }),
    ).toEqual(wire);
    expect(() => readRefer({ device: aliceOnTheWire } as never)).toThrow(
      'refer.device.type must be one of sip',
    );
  });
});
