import type { CallerStep } from '../../lib/simulator/index.js';
import { conversation, digit, stage, tts } from './virtual-app.js';

describe('a caller', () => {
  it('rings, is answered, and ends', () => {
    const { caller } = conversation();
    const states: string[] = [];
    caller.state$.subscribe({ next: (state) => states.push(state), complete: () => states.push('complete') });
    caller.hangUp();
    expect(states).toEqual(['answered', 'ended', 'complete']);
  });

  it('can be asked for its state after the end', () => {
    const { caller } = conversation();
    caller.hangUp();
    const states: string[] = [];
    caller.state$.subscribe({ next: (state) => states.push(state), complete: () => states.push('complete') });
    expect(states).toEqual(['ended', 'complete']);
  });

  it('hears nothing before the app can be listened to', () => {
    const { engine, app: open, clock } = stage();
    const app = open();
    const caller = engine.call();
    expect(app.eventsOf('calling.call.receive')).toEqual([]);
    clock.advance(0);
    expect(app.eventsOf('calling.call.receive')).toMatchObject([{ call_id: caller.callId }]);
  });

  it.each(['x', '', '12 3', 'a', 'w'])('cannot press %j', (keys) => {
    expect(() => conversation().caller.press(keys)).toThrow(
      new RangeError(`press: ${JSON.stringify(keys)} is not one or more of the keys 0-9 * # A-D`),
    );
  });

  it('cannot say nothing', () => {
    expect(() => conversation().caller.say('  ')).toThrow(/^say: there are no words to say; mumble/);
  });

  it('presses keys one after the other, across presses', () => {
    const { ask, caller, clock, log } = conversation();
    ask('calling.collect', { control_id: 'c1', digits: { max: 3 }, partial_results: true });
    caller.press('12', { gap: 300 });
    caller.press('3');
    clock.advance(1000);
    expect(log().at(-1)).toEqual([300, { final: true, ...digit('123') }]);
  });

  it('may go on pressing and talking after the end', () => {
    const { caller, clock } = conversation();
    caller.hangUp();
    caller.press('1');
    caller.say('hello');
    caller.hangUp();
    clock.advance(1000);
    expect(caller.endReason).toBe('hangup');
  });
});

describe('a script', () => {
  const SCRIPT: readonly CallerStep[] = [
    { hear: 'Press 1' },
    { wait: 6000 },
    { press: '2' },
    { hear: /goodbye/i },
    { hangUp: true },
  ];

  it('is followed step by step', () => {
    const { ask, caller, clock, log } = conversation({}, { script: SCRIPT });
    ask('calling.play_and_collect', {
      control_id: 'c1',
      play: [tts('Welcome.'), tts('Press 1 for sales, 2 for support.')],
      collect: { digits: { max: 1 }, initial_timeout: 10 },
    });
    clock.advance(10_000);
    expect(log().at(-1)).toEqual([6100, digit('2')]);
    ask('calling.play', { control_id: 'p1', play: [tts('Thank you. Goodbye.')] });
    clock.advance(0);
    expect(caller.endReason).toBe('hangup');
  });

  it('hears what was said while it waited', () => {
    const { ask, caller, clock } = conversation();
    const done: CallerStep[] = [];
    caller
      .script([{ hear: 'one' }, { wait: 5000 }, { hear: 'two' }])
      .subscribe({ next: (step) => done.push(step) });
    ask('calling.play', { control_id: 'p1', play: [tts('one'), tts('two')] });
    clock.advance(5000);
    expect(done).toHaveLength(3);
  });

  it('can speak, mumble, and tell what it hears by a function', () => {
    const { ask, clock, log } = conversation(
      {},
      {
        script: [
          { hear: ({ kind }) => kind === 'silence' },
          { mumble: true },
          { say: 'sales', confidence: 70 },
        ],
      },
    );
    ask('calling.play_and_collect', {
      control_id: 'c1',
      play: [tts('hello'), { type: 'silence', params: { duration: 1 } }],
      collect: { speech: {} },
    });
    clock.advance(10_000);
    // The mumble is forgiven, because words follow it at once.
    expect(log().at(-1)).toEqual([
      1300,
      { result: { type: 'speech', params: { text: 'sales', confidence: 70 } } },
    ]);
  });

  it('ends with the call', () => {
    const { caller } = conversation();
    let ended = false;
    caller.script([{ hear: 'never' }]).subscribe({ complete: () => (ended = true) });
    caller.hangUp();
    expect(ended).toBe(true);
  });

  it('is checked before it begins', () => {
    expect(() => conversation().caller.script([{ press: 'x' }])).toThrow(RangeError);
  });
});

describe('an engine', () => {
  it('leaves no timer when it is closed', () => {
    const { engine, ask, clock, caller } = conversation({ pingInterval: 5000, ringTimeout: 60_000 });
    ask('calling.play', { control_id: 'p1', loop: 0, play: [tts('hello')] });
    ask('calling.collect', { control_id: 'c1', digits: {}, speech: {} });
    caller.say('hello to you too');
    caller.script([{ wait: 1000 }]).subscribe();
    engine.call();
    engine.faults.disconnect();
    engine.close();
    expect(clock.actions.filter(({ closed }) => !closed)).toEqual([]);
    expect([engine.connections, engine.calls, engine.sessions]).toEqual([0, [], []]);
  });

  it('takes no call once it is closed', () => {
    const { engine } = stage();
    engine.close();
    expect(() => engine.call()).toThrow(/closed/);
  });

  it('leaves no timer when its calls have ended', () => {
    const { ask, clock, caller } = conversation({ ringTimeout: 60_000 });
    ask('calling.play', { control_id: 'p1', loop: 0, play: [tts('hello')] });
    ask('calling.collect', { control_id: 'c1', digits: {}, speech: {} });
    caller.hangUp();
    expect(clock.actions.filter(({ closed }) => !closed)).toEqual([]);
  });

  it.each([
    [{ wordsPerMinute: 0 }, 'wordsPerMinute is a number above 0, not 0'],
    [{ pingInterval: -1 }, 'pingInterval is a number of at least 0, not -1'],
    [{ sessionTimeout: NaN }, 'sessionTimeout is a number of at least 0, not NaN'],
  ])('refuses the options %j', (options, message) => {
    expect(() => stage(options)).toThrow(new RangeError(message));
  });
});
