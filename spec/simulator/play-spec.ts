import { conversation, tts } from './virtual-app.js';
import type { Conversation } from './virtual-app.js';

const SECOND = tts('one two three four five six seven eight nine ten');

const play = ({ ask }: Conversation, params: object = {}): unknown =>
  ask('calling.play', { control_id: 'p1', play: [SECOND], ...params })['code'];

describe('calling.play', () => {
  it('lasts as long as its text takes to say', () => {
    const talk = conversation({ wordsPerMinute: 150 });
    expect(play(talk)).toBe('200');
    talk.clock.advance(60_000);
    expect(talk.log()).toEqual([
      [0, 'playing'],
      [4000, 'finished'],
    ]);
  });

  it('does not count the time for which it is paused', () => {
    const talk = conversation();
    play(talk);
    talk.clock.advance(400);
    talk.ask('calling.play.pause', { control_id: 'p1' });
    talk.ask('calling.play.pause', { control_id: 'p1' });
    talk.clock.advance(10_000);
    talk.ask('calling.play.resume', { control_id: 'p1' });
    talk.clock.advance(10_000);
    expect(talk.log()).toEqual([
      [0, 'playing'],
      [400, 'paused'],
      [10_400, 'playing'],
      [11_000, 'finished'],
    ]);
  });

  it('is played as often as loop says', () => {
    const talk = conversation();
    play(talk, { loop: 3 });
    talk.clock.advance(60_000);
    expect(talk.heard.map(([at]) => at)).toEqual([0, 1000, 2000]);
    expect(talk.log().at(-1)).toEqual([3000, 'finished']);
  });

  it('is played until it is stopped when loop is 0', () => {
    const talk = conversation();
    play(talk, { loop: 0 });
    talk.clock.advance(2500);
    expect(talk.ask('calling.play.stop', { control_id: 'p1' })['code']).toBe('200');
    talk.clock.advance(60_000);
    expect(talk.heard).toHaveLength(3);
    expect(talk.log().at(-1)).toEqual([2500, 'finished']);
  });

  it('does not stop the clock when it is empty and looped for ever', () => {
    const talk = conversation();
    play(talk, { loop: 0, play: [{ type: 'silence', params: { duration: 0 } }] });
    talk.clock.advance(10);
    expect(talk.heard).toHaveLength(11);
  });

  it('rings until it is stopped when a ringtone has no duration', () => {
    const talk = conversation();
    play(talk, { play: [{ type: 'ringtone', params: { name: 'us' } }] });
    talk.clock.advance(1_000_000);
    expect(talk.log()).toEqual([[0, 'playing']]);
    talk.ask('calling.play.stop', { control_id: 'p1' });
    expect(talk.log().at(-1)).toEqual([1_000_000, 'finished']);
  });

  it('fails at the medium that cannot be played', () => {
    const talk = conversation({ audioDuration: (url) => (url.endsWith('.mp3') ? 100 : undefined) });
    play(talk, {
      play: ['https://example.test/a.mp3', 'https://example.test/a.txt'].map((url) => ({
        type: 'audio',
        params: { url },
      })),
    });
    talk.clock.advance(60_000);
    expect(talk.log()).toEqual([
      [0, 'playing'],
      [100, 'error'],
    ]);
  });

  it.each(['hologram', 'constructor', '__proto__'])('fails for a medium of the type %s', (type) => {
    const talk = conversation();
    expect(play(talk, { play: [{ type, params: {} }] })).toBe('200');
    expect(talk.log()).toEqual([
      [0, 'playing'],
      [0, 'error'],
    ]);
  });

  it('ends with a caller who hangs up at the first sound', () => {
    const talk = conversation();
    talk.caller.heard$.subscribe(() => talk.caller.hangUp());
    play(talk);
    talk.clock.advance(60_000);
    expect(talk.log()).toEqual([[0, 'playing']]);
    expect(talk.clock.actions.filter(({ closed }) => !closed)).toEqual([]);
  });

  it('sounds beside another', () => {
    const talk = conversation();
    play(talk);
    play(talk, { control_id: 'p2', play: [tts('hello there')] });
    talk.clock.advance(60_000);
    const ends = talk.app.events.filter(({ params }) => params['state'] === 'finished');
    expect(ends.map(({ at, params }) => [at, params['control_id']])).toEqual([
      [200, 'p2'],
      [1000, 'p1'],
    ]);
  });

  it('tells the caller its volume from the start', () => {
    const talk = conversation();
    const volumes: number[] = [];
    talk.caller.volume$.subscribe((db) => volumes.push(db));
    play(talk, { volume: 10 });
    talk.ask('calling.play.volume', { control_id: 'p1', volume: -40 });
    expect(volumes).toEqual([10, -40]);
  });
});

describe('calling.collect', () => {
  it('waits for input without a prompt', () => {
    const talk = conversation();
    talk.ask('calling.collect', { control_id: 'c1', digits: { max: 2 } });
    talk.caller.press('12');
    expect(talk.log()).toEqual([
      [
        0,
        {
          result: { type: 'digit', params: { digits: '12', terminator: '' } },
        },
      ],
    ]);
  });

  it('starts its clock at once when start_input_timers is true', () => {
    const talk = conversation();
    talk.ask('calling.collect', { control_id: 'c1', digits: { max: 2 }, start_input_timers: true });
    talk.clock.advance(60_000);
    expect(talk.log()).toEqual([[4000, { result: { type: 'no_input' } }]]);
  });

  it.each([{ start_input_timers: false }, {}])('starts its clock on command with %j', (timers) => {
    const talk = conversation();
    talk.ask('calling.collect', { control_id: 'c1', speech: {}, ...timers });
    talk.clock.advance(60_000);
    talk.ask('calling.collect.start_input_timers', { control_id: 'c1' });
    talk.clock.advance(60_000);
    expect(talk.log()).toEqual([[64_000, { result: { type: 'no_input' } }]]);
  });

  it.each([
    ['12', { result: { type: 'digit', params: { digits: '12', terminator: '' } } }],
    ['1#', { result: { type: 'no_match' } }],
    ['#', { result: { type: 'no_match' } }],
  ])('takes no fewer digits than min: %s', (keys, said) => {
    const talk = conversation();
    talk.ask('calling.collect', { control_id: 'c1', digits: { min: 2, max: 2, terminators: '#' } });
    talk.caller.press(keys);
    expect(talk.log()).toEqual([[0, said]]);
  });

  it('says final with partial results, and a state when it is continuous', () => {
    const talk = conversation();
    const digits = { max: 1 };
    talk.ask('calling.collect', { control_id: 'c1', digits, partial_results: true, continuous: true });
    talk.caller.press('1');
    expect(talk.log()).toMatchObject([[0, { final: true, state: 'collecting' }]]);
  });

  it('ends with a state and no result when it is stopped', () => {
    const talk = conversation();
    talk.ask('calling.collect', { control_id: 'c1', digits: {} });
    talk.ask('calling.collect.stop', { control_id: 'c1' });
    expect(talk.log()).toEqual([[0, { state: 'finished' }]]);
  });
});
