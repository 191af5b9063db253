import { sdkRequests } from '../protocol/fixtures/sdk-requests.js';
import type { SdkRequest } from '../protocol/fixtures/sdk-requests.js';
import { another, conversation, stage, tts } from './virtual-app.js';
import type { Conversation } from './virtual-app.js';

type Fields = Record<string, unknown>;

const NO_MEDIA = 'RELAY requires play: there is nothing to play';
const NO_RECORD = 'RELAY requires record, the object that says what is recorded';
const NO_TAP = 'RELAY requires the params of a tap, and says so';

/** The requests that are refused, by what is in them, with the reason why RELAY refuses them, too. */
const REFUSED: readonly [method: string, has: RegExp, reason: string, message: RegExp][] = [
  ['calling.play', /"play":\[\]/, NO_MEDIA, /^play is a list of media/],
  ['calling.play', /^(?!.*"play":)/, NO_MEDIA, /^play is missing/],
  ['calling.record', /^(?!.*"record":)/, NO_RECORD, /^record is missing/],
  ['calling.tap', /"tap":\{\}/, NO_TAP, /^tap\.type is missing/],
];

const refusalOf = ({ method, params }: SdkRequest): (typeof REFUSED)[number] | undefined =>
  REFUSED.find(([name, has]) => name === method && has.test(JSON.stringify(params)));

const OPERATION = 'ctl-1';
const PLAY: Fields = { control_id: OPERATION, play: [tts('one two three four five six seven eight nine')] };
const COLLECT: Fields = { control_id: OPERATION, digits: { max: 4 } };

/** What is in progress for a request that is about something in progress, by the beginning of its method. */
const BEFORE: readonly [start: string, method: string, params: Fields][] = [
  ['calling.ai.', 'calling.ai', { control_id: OPERATION }],
  ['calling.ai_', 'calling.ai', { control_id: OPERATION }],
  ['calling.collect.', 'calling.collect', COLLECT],
  ['calling.detect.', 'calling.detect', { control_id: OPERATION, detect: { type: 'digit' } }],
  ['calling.pay.', 'calling.pay', { control_id: OPERATION, payment_connector_url: 'https://e.test' }],
  ['calling.play.', 'calling.play', PLAY],
  ['calling.play_and_collect.', 'calling.play_and_collect', { ...PLAY, collect: { digits: { max: 1 } } }],
  ['calling.queue.leave', 'calling.queue.enter', { control_id: OPERATION, queue_name: 'support' }],
  ['calling.receive_fax.', 'calling.receive_fax', { control_id: OPERATION }],
  ['calling.record.', 'calling.record', { control_id: OPERATION, record: { audio: {} } }],
  ['calling.send_fax.', 'calling.send_fax', { control_id: OPERATION, document: 'https://e.test/f.pdf' }],
  ['calling.stream.', 'calling.stream', { control_id: OPERATION, url: 'wss://e.test' }],
  [
    'calling.tap.',
    'calling.tap',
    {
      control_id: OPERATION,
      tap: { type: 'audio', params: {} },
      device: { type: 'rtp', params: { addr: '1.2.3.4', port: 5000 } },
    },
  ],
  ['calling.transcribe.', 'calling.transcribe', { control_id: OPERATION }],
  ['calling.leave_room', 'calling.join_room', { name: 'room' }],
];

/** Things that RELAY names by ids of its own: the request has those of the suite that it comes from. */
const withIds = (talk: Conversation, method: string, params: Fields): Fields => {
  if (method === 'calling.leave_conference') {
    return {
      ...params,
      conference_id: talk.ask('calling.join_conference', { name: 'conf' })['conference_id'],
    };
  }
  if (method === 'calling.queue.leave' && 'queue_id' in params) {
    return { ...params, queue_id: talk.engine.queues[0]?.id };
  }
  if (method === 'calling.disconnect') {
    const peer = another(talk);
    const device = { type: 'call', params: { call_id: peer.caller.callId } };
    talk.ask('calling.connect', { devices: [[device]] });
  }
  return params;
};

/** Sends a request as its SDK does, for a call in a state in which it makes sense. */
const replay = ({ method, params }: SdkRequest): Fields => {
  const { call_id: _call, node_id: _node, ...options } = params;
  if (method === 'calling.pass') {
    const { app, engine, clock } = stage();
    const client = app();
    const { callId } = engine.call();
    clock.advance(0);
    return client.request(method, { call_id: callId, node_id: 'id-1' })?.result ?? {};
  }
  const talk = conversation();
  if (!method.startsWith('calling.')) return talk.app.request(method, params)?.result ?? {};
  for (const [start, before, given] of BEFORE) if (method.startsWith(start)) talk.ask(before, given);
  return talk.ask(method, withIds(talk, method, options));
};

const titled = (list: readonly SdkRequest[]): [string, SdkRequest][] =>
  list.map((request) => [`${request.method} ${JSON.stringify(request.params)}`, request]);

describe('the requests of the official SDKs', () => {
  it.each(titled(sdkRequests.filter((request) => refusalOf(request) === undefined)))(
    'are accepted: %s',
    (_title, request) => {
      expect(replay(request)).toMatchObject({ code: '200' });
    },
  );

  it.each(titled(sdkRequests.filter((request) => refusalOf(request) !== undefined)))(
    'are refused with a reason: %s',
    (_title, request) => {
      const [, , , message] = refusalOf(request)!;
      expect(replay(request)).toMatchObject({ code: '400', message: expect.stringMatching(message) });
    },
  );
});
