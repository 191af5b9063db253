import { tts, type Call, type CollectAction, type PlayAndCollectOptions } from 'relay-rx';
import { command, relayMarbles, type RelayMarblesOptions } from 'relay-rx/testing';
import { liveCallOf } from '../../lib/actions/live-call.js';

/** Marble tests with jest's deep equality. */
export const marbles = (options?: RelayMarblesOptions) =>
  relayMarbles((actual, expected) => expect(actual).toEqual(expected), options);

export const { run } = marbles();

/** A prompt for one digit. */
export const prompt = (call: Call, options: Partial<PlayAndCollectOptions> = {}): CollectAction =>
  call.playAndCollect({ media: [tts('Press 1.')], collect: { digits: { max: 1 } }, ...options });

/** The commands of a prompt, by their letters in specs. */
export const commands = {
  c: command('calling.play_and_collect'),
  s: command('calling.play_and_collect.stop'),
  v: command('calling.play_and_collect.volume'),
  t: command('calling.collect.start_input_timers'),
  e: command('calling.end'),
};

/** The numbers of keys, listeners and requests that a call's connection holds. */
export const held = (call: Call) => liveCallOf(call).connection.size;
