import { conversation, digit, tts } from './virtual-app.js';
import type { Conversation } from './virtual-app.js';

// Ten words: a second of talk at the pace of these specs.
const SECOND = tts('one two three four five six seven eight nine ten');

const prompt = ({ ask }: Conversation, collect: object, media: unknown[] = [SECOND]): unknown =>
  ask('calling.play_and_collect', { control_id: 'c1', play: media, collect })['code'];

describe('a prompt', () => {
  it('is played before the caller is waited for', () => {
    const talk = conversation();
    expect(prompt(talk, { digits: { max: 1 } })).toBe('200');
    talk.clock.advance(10_000);
    expect(talk.log()).toEqual([
      [0, 'playing'],
      [1000, 'finished'],
      [5000, { result: { type: 'no_input' } }],
    ]);
  });

  it('has both of its halves under the control id', () => {
    const talk = conversation();
    prompt(talk, { digits: { max: 1 } });
    talk.clock.advance(10_000);
    const ids = talk.app.events.filter(({ type }) => /play|collect/.test(type)).map(({ params }) => params);
    expect(ids).toHaveLength(3);
    for (const params of ids) {
      expect(params).toMatchObject({ control_id: 'c1', call_id: talk.caller.callId, node_id: 'id-1' });
    }
  });

  it('is cut off when a key is pressed', () => {
    const talk = conversation();
    prompt(talk, { digits: { max: 1 } });
    talk.clock.advance(300);
    talk.caller.press('7');
    talk.clock.advance(10_000);
    expect(talk.log()).toEqual([
      [0, 'playing'],
      [300, 'finished'],
      [300, digit('7')],
    ]);
  });

  it('is cut off by a caller who answers at the first sound', () => {
    const talk = conversation();
    talk.caller.heard$.subscribe(() => talk.caller.press('7'));
    prompt(talk, { digits: { max: 1 } });
    talk.clock.advance(10_000);
    expect(talk.heard).toHaveLength(1);
    expect(talk.log()).toEqual([
      [0, 'playing'],
      [0, 'finished'],
      [0, digit('7')],
    ]);
  });

  it('goes on when a key is pressed and only speech is asked for', () => {
    const talk = conversation();
    prompt(talk, { speech: {} });
    talk.clock.advance(300);
    talk.caller.press('7');
    talk.clock.advance(10_000);
    expect(talk.log()).toEqual([
      [0, 'playing'],
      [1000, 'finished'],
      [5000, { result: { type: 'no_input' } }],
    ]);
  });

  it('plays its media one after the other, each told to the caller as it starts', () => {
    const talk = conversation();
    prompt(talk, { digits: { max: 1 } }, [
      SECOND,
      { type: 'silence', params: { duration: 0.5 } },
      { type: 'audio', params: { url: 'https://example.test/a.mp3' } },
      tts('and so on'),
    ]);
    talk.clock.advance(4500);
    expect(talk.heard).toEqual([
      [0, 'one two three four five six seven eight nine ten'],
      [1000, 'silence'],
      [1500, 'audio'],
      [4500, 'and so on'],
    ]);
  });

  it('fails as a whole when a medium cannot be played', () => {
    const talk = conversation();
    prompt(talk, { digits: { max: 1 } }, [{ type: 'hologram', params: {} }]);
    talk.clock.advance(10_000);
    expect(talk.log()).toEqual([
      [0, 'playing'],
      [0, 'error'],
      [0, { result: { type: 'error' } }],
    ]);
  });

  it('ends with a state and no result when it is stopped', () => {
    const talk = conversation();
    prompt(talk, { digits: { max: 1 } });
    talk.clock.advance(300);
    expect(talk.ask('calling.play_and_collect.stop', { control_id: 'c1' })['code']).toBe('200');
    talk.clock.advance(10_000);
    expect(talk.log()).toEqual([
      [0, 'playing'],
      [300, 'finished'],
      [300, { state: 'finished' }],
    ]);
  });

  it('sends nothing more when the call ends', () => {
    const talk = conversation();
    prompt(talk, { digits: { max: 1 } });
    talk.clock.advance(300);
    talk.caller.hangUp();
    talk.clock.advance(10_000);
    expect(talk.log()).toEqual([[0, 'playing']]);
  });

  it('lets the caller hear the volume that the app sets', () => {
    const talk = conversation();
    const volumes: number[] = [];
    talk.caller.volume$.subscribe((db) => volumes.push(db));
    prompt(talk, { digits: { max: 1 } });
    talk.ask('calling.play_and_collect.volume', { control_id: 'c1', volume: -12.5 });
    expect(volumes).toEqual([-12.5]);
  });

  it('frees its control id before its last event is sent', () => {
    const talk = conversation();
    prompt(talk, { digits: { max: 1 } });
    const again: unknown[] = [];
    talk.engine.frames$.subscribe(({ frame, direction }) => {
      if (direction === 'sent' && JSON.stringify(frame).includes('"digit"') && again.length === 0) {
        again.push(prompt(talk, { digits: { max: 1 } }));
      }
    });
    talk.caller.press('1');
    expect(again).toEqual(['200']);
  });
});

describe('digits', () => {
  const silent = [{ type: 'silence', params: { duration: 0 } }];

  it('end at max', () => {
    const talk = conversation();
    prompt(talk, { digits: { max: 3 } }, silent);
    talk.caller.press('1234');
    expect(talk.log().at(-1)).toEqual([0, digit('123')]);
  });

  it('end at a terminator, which is told apart from them', () => {
    const talk = conversation();
    prompt(talk, { digits: { max: 4, terminators: '#*' } }, silent);
    talk.caller.press('12*');
    expect(talk.log().at(-1)).toEqual([0, digit('12', '*')]);
  });

  it('are none when the terminator is the first key', () => {
    const talk = conversation();
    prompt(talk, { digits: { max: 4, terminators: '#' } }, silent);
    talk.caller.press('#');
    expect(talk.log().at(-1)).toEqual([0, digit('', '#')]);
  });

  it('end with those so far when the next is too long in coming', () => {
    const talk = conversation();
    prompt(talk, { digits: { max: 4, digit_timeout: 2 } }, silent);
    talk.caller.press('12', { gap: 1500 });
    talk.clock.advance(10_000);
    expect(talk.log().at(-1)).toEqual([3500, digit('12')]);
  });

  it('may be five seconds apart when nothing is said of it', () => {
    const talk = conversation();
    prompt(talk, { digits: { max: 4 } }, silent);
    talk.caller.press('1');
    talk.clock.advance(10_000);
    expect(talk.log().at(-1)).toEqual([5000, digit('1')]);
  });

  it('are told as they come when partial results are asked for', () => {
    const talk = conversation();
    prompt(talk, { digits: { max: 2 }, partial_results: true }, silent);
    talk.caller.press('12', { gap: 100 });
    talk.clock.advance(10_000);
    expect(talk.log().slice(2)).toEqual([
      [0, { final: false, ...digit('1') }],
      [100, { final: true, ...digit('12') }],
    ]);
  });

  it('are announced once by start of input', () => {
    const talk = conversation();
    prompt(talk, { digits: { max: 2 }, send_start_of_input: true }, silent);
    talk.caller.press('12');
    expect(talk.log().slice(2)).toEqual([
      [0, { result: { type: 'start_of_input' } }],
      [0, digit('12')],
    ]);
  });

  it('are collected again and again in continuous mode, until it is stopped', () => {
    const talk = conversation();
    prompt(talk, { digits: { max: 1 }, continuous: true }, silent);
    talk.caller.press('12');
    talk.clock.advance(60_000);
    talk.caller.press('3');
    talk.ask('calling.play_and_collect.stop', { control_id: 'c1' });
    talk.caller.press('4');
    expect(talk.log().slice(2)).toEqual([
      [0, { state: 'collecting', ...digit('1') }],
      [0, { state: 'collecting', ...digit('2') }],
      [60_000, { state: 'collecting', ...digit('3') }],
      [60_000, { state: 'finished' }],
    ]);
  });
});

describe('the initial timeout', () => {
  it('is as long as was asked for', () => {
    const talk = conversation();
    prompt(talk, { digits: { max: 1 }, initial_timeout: 1.5 });
    talk.clock.advance(10_000);
    expect(talk.log().at(-1)).toEqual([2500, { result: { type: 'no_input' } }]);
  });

  it('is over at the first key', () => {
    const talk = conversation();
    prompt(talk, { digits: { max: 2, digit_timeout: 20 } });
    talk.clock.advance(4999);
    talk.caller.press('1');
    talk.clock.advance(19_999);
    expect(talk.log()).toHaveLength(2);
    talk.clock.advance(1);
    expect(talk.log().at(-1)).toEqual([24_999, digit('1')]);
  });

  it('waits for the command when start_input_timers is false', () => {
    const talk = conversation();
    prompt(talk, { digits: { max: 1 }, start_input_timers: false });
    talk.clock.advance(60_000);
    expect(talk.log().at(-1)).toEqual([1000, 'finished']);
    expect(talk.ask('calling.collect.start_input_timers', { control_id: 'c1' })['code']).toBe('200');
    talk.clock.advance(60_000);
    expect(talk.log().at(-1)).toEqual([64_000, { result: { type: 'no_input' } }]);
  });

  it('does not start again when the command comes again', () => {
    const talk = conversation();
    prompt(talk, { digits: { max: 1 } });
    talk.clock.advance(3000);
    talk.ask('calling.collect.start_input_timers', { control_id: 'c1' });
    talk.clock.advance(60_000);
    expect(talk.log().at(-1)).toEqual([5000, { result: { type: 'no_input' } }]);
  });

  it('cuts the prompt off when the command starts it early', () => {
    const talk = conversation();
    prompt(talk, { digits: { max: 1 }, initial_timeout: 0.5, start_input_timers: false });
    talk.ask('calling.collect.start_input_timers', { control_id: 'c1' });
    talk.clock.advance(60_000);
    expect(talk.log()).toEqual([
      [0, 'playing'],
      [500, 'finished'],
      [500, { result: { type: 'no_input' } }],
    ]);
  });

  it('tells continuous mode once that there was no input, and does not end it', () => {
    const talk = conversation();
    prompt(talk, { digits: { max: 1 }, continuous: true });
    talk.clock.advance(60_000);
    talk.caller.press('1');
    expect(talk.log().slice(2)).toEqual([
      [5000, { state: 'collecting', result: { type: 'no_input' } }],
      [60_000, { state: 'collecting', ...digit('1') }],
    ]);
  });
});
