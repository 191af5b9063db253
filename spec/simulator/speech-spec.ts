import { conversation, digit, tts } from './virtual-app.js';
import type { Conversation } from './virtual-app.js';

const listen = ({ ask }: Conversation, collect: object): unknown =>
  ask('calling.play_and_collect', {
    control_id: 'c1',
    play: [tts('one two three four five six seven eight nine ten')],
    collect,
  })['code'];

const speech = (text: string, confidence = 90): object => ({
  result: { type: 'speech', params: { text, confidence } },
});

describe('speech', () => {
  it('cuts the prompt off, and is told when it has been followed by silence', () => {
    const talk = conversation();
    listen(talk, { speech: {} });
    talk.clock.advance(500);
    talk.caller.say('sales please');
    talk.clock.advance(60_000);
    // Two words of 100 ms, then the second of silence that end_silence_timeout is by default.
    expect(talk.log()).toEqual([
      [0, 'playing'],
      [500, 'finished'],
      [1700, speech('sales please')],
    ]);
  });

  it('is told word by word when partial results are asked for', () => {
    const talk = conversation();
    listen(talk, { speech: { end_silence_timeout: 0.5 }, partial_results: true });
    talk.caller.say('sales please', { confidence: 83.2 });
    talk.clock.advance(60_000);
    expect(talk.log().slice(2)).toEqual([
      [100, { final: false, ...speech('sales', 83.2) }],
      [200, { final: false, ...speech('sales please', 83.2) }],
      [700, { final: true, ...speech('sales please', 83.2) }],
    ]);
  });

  it('goes on after a pause shorter than end_silence_timeout', () => {
    const talk = conversation();
    listen(talk, { speech: {} });
    talk.caller.say('sales');
    talk.clock.advance(1000);
    talk.caller.say('please');
    talk.clock.advance(60_000);
    expect(talk.log().at(-1)).toEqual([2100, speech('sales please')]);
  });

  it('is cut at speech_timeout', () => {
    const talk = conversation();
    listen(talk, { speech: { speech_timeout: 0.25 } });
    talk.caller.say('one two three four five');
    talk.clock.advance(60_000);
    expect(talk.log().at(-1)).toEqual([250, speech('one two')]);
  });

  it('is no match when nobody understands it', () => {
    const talk = conversation();
    listen(talk, { speech: {} });
    talk.caller.mumble();
    talk.clock.advance(60_000);
    expect(talk.log().at(-1)).toEqual([1100, { result: { type: 'no_match' } }]);
  });

  it('is not heard when only digits are asked for', () => {
    const talk = conversation();
    listen(talk, { digits: { max: 1 } });
    talk.caller.say('sales');
    talk.clock.advance(60_000);
    expect(talk.log().at(-1)).toEqual([5000, { result: { type: 'no_input' } }]);
  });

  it('is announced once by start of input, as it begins', () => {
    const talk = conversation();
    listen(talk, { speech: {}, send_start_of_input: true });
    talk.caller.say('sales please');
    talk.clock.advance(60_000);
    expect(talk.log().slice(2)).toEqual([
      [0, { result: { type: 'start_of_input' } }],
      [1200, speech('sales please')],
    ]);
  });

  it('gives way to a key', () => {
    const talk = conversation();
    listen(talk, { speech: {}, digits: { max: 1 } });
    talk.caller.say('sales please');
    talk.clock.advance(150);
    talk.caller.press('2');
    talk.clock.advance(60_000);
    expect(talk.log().slice(2)).toEqual([[150, digit('2')]]);
  });

  it('is collected again and again in continuous mode', () => {
    const talk = conversation();
    listen(talk, { speech: {}, continuous: true });
    talk.caller.say('sales');
    talk.clock.advance(5000);
    talk.caller.say('no support');
    talk.clock.advance(60_000);
    expect(talk.log().slice(2)).toEqual([
      [1100, { state: 'collecting', ...speech('sales') }],
      [6200, { state: 'collecting', ...speech('no support') }],
    ]);
  });
});
