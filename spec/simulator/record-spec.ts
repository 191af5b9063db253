import { conversation, pending, tts } from './virtual-app.js';
import type { Conversation } from './virtual-app.js';

const record = ({ ask }: Conversation, audio: object = {}): unknown =>
  ask('calling.record', { control_id: 'r1', record: { audio } })['code'];

const states = ({ app }: Conversation): unknown[] =>
  app.told('calling.call.record').map(([at, { state, duration }]) => [at, state, duration]);

describe('calling.record', () => {
  it('ends with the silence after speech, and says where the recording is and how long', () => {
    const talk = conversation();
    expect(record(talk, { end_silence_timeout: 2 })).toBe('200');
    talk.clock.advance(500);
    talk.caller.say('sales please');
    talk.clock.advance(60_000);
    const url = expect.stringMatching(/^https:.*\.mp3$/);
    const audio = { format: 'mp3', direction: 'speak', stereo: false };
    expect(talk.app.told('calling.call.record')).toEqual([
      [
        0,
        { state: 'recording', url, recording_id: expect.any(String), start_time: 0, record: { audio, url } },
      ],
      [
        2700,
        {
          state: 'finished',
          url,
          duration: 2.7,
          size: 21_600,
          recording_id: expect.any(String),
          start_time: 0,
          end_time: 2700,
          record: { audio, url, duration: 2.7, size: 21_600 },
        },
      ],
    ]);
  });

  it('ends with no_input when nothing is said', () => {
    const talk = conversation();
    record(talk, { initial_timeout: 3 });
    talk.clock.advance(60_000);
    expect(states(talk)).toEqual([
      [0, 'recording', undefined],
      [3000, 'no_input', 3],
    ]);
  });

  it('goes on until it is stopped when its timeouts are 0', () => {
    const talk = conversation();
    record(talk, { initial_timeout: 0, end_silence_timeout: 0 });
    talk.clock.advance(60_000);
    expect(talk.ask('calling.record.stop', { control_id: 'r1' })['code']).toBe('200');
    expect(states(talk).at(-1)).toEqual([60_000, 'finished', 60]);
  });

  it('ends at one of its terminators', () => {
    const talk = conversation();
    record(talk, { terminators: '#' });
    talk.clock.advance(500);
    talk.caller.press('*');
    talk.clock.advance(500);
    talk.caller.press('#');
    expect(states(talk).at(-1)).toEqual([1000, 'finished', 1]);
  });

  it('ends at max_length', () => {
    const talk = conversation();
    record(talk, { initial_timeout: 0, max_length: 4 });
    talk.clock.advance(60_000);
    expect(states(talk).at(-1)).toEqual([4000, 'finished', 4]);
  });

  it('counts what the caller hears when both directions are recorded', () => {
    const talk = conversation();
    record(talk, { direction: 'both' });
    talk.ask('calling.play', { control_id: 'p1', play: [tts('one two three four five six seven')] });
    talk.clock.advance(60_000);
    expect(states(talk).at(-1)).toEqual([1700, 'finished', 1.7]);
  });

  it.each([
    ['skip', 1],
    ['silence', 11],
    ['continuous', 11],
  ])('leaves a pause out, or has silence in its place: %s', (behavior, duration) => {
    const talk = conversation();
    record(talk, { initial_timeout: 2 });
    talk.clock.advance(500);
    talk.ask('calling.record.pause', { control_id: 'r1', behavior });
    talk.clock.advance(10_000);
    talk.ask('calling.record.resume', { control_id: 'r1' });
    talk.clock.advance(500);
    talk.ask('calling.record.stop', { control_id: 'r1' });
    expect(states(talk)).toEqual([
      [0, 'recording', undefined],
      [500, 'paused', undefined],
      [10_500, 'recording', undefined],
      [11_000, 'finished', duration],
    ]);
  });

  it('remembers over a pause that something was said', () => {
    const talk = conversation();
    record(talk);
    talk.caller.say('sales');
    talk.clock.advance(500);
    talk.ask('calling.record.pause', { control_id: 'r1' });
    talk.ask('calling.record.resume', { control_id: 'r1' });
    talk.clock.advance(60_000);
    expect(states(talk).at(-1)).toEqual([1500, 'finished', 1.5]);
  });

  it('is finished by the end of the call, and says so before the call does', () => {
    const talk = conversation();
    record(talk, { initial_timeout: 0 });
    talk.clock.advance(3000);
    talk.caller.hangUp();
    talk.clock.advance(60_000);
    expect(states(talk)).toEqual([
      [0, 'recording', undefined],
      [3000, 'finished', 3],
    ]);
    const types = talk.app.events.map(({ type }) => type);
    expect(types.lastIndexOf('calling.call.record')).toBeLessThan(types.lastIndexOf('calling.call.state'));
    expect(pending(talk.clock)).toEqual([]);
  });

  it.each([
    [{}, 'record is missing: it is an object {audio}'],
    [
      { record: { audio: { direction: 'up' } } },
      'record.audio.direction is one of listen, speak, both, not "up"',
    ],
  ])('is refused with 400 for %j', (params, message) => {
    expect(conversation().ask('calling.record', { control_id: 'r1', ...params })).toMatchObject({
      code: '400',
      message,
    });
  });
});
