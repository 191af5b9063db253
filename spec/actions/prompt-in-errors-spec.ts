import { ignoreElements, map } from 'rxjs';
import { digits, played, reprompt, tts } from 'relay-rx';
import { collected, playback } from 'relay-rx/testing';
import { prompt, run } from '../support/marbles.js';

const error = (name: string, message: string) => expect.objectContaining({ name, message }) as unknown;

describe('an error of a collect', () => {
  it('names the prompt of its own run', () => {
    run(({ call, relay, expectObservable }) => {
      relay.events('-n', { n: collected.noInput() });
      const failure = error('NoInputError', 'The caller gave no input: "Press 1."');
      expectObservable(prompt(call).pipe(digits())).toBe('-#', undefined, failure);
    });
    run(({ call, relay, expectObservable }) => {
      relay.events('-n-m', { n: collected.noInput(), m: collected.noMatch() });
      const again = reprompt({ attempts: 2, noInput: tts('Please press 1.') });
      const failure = error(
        'NoMatchError',
        'The caller\'s input matched nothing that was asked for: "Please press 1."',
      );
      expectObservable(prompt(call).pipe(again, digits())).toBe('---#', undefined, failure);
    });
  });
});

describe('a playback that RELAY ends with error', () => {
  const events = {
    e: playback('error', { error: 'not found' }),
    d: collected.digits('1'),
    f: playback('finished'),
  };
  const url = 'https://example.test/hello.mp3?key=secret';
  const failure = error('PlaybackError', 'RELAY could not play hello.mp3 (not found)');

  it('is reported on errors$, once for all its subscribers', () => {
    run(({ call, client, relay, expectObservable }) => {
      relay.events('-e', events);
      const play = call.playAudio({ url });
      expectObservable(client.errors$, '^----!').toBe('-e', { e: failure });
      expectObservable(play.pipe(map(({ state }) => state))).toBe('-(e|)', { e: 'error' });
      expectObservable(play.pipe(played())).toBe('-#', undefined, failure);
    });
  });

  it('is reported of the prompt of a collect, which goes on', () => {
    run(({ call, client, relay, expectObservable }) => {
      relay.events('-e-d', events);
      const ask = call.promptAudio({ url, collect: { digits: { max: 1 } } });
      expectObservable(client.errors$, '^----!').toBe('-e', { e: failure });
      expectObservable(ask.pipe(digits())).toBe('---(x|)', { x: '1' });
    });
  });

  it('is not reported when it was played, or stopped', () => {
    run(({ call, client, relay, expectObservable }) => {
      relay.events('-f', events);
      expectObservable(client.errors$, '^----!').toBe('-');
      expectObservable(call.playAudio({ url }).pipe(ignoreElements())).toBe('-|');
    });
  });
});
