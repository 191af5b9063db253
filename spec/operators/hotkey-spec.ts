import { concat, ignoreElements, takeUntil, type Observable } from 'rxjs';
import { digits, hotkey, type Call } from 'relay-rx';
import { callState, collected, command, detection } from 'relay-rx/testing';
import { held, marbles, prompt, run } from '../support/marbles.js';

const events = {
  z: detection('0', { controlId: 'detector' }),
  o: detection('1'),
  f: detection('finished'),
  e: detection('error'),
  Z: detection('0'),
  d: collected.digits('1'),
  E: callState('ended'),
};
const detect = command('calling.detect', {
  detect: { type: 'digit', params: { digits: '0' } },
  timeout: 3600,
});
const stop = command('calling.detect.stop');

describe('hotkey', () => {
  it('listens as long as it is subscribed to, and emits the key each time', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-Z--Z-o', events);
      expectObservable(hotkey(call, '0'), '^------!').toBe('-x--x---', { x: '0' });
      expectCommands().toBe('d------s', { d: detect, s: stop });
    });
  });

  it('completes with the call, and holds nothing', () => {
    run(({ call, relay, expectObservable, expectCommands, flush }) => {
      relay.events('-Z-E', events);
      expectObservable(hotkey(call, '0')).toBe('-x-|', { x: '0' });
      expectCommands().toBe('d', { d: detect });
      flush();
      expect(held(call).operations).toBe(0);
    });
  });

  it('listens on when the detector ends with the key', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-Z-f-Z', events);
      expectObservable(hotkey(call, '0'), '^------!').toBe('-x---x', { x: '0' });
      expectCommands().toBe('d--d---s', { d: detect, s: stop });
    });
  });

  it('asks once a second at most where detectors end at once', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-f 1000ms -f', events);
      expectObservable(hotkey(call, '0'), '^ 2100ms !').toBe('-');
      expectCommands().toBe('d 999ms d 999ms d 100ms s', { d: detect, s: stop });
    });
  });

  it('fails when RELAY cannot listen', () => {
    run(({ call, relay, expectObservable }) => {
      relay.events('-e', events);
      const failure = expect.objectContaining({ name: 'DetectError' }) as unknown;
      expectObservable(hotkey(call, '0')).toBe('-#', {}, failure);
    });
  });

  it('fails when RELAY refuses to', () => {
    run(({ call, relay, expectObservable }) => {
      relay.answers('calling.detect', '-r');
      const failure = expect.objectContaining({ name: 'RelayError', code: '500' }) as unknown;
      expectObservable(hotkey(call, '0')).toBe('-#', {}, failure);
    });
  });

  it.each(['', '00', 'x', 0 as unknown as string])('refuses %p', (key) => {
    run(({ call }) => {
      expect(() => hotkey(call, key)).toThrow(/^hotkey\.key must be one of the keys/);
    });
  });
});

describe('hotkey beside a prompt, on the simulator', () => {
  const { runCaller } = marbles();
  const order = (call: Call) =>
    prompt(call, { collect: { digits: { max: 4, digitTimeout: 2 } } }).pipe(digits());
  const answered = <T>(call: Call, then: Observable<T>) => concat(call.answer().pipe(ignoreElements()), then);

  it('is noticed while the prompt collects, which is stopped, and so is the detector', () => {
    runCaller(({ call, caller, expectObservable, expectCommands }) => {
      caller('100ms 0');
      expectObservable(answered(call, order(call).pipe(takeUntil(hotkey(call, '0'))))).toBe('100ms |');
      expectCommands().toBe('(adp) 95ms (sq)', {
        a: command('calling.answer'),
        d: detect,
        p: command('calling.play_and_collect'),
        q: command('calling.play_and_collect.stop'),
        s: stop,
      });
    });
  });

  it('leaves other keys to the prompt', () => {
    runCaller(({ call, caller, expectObservable }) => {
      caller('100ms 1234');
      expectObservable(answered(call, order(call).pipe(takeUntil(hotkey(call, '0'))))).toBe('103ms (x|)', {
        x: '1234',
      });
    });
  });

  it('is noticed with nothing else running, and completes with the call', () => {
    runCaller(({ call, caller, expectObservable }) => {
      caller('100ms 0-0-1-|');
      expectObservable(answered(call, hotkey(call, '0'))).toBe('100ms x-x---|', { x: '0' });
    });
  });
});
