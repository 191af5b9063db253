import * as E from 'fp-ts/lib/Either.js';
import { decodeEvent, type EventTypes } from '../../lib/protocol/events/index.js';
import { wireEvent } from '../../lib/testing/events.js';
import {
  aiState,
  callEnded,
  callReceived,
  callState,
  callingError,
  collected,
  conferenceStatus,
  connectState,
  denoised,
  detection,
  dialState,
  digitsSent,
  echoState,
  event,
  faxed,
  holdState,
  messageReceived,
  messageState,
  payState,
  playback,
  queued,
  recordState,
  referState,
  streamState,
  tapState,
  transcribeState,
  type ServerEvent,
} from 'relay-rx/testing';
import { run } from '../support/marbles.js';
import { fixture } from '../protocol/fixtures/read.js';

type Row = readonly [event: ServerEvent, says: Readonly<Record<string, unknown>>];

/** For every type that is known: what its builders give, and what is read from it. A type that is missing does not compile. */
const built: { readonly [T in keyof EventTypes]: readonly Row[] } = {
  'calling.call.receive': [
    [callReceived(), { callState: 'created', context: 'default', direction: 'inbound' }],
    [callReceived({ context: 'night' }), { context: 'night' }],
  ],
  'calling.call.state': [
    [callState('answered'), { callState: 'answered', endReason: undefined }],
    [
      callState('ended', { endReason: 'busy', tag: 't' }),
      { callState: 'ended', endReason: 'busy', tag: 't' },
    ],
    [callEnded(), { callState: 'ended', endReason: 'hangup' }],
    [callEnded('cancel'), { callState: 'ended', endReason: 'cancel' }],
  ],
  'calling.call.play': [
    [playback('playing'), { state: 'playing' }],
    [playback('error', { error: 'not found' }), { state: 'error', error: 'not found' }],
  ],
  'calling.call.collect': [
    [
      collected.digits('12', { terminator: '#' }),
      { result: { type: 'digit', digits: '12', terminator: '#' } },
    ],
    [collected.speech('yes'), { result: { type: 'speech', text: 'yes', confidence: 90 } }],
    [collected.speech('ye', { confidence: 9, final: false }), { final: false }],
    [collected.startOfInput(), { result: { type: 'start_of_input' } }],
    [collected.noInput(), { result: { type: 'no_input' } }],
    [collected.noMatch(), { result: { type: 'no_match' } }],
    [collected.error(), { result: { type: 'error' } }],
    [collected.state('collecting'), { state: 'collecting', result: undefined }],
  ],
  'calling.call.dial': [
    [dialState('dialing', 't'), { dialState: 'dialing', tag: 't', call: undefined, callId: undefined }],
    [dialState('failed', 't', { reason: 'busy' }), { dialState: 'failed', reason: 'busy' }],
    [
      dialState('answered', 't', { callId: 'leg-1' }),
      { callId: 'leg-1', call: expect.objectContaining({ callId: 'leg-1', tag: 't', dialWinner: true }) },
    ],
    [
      dialState('answered', 't', { callId: 'leg-1', leg: { nodeId: 'far' } }),
      { call: expect.objectContaining({ nodeId: 'far' }) },
    ],
  ],
  'calling.call.record': [
    [recordState('recording'), { state: 'recording', url: undefined }],
    [recordState('finished'), { state: 'finished', duration: 10, url: expect.stringContaining('http') }],
    [recordState('finished', { duration: 3 }), { duration: 3 }],
  ],
  'calling.call.detect': [
    [detection('HUMAN'), { event: 'HUMAN', detectType: 'machine' }],
    [detection('MACHINE', { beep: true }), { event: 'MACHINE', beep: true }],
    [detection('CED'), { event: 'CED', detectType: 'fax' }],
    [detection('5'), { event: '5', detectType: 'digit' }],
    [detection('finished', { detectType: 'fax' }), { event: 'finished', detectType: 'fax' }],
  ],
  'calling.call.connect': [
    [connectState('connecting'), { connectState: 'connecting', peer: undefined }],
    [connectState('connected'), { peer: expect.objectContaining({ callId: 'peer-1' }) }],
    [connectState('failed', { failedReason: 'busy' }), { failedReason: 'busy' }],
  ],
  'calling.call.send_digits': [[digitsSent(), { state: 'finished' }]],
  'calling.call.fax': [
    [faxed.page(), { kind: 'page', number: 1 }],
    [faxed.page(2), { number: 2 }],
    [faxed.finished(), { kind: 'finished', success: true, pages: 1 }],
    [faxed.error(), { kind: 'error', success: false, resultText: 'No carrier' }],
  ],
  'calling.call.tap': [[tapState('tapping'), { state: 'tapping', direction: 'both' }]],
  'calling.call.stream': [[streamState('streaming'), { state: 'streaming', url: expect.any(String) }]],
  'calling.call.pay': [
    [payState('processing'), { state: 'processing' }],
    [payState('finished', { result: { paid: true } }), { result: { paid: true } }],
  ],
  'calling.call.transcribe': [[transcribeState('transcribing'), { recordingId: 'recording-1' }]],
  'calling.call.ai': [[aiState('finished'), { state: 'finished' }]],
  'calling.call.refer': [
    [referState('success', { sipReferResponseCode: '202' }), { sipReferResponseCode: '202' }],
  ],
  'calling.call.denoise': [[denoised(true), { denoised: true }]],
  'calling.call.echo': [[echoState('echoing'), { state: 'echoing' }]],
  'calling.call.hold': [[holdState('hold'), { state: 'hold' }]],
  'calling.call.queue': [
    [queued('enqueue'), { status: 'enqueue', position: 1, size: 1, queueName: 'support' }],
  ],
  'calling.conference': [[conferenceStatus('start'), { status: 'start', name: 'meeting' }]],
  'calling.error': [[callingError('oh', { code: '17' }), { code: '17', message: 'oh' }]],
  'messaging.receive': [[messageReceived(), { messageState: 'received', body: 'Hello.' }]],
  'messaging.state': [
    [messageState('delivered', 'm-1'), { messageId: 'm-1', messageState: 'delivered' }],
    [messageState('failed', 'm-1', { reason: 'no' }), { reason: 'no' }],
  ],
};

const rows = Object.entries(built).flatMap(([type, each]) =>
  each.map(([given, says], index) => ({ title: `${type} ${index + 1}`, type, given, says })),
);

describe('the builders', () => {
  it('are there for every event type that is known', () => {
    // That of the session is the connection's own business, and of an AI session RELAY documents none.
    const documented = Object.keys(fixture<object>('events.json')).filter(
      (type) => !type.startsWith('signalwire.'),
    );
    expect(Object.keys(built).sort()).toEqual([...documented, 'calling.call.ai'].sort());
    for (const each of Object.values(built)) expect(each.length).toBeGreaterThan(0);
  });

  it.each(rows)('give an event that is read as it was meant: $title', ({ type, given, says }) => {
    expect(given.type).toBe(type);
    const address = {
      callId: given.callId ?? 'call-1',
      nodeId: 'node-1',
      controlId: given.controlId ?? undefined,
    };
    const decoded = decodeEvent(
      wireEvent(given, 1, type === 'calling.call.dial' ? { ...address, callId: undefined } : address),
    );
    expect(decoded).toEqual(E.right(expect.objectContaining({ type, ...says })));
  });

  it('say where an event goes, where that is not the latest operation of the first call', () => {
    for (const given of [
      playback('finished', { callId: 'call-2', controlId: 'mine' }),
      collected.noInput({ callId: 'call-2', controlId: 'mine' }),
      detection('HUMAN', { callId: 'call-2', controlId: 'mine' }),
      event('calling.call.play', { state: 'finished' }, { callId: 'call-2', controlId: 'mine' }),
    ]) {
      expect(given).toMatchObject({ callId: 'call-2', controlId: 'mine' });
      expect(given.fields).not.toHaveProperty('callId');
      expect(given.fields).not.toHaveProperty('controlId');
    }
  });

  it('reach a client, which finds nothing wrong with any of them', () => {
    run(({ client, relay, expectObservable }) => {
      const events = Object.fromEntries(
        Object.values(built)
          .flat()
          // A call that comes in twice is another story.
          .filter(([{ type }]) => type !== 'calling.call.receive')
          .map(([given], index) => [String.fromCodePoint(0x100 + index), { ...given, controlId: 'mine' }]),
      );
      const letters = Object.keys(events).join('');
      relay.events(letters, events);
      expectObservable(client.errors$).toBe('-');
      expectObservable(client).toBe(
        letters,
        Object.fromEntries(
          Object.entries(events).map(([letter, { type }]) => [letter, expect.objectContaining({ type })]),
        ),
      );
    });
  });
});
