import { inspect } from 'node:util';
import { describePrompt, notePrompt, promptOf } from '../../lib/protocol/event-prompt.js';
import {
  CollectError,
  NoInputError,
  NoMatchError,
  NotConfirmedError,
} from '../../lib/protocol/result-errors.js';
import type { CollectEvent } from '../../lib/protocol/events/collect.js';

const tts = (text: string) => ({ type: 'tts', params: { text } });
const audio = (url: string) => ({ type: 'audio', params: { url } });
const silence = { type: 'silence', params: { duration: 1 } };

describe('describePrompt', () => {
  it.each([
    ['a short text', [tts('Press 1 for sales.')], '"Press 1 for sales."'],
    ['the first words of a long one', [tts('a b c d e f g h i j')], '"a b c d e f g h …"'],
    ['a text over several lines', [tts('  Press 1\n  for sales. ')], '"Press 1 for sales."'],
    ['a text without spaces', [tts('あ'.repeat(200))], `"${'あ'.repeat(80)} …"`],
    ['the first medium that has words', [silence, tts('Hello.'), tts('You.')], '"Hello."'],
    ['the file of an audio', [audio('https://cdn.test/ivr/welcome.mp3?signature=secret')], 'welcome.mp3'],
    ['the host of an audio without a file', [audio('https://cdn.test/?signature=secret')], 'cdn.test'],
    ['no digits in a row', [tts('You entered 1 2, 3 4.')], '"You entered ###."'],
    ['no two digits in a row', [tts('12, go on.')], '"###, go on."'],
    ['nothing of silence', [silence], undefined],
    ['nothing without media', undefined, undefined],
  ])('gives %s', (_, play, expected) => {
    expect(describePrompt({ play })).toBe(expected);
  });
});

describe('notePrompt', () => {
  it('is read by another copy of the library, and shown by nothing', () => {
    const event = { type: 'calling.call.collect' };
    notePrompt(event, { play: [tts('Hello.')] });
    let other: unknown;
    jest.isolateModules(() => {
      const copy = jest.requireActual<{ promptOf: typeof promptOf }>('../../lib/protocol/event-prompt.js');
      expect(copy.promptOf).not.toBe(promptOf);
      other = copy.promptOf(event);
    });
    expect(other).toBe('"Hello."');
    expect(inspect(event)).toBe("{ type: 'calling.call.collect' }");
    expect(event).toStrictEqual({ type: 'calling.call.collect' });
  });

  it('takes an event that cannot be written to, and a prompt that has no words', () => {
    const frozen = Object.freeze({});
    notePrompt(frozen, { play: [tts('x')] });
    expect(promptOf(frozen)).toBeUndefined();
    const event = {};
    notePrompt(event, { play: [silence] });
    expect(promptOf(event)).toBeUndefined();
  });
});

describe.each([NoInputError, NoMatchError, CollectError])('%p', (Failure) => {
  const event = {
    type: 'calling.call.collect',
    result: { type: 'digit', digits: '4711' },
    params: { result: { params: { digits: '4711' } } },
  } as unknown as CollectEvent;

  it('names the prompt', () => {
    const noted = { ...event };
    notePrompt(noted, { play: [tts('Enter your PIN.')] });
    expect(new Failure(noted).message).toMatch(/: "Enter your PIN\."$/);
    expect(new Failure(event).message).not.toContain(':');
  });

  it('has its event where no log shows it', () => {
    const error = new Failure(event);
    expect(error.event).toBe(event);
    const shown = [
      inspect(error, { depth: Infinity }),
      JSON.stringify(error),
      JSON.stringify(Object.entries(error)),
    ];
    for (const text of shown) expect(text).not.toContain('4711');
  });
});

describe('NotConfirmedError', () => {
  it('has the value where no log shows it', () => {
    const error = new NotConfirmedError('4711');
    expect(error.value).toBe('4711');
    expect(inspect(error) + JSON.stringify(error)).not.toContain('4711');
  });
});
