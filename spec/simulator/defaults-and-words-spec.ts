import { event } from 'relay-rx/testing';
import {
  digits,
  input,
  ringtone,
  type CollectEvent,
  type ConferenceEvent,
  type ReferEvent,
  type Media,
} from 'relay-rx';
import { decodeEvent } from '../../lib/protocol/events/index.js';
import { END_REASONS } from '../../lib/protocol/constants.js';
import { readPlayRingtone } from '../../lib/protocol/options/play.js';
import { marbles, prompt } from '../support/marbles.js';
import { conversation, pending, tts } from './virtual-app.js';

const { run } = marbles({ client: { logger: false } });

/** The country codes of both surveys of RELAY's documents, and the one that is no country. */
const RINGTONES =
  'at au bg br be ca ch cl cn cy cz de dk dz ee eg es fi fr gr hu il in it jp ko lt mx my nl no nz ph pk pl pt ro rs ru sa se sg th tr tw uk us ve za bong';

const decoded = (type: string, params: object) => {
  const read = decodeEvent({ event_type: type, timestamp: 1, params: { call_id: 'c', ...params } });
  if (read._tag === 'Left') throw read.left;
  return read.right;
};

describe('a ringtone', () => {
  it('is one of each country, and reaches the caller', () => {
    for (const name of RINGTONES.split(' ')) {
      const { ask, caller } = conversation();
      const heard: unknown[] = [];
      caller.heard$.subscribe((what) => heard.push(what));
      const play = [{ type: 'ringtone', params: { name, duration: 2 } }];
      expect(ask('calling.play', { control_id: 'p', play })['code']).toBe('200');
      expect(heard).toEqual([{ kind: 'ringtone', name, duration: 2 }]);
      expect(readPlayRingtone({ name }).params).toEqual({ play: [{ type: 'ringtone', params: { name } }] });
    }
  });

  it('without a duration plays until it is stopped', () => {
    const { ask, app, clock } = conversation();
    const play = [{ type: 'ringtone', params: { name: 'us' } }];
    ask('calling.play', { control_id: 'p', play });
    clock.advance(3_600_000);
    expect(app.told('calling.call.play')).toEqual([[0, { state: 'playing' }]]);
    ask('calling.play.stop', { control_id: 'p' });
    expect(app.told('calling.call.play').at(-1)).toEqual([3_600_000, { state: 'finished' }]);
    expect(pending(clock)).toEqual([]);
    const media: Media = ringtone('bong');
    expect(media).toEqual({ type: 'ringtone', params: { name: 'bong' } });
  });
});

describe('a recording without options', () => {
  const states = (press?: string, say?: string) => {
    const talk = conversation({ wordsPerMinute: 60_000 });
    talk.ask('calling.record', { control_id: 'r', record: { audio: {} } });
    talk.clock.advance(500);
    if (press !== undefined) talk.caller.press(press);
    if (say !== undefined) talk.caller.say(say);
    talk.clock.advance(60_000);
    return talk.app.told('calling.call.record').map(([at, { state }]) => [at, state]);
  };

  it('waits 5 s for a voice', () => {
    expect(states()).toEqual([
      [0, 'recording'],
      [5_000, 'no_input'],
    ]);
  });

  it('ends 1 s after the last word', () => {
    const [, [end, state] = []] = states(undefined, 'hello');
    expect(state).toBe('finished');
    expect(end).toBeGreaterThanOrEqual(1_500);
    expect(end).toBeLessThan(1_700);
  });

  it.each(['#', '*'])('ends at the key %s', (key) => {
    expect(states(key).at(-1)?.[0]).toBe(500);
  });

  it.each(['0', '1', '9'])('does not end at the key %s', (key) => {
    expect(states(key).at(-1)?.[0]).toBe(5_000);
  });
});

it('a detector of digits finds 0 to 9, # and * unless told otherwise', () => {
  const { ask, app, caller, clock } = conversation();
  ask('calling.detect', { control_id: 'd', detect: { type: 'digit' }, timeout: 60 });
  for (const key of '0123456789*#ABCD') {
    caller.press(key);
    clock.advance(100);
  }
  const found = app
    .eventsOf('calling.call.detect')
    .map(({ detect }) => (detect as { params: { event: string } }).params.event);
  expect(found.join('')).toBe('0123456789*#');
});

describe('a collect', () => {
  it.each(['Google', 'Google.V2', 'Deepgram'])('takes the recogniser %s', (engine) => {
    expect(conversation().ask('calling.collect', { control_id: 'c', speech: { engine } })['code']).toBe(
      '200',
    );
    run(({ call }) => void call.collect({ speech: { engine } }));
  });

  it.each([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])('has final with partial results (%s), and state where it is continuous (%s)', (partial, continuous) => {
    const { ask, app, caller, clock } = conversation();
    const modes = { partial_results: partial, continuous };
    ask('calling.play_and_collect', {
      control_id: 'c',
      play: [tts('hello')],
      collect: { digits: { max: 2 }, ...modes },
    });
    caller.press('12');
    clock.advance(1_000);
    const events = app.eventsOf('calling.call.collect');
    expect(events).toHaveLength(partial ? 2 : 1);
    for (const params of events)
      expect(['final' in params, 'state' in params]).toEqual([partial, continuous]);
  });

  it('ends with a state and no result when it is stopped, and without a value for who reads it', () => {
    const { ask, app } = conversation();
    ask('calling.collect', { control_id: 'c', digits: { max: 2 } });
    ask('calling.collect.stop', { control_id: 'c' });
    expect(app.told('calling.call.collect')).toEqual([[0, { state: 'finished' }]]);
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['the result type finished', { result: { type: 'finished' } }],
    ['the state finished alone', { state: 'finished' }],
  ])('is over with %s, without a value', (_, fields) => {
    run(({ call, relay, expectObservable }) => {
      relay.events('--e', { e: event('calling.call.collect', fields) });
      const action = prompt(call);
      expectObservable(action.pipe(digits())).toBe('--|');
      expectObservable(action.pipe(input())).toBe('--|');
    });
  });
});

it.each(['inbound_track', 'outbound_track', 'both_tracks'] as const)('a stream has the track %s', (track) => {
  const url = 'wss://example.test/s';
  expect(conversation().ask('calling.stream', { control_id: 's', url, track })['code']).toBe('200');
  run(({ call }) => void call.stream({ url, track }));
});

it('a transcription says that it is on', () => {
  const { ask, app } = conversation();
  ask('calling.transcribe', { control_id: 't' });
  expect(app.told('calling.call.transcribe')).toMatchObject([[0, { state: 'transcribing' }]]);
});

describe('the events', () => {
  it('of a conference have every status', () => {
    const statuses = [
      'conference-start',
      'conference-end',
      ...['join', 'leave', 'mute', 'unmute', 'hold', 'unhold', 'speech-start', 'speech-stop', 'modify'].map(
        (each) => `participant-${each}`,
      ),
      ...['start', 'pause', 'resume', 'stop'].map((each) => `record-${each}`),
    ] as readonly ConferenceEvent['status'][];
    for (const status of statuses)
      expect(decoded('calling.conference', { status })).toMatchObject({ status });
  });

  it('of a call have both spellings of an end reason', () => {
    expect(END_REASONS).toEqual(expect.arrayContaining(['noAnswer', 'no_answer', 'decline', 'declined']));
    for (const end_reason of END_REASONS)
      expect(decoded('calling.call.state', { call_state: 'ended', end_reason })).toMatchObject({
        endReason: end_reason,
      });
  });

  it('name what else there is', () => {
    const recording = { recording_id: 'r', start_time: 1, end_time: 2 };
    const read = { recordingId: 'r', startTime: 1, endTime: 2 };
    expect(decoded('calling.call.record', { state: 'finished', ...recording })).toMatchObject(read);
    expect(decoded('calling.call.record', { state: 'finished', record: recording })).toMatchObject(read);
    const success: ReferEvent['state'] = 'success';
    expect(decoded('calling.call.refer', { state: success })).toMatchObject({ state: 'success' });
    expect(decoded('messaging.state', { message_id: 'm', message_state: 'read' })).toMatchObject({
      messageState: 'read',
    });
    const beep = { detect: { type: 'machine', params: { event: 'READY', beep: true } } };
    expect(decoded('calling.call.detect', beep)).toMatchObject({ event: 'READY', beep: true });
    const collect = decoded('calling.call.collect', { control_id: 'c', state: 'finished' }) as CollectEvent;
    expect(collect.result).toBeUndefined();
  });
});
