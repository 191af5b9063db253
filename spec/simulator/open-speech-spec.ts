import type { CallerAct } from '../../lib/simulator/call/caller.js';
import { conversation } from './virtual-app.js';

const collect = {
  control_id: 'c1',
  speech: { end_silence_timeout: 1 },
  partial_results: true,
  initial_timeout: 60,
};
const words = (text: string, confidence: number, final: boolean) => ({
  final,
  result: { type: 'speech', params: { text, confidence } },
});

describe('words that come as they are spoken', () => {
  it('are partial results, and the result when they have ended', () => {
    const { ask, caller, clock, log } = conversation();
    ask('calling.collect', collect);
    const speech = caller.speak();
    speech.add('sales');
    clock.advance(5000);
    speech.add('please now', { confidence: 70 });
    speech.end();
    clock.advance(2000);

    expect(log().slice(-4)).toEqual([
      [0, words('sales', 90, false)],
      [5000, words('sales please', 70, false)],
      [5000, words('sales please now', 70, false)],
      [6000, words('sales please now', 70, true)],
    ]);
  });

  it('keep a collect from ending while nothing is added', () => {
    const { ask, caller, clock, log } = conversation();
    ask('calling.collect', collect);
    const speech = caller.speak();
    clock.advance(50_000);
    const before = log().length;
    speech.add('hello');
    speech.end();
    clock.advance(1000);

    expect(log().slice(before).at(-1)).toEqual([51_000, words('hello', 90, true)]);
  });

  it('come before what is said meanwhile', () => {
    const { ask, caller, clock, log } = conversation();
    ask('calling.collect', collect);
    const speech = caller.speak();
    speech.add('one');
    caller.say('two');
    clock.advance(10_000);
    expect(log().at(-1)).toEqual([0, words('one', 90, false)]);
    speech.end();
    clock.advance(2000);

    expect(log().at(-1)).toEqual([11_100, words('one two', 90, true)]);
  });

  it.each([-1, 101, NaN])('cannot be understood %d %% well', (confidence) => {
    expect(() => conversation().caller.speak().add('x', { confidence })).toThrow(
      new RangeError(`say: confidence is a number from 0 to 100, not ${String(confidence)}`),
    );
  });

  it('are heard by nobody after the end of the call', () => {
    const { ask, caller, clock, log } = conversation();
    ask('calling.collect', collect);
    const speech = caller.speak();
    caller.hangUp();
    const before = log().length;
    speech.add('hello');
    speech.end();
    clock.advance(10_000);

    expect(log()).toHaveLength(before);
  });
});

describe('acts$', () => {
  it('emits what the caller does as it begins, each key by itself, and completes with the call', () => {
    const { caller, clock } = conversation();
    const acts: (readonly [number, CallerAct] | 'complete')[] = [];
    const began = clock.now();
    caller.acts$.subscribe({
      next: (act) => acts.push([clock.now() - began, act]),
      complete: () => acts.push('complete'),
    });
    caller.press('12', { gap: 300 });
    caller.say('sales  please', { confidence: 60 });
    caller.mumble();
    clock.advance(10_000);
    caller.hangUp();
    caller.press('3');
    caller.hangUp();
    clock.advance(1000);

    expect(acts).toEqual([
      [0, { press: '1' }],
      [0, { say: 'sales please', confidence: 60 }],
      [200, { mumble: true }],
      [300, { press: '2' }],
      [10_000, { hangUp: true }],
      'complete',
    ]);
  });

  it('completes when the app hangs up, without an act, and at once for those who come later', () => {
    const { ask, caller } = conversation();
    const acts: unknown[] = [];
    caller.acts$.subscribe({ next: (act) => acts.push(act), complete: () => acts.push('complete') });
    ask('calling.end', { reason: 'hangup' });
    caller.acts$.subscribe({ complete: () => acts.push('late') });

    expect(acts).toEqual(['complete', 'late']);
  });
});
