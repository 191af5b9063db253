import {
  PlaybackError,
  RecordError,
  detected,
  played,
  recorded,
  type DetectEvent,
  type PlayEvent,
  type RecordEvent,
} from 'relay-rx';
import { detectEventCodec as detectCodec } from '../../lib/protocol/events/detect.js';
import { playEventCodec as playCodec } from '../../lib/protocol/events/play.js';
import { recordEventCodec as recordCodec } from '../../lib/protocol/events/record.js';
import { notePrompt } from '../../lib/protocol/event-prompt.js';
import { casesOf } from './cases.js';

/** An event as RELAY sends it. */
function decoded<E>(
  codec: { readonly eventType: string; decode(wire: unknown): { readonly _tag: string } },
  params: object,
): E {
  const wire = { call_id: 'call-1', node_id: 'node-1', control_id: 'control-1', ...params };
  const either = codec.decode({ event_type: codec.eventType, timestamp: 1, params: wire });
  if (either._tag === 'Left') throw new Error('The fixture does not decode');
  return (either as unknown as { readonly right: E }).right;
}

const failure = (errorClass: new (event: never) => Error, event: unknown): unknown =>
  expect.objectContaining({ name: errorClass.name, event }) as unknown;

const plays = {
  p: decoded<PlayEvent>(playCodec, { state: 'playing' }),
  P: decoded<PlayEvent>(playCodec, { state: 'paused' }),
  f: decoded<PlayEvent>(playCodec, { state: 'finished' }),
  e: decoded<PlayEvent>(playCodec, { state: 'error', error: 'no such file' }),
};

casesOf(
  'played',
  played,
  {
    'emits the terminal event alone': {
      source: '-p-P-p-(f|)',
      expected: '-------(f|)',
      subscribed: '^------!',
      values: plays,
    },
    'fails with PlaybackError when RELAY could not play': {
      source: '-p-e',
      expected: '---#',
      subscribed: '^--!',
      error: failure(PlaybackError, plays.e),
    },
  },
  plays,
  'f',
);

const records = {
  r: decoded<RecordEvent>(recordCodec, { state: 'recording' }),
  f: decoded<RecordEvent>(recordCodec, { state: 'finished', url: 'https://x.test/1.mp3', duration: 3 }),
  n: decoded<RecordEvent>(recordCodec, { state: 'no_input' }),
  e: decoded<RecordEvent>(recordCodec, { state: 'error' }),
};

casesOf(
  'recorded',
  recorded,
  {
    'emits the finished recording alone': {
      source: '-r-(f|)',
      expected: '---(f|)',
      subscribed: '^--!',
      values: records,
    },
    'fails with RecordError when nobody spoke': {
      source: '-r-n',
      expected: '---#',
      subscribed: '^--!',
      error: failure(RecordError, records.n),
    },
    'fails with RecordError when RELAY could not record': {
      source: '-r-e',
      expected: '---#',
      subscribed: '^--!',
      error: failure(RecordError, records.e),
    },
  },
  records,
  'f',
);

const detections = {
  m: decoded<DetectEvent>(detectCodec, { detect: { type: 'machine', params: { event: 'MACHINE' } } }),
  r: decoded<DetectEvent>(detectCodec, { detect: { type: 'machine', params: { event: 'READY' } } }),
  f: decoded<DetectEvent>(detectCodec, { detect: { type: 'machine', params: { event: 'finished' } } }),
};

casesOf(
  'detected',
  detected,
  {
    'emits what is found, and completes with the detector': {
      source: '-m-r-(f|)',
      expected: '-x-y-|',
      subscribed: '^----!',
      values: { x: 'MACHINE', y: 'READY' },
    },
  },
  detections,
  'm',
);

describe('PlaybackError', () => {
  it('names what was to be played, and why it was not', () => {
    const event = { ...plays.e };
    notePrompt(event, { play: [{ type: 'audio', params: { url: 'https://cdn.test/welcome.mp3' } }] });
    expect(new PlaybackError(event).message).toBe('RELAY could not play welcome.mp3 (no such file)');
    expect(new PlaybackError(plays.e)).toMatchObject({ callId: 'call-1', code: 'ERR_RELAY_PLAYBACK' });
    expect(Object.keys(new PlaybackError(event))).toEqual(['code', 'callId']);
  });
});
