import { getEventListeners } from 'node:events';
import { TimeoutError, defer, map, merge, repeat, switchMap, takeUntil, timer, type Observable } from 'rxjs';
import { CallEndedError, RelayError, digits, type CollectAction } from 'relay-rx';
import { callState, collected, command, refusal } from 'relay-rx/testing';
import { commands, prompt, run } from '../support/marbles.js';

const events = {
  i: collected.startOfInput(),
  d: collected.digits('1'),
  E: callState('ended'),
};

/** A handle at a moment. */
const read = ({ controlId, isDone, completed, result }: CollectAction) => ({
  controlId,
  isDone,
  completed,
  result: result?.type,
});

describe('the handle', () => {
  it('knows its control id before it is subscribed to, and nothing else', () => {
    run(({ call }) => {
      expect(read(prompt(call, { controlId: 'mine' }))).toEqual({
        controlId: 'mine',
        isDone: false,
        completed: false,
      });
      const action = prompt(call);
      expect(action.controlId).toBe(action.controlId);
    });
  });

  it.each([
    [
      'a terminal event',
      { told: '--d', left: 9 },
      { isDone: true, completed: true, result: 'calling.call.collect' },
    ],
    ['the end of the call', { told: '--E', left: 9 }, { isDone: true, completed: false }],
    ['being left', { told: '--i', left: 3 }, { isDone: true, completed: false }],
  ])('is done after %s', (_, { told, left }, then) => {
    run(({ call, relay, expectObservable }) => {
      const action = prompt(call, { controlId: 'mine' });
      relay.events(told, events);
      action.pipe(takeUntil(timer(left))).subscribe();
      const reads = merge(timer(1), timer(5)).pipe(map(() => read(action)));
      expectObservable(reads).toBe('-a---(b|)', {
        a: { controlId: 'mine', isDone: false, completed: false },
        b: { controlId: 'mine', ...then },
      });
    });
  });

  it('is not done any more when it is asked again', () => {
    run(({ call, relay, expectObservable }) => {
      const action = prompt(call);
      relay.events('-d', events);
      action.pipe(switchMap(() => action)).subscribe();
      expectObservable(timer(3).pipe(map(() => [action.isDone, action.result]))).toBe('---(a|)', {
        a: [false, undefined],
      });
    });
  });
});

describe('wait', () => {
  /** Promises are no matter of virtual time: what became of one is asked when the test is over. */
  const settled = async (promise: Promise<unknown>): Promise<unknown> =>
    promise.catch((error: unknown) => error);

  it('starts a run when there is none, and gives the terminal event', async () => {
    const { waited, action } = run(({ call, relay, expectCommands }) => {
      const action = prompt(call);
      relay.events('-i-d', events);
      expectCommands().toBe('c', commands);
      return { waited: action.wait(), action };
    });
    expect(await settled(waited)).toBe(action.result);
    expect(await settled(action.wait())).toBe(action.result);
  });

  it('joins the run in progress', async () => {
    const waited = run(({ call, relay, expectCommands, expectObservable }) => {
      const action = prompt(call);
      relay.events('-i-d', events);
      expectObservable(action.pipe(digits())).toBe('---(x|)', { x: '1' });
      expectCommands().toBe('c', commands);
      return Promise.all([action.wait(), action.wait()]);
    });
    expect(await settled(waited)).toHaveLength(2);
  });

  it('rejects with TimeoutError, and the operation goes on and may be waited for again', async () => {
    const { first, second } = run(({ call, relay, expectCommands }) => {
      const action = prompt(call);
      relay.events('--------d', events);
      const first = action.wait({ timeout: 3 });
      const second = new Promise((resolve) => timer(5).subscribe(() => resolve(action.wait({ timeout: 5 }))));
      expectCommands().toBe('c', commands);
      return { first, second };
    });
    expect(await settled(first)).toBeInstanceOf(TimeoutError);
    expect(await settled(second)).toMatchObject({ result: { digits: '1' } });
  });

  it('does not time out when the event came in time', async () => {
    const waited = run(({ call, relay }) => {
      relay.events('--d', events);
      return prompt(call).wait({ timeout: 5 });
    });
    expect(await settled(waited)).toMatchObject({ result: { digits: '1' } });
  });

  it('rejects with CallEndedError when the call ends first, or has ended', async () => {
    const { first, second } = run(({ call, relay }) => {
      const action = prompt(call);
      relay.events('-E', events);
      const second = new Promise((resolve) => timer(3).subscribe(() => resolve(action.wait())));
      return { first: action.wait(), second };
    });
    expect(await settled(first)).toBeInstanceOf(CallEndedError);
    expect(await settled(second)).toBeInstanceOf(CallEndedError);
  });

  it('rejects with the refusal', async () => {
    const waited = run(({ call, relay }) => {
      relay.answers('calling.play_and_collect', '-r');
      return prompt(call).wait({ timeout: 100 });
    });
    expect(await settled(waited)).toBeInstanceOf(RelayError);
  });

  it('lets go when its signal is aborted, which stops the operation', async () => {
    const controller = new AbortController();
    const waited = run(({ call, expectCommands }) => {
      timer(2).subscribe(() => controller.abort(new Error('enough')));
      expectCommands().toBe('c-s', commands);
      return prompt(call).wait({ signal: controller.signal, timeout: 50 });
    });
    expect(await settled(waited)).toEqual(new Error('enough'));
  });

  it('listens to its signal no longer than the run is', async () => {
    const { signal } = new AbortController();
    const waited = run(({ call, relay }) => {
      relay.events('--d', events);
      const waiting = prompt(call).wait({ signal });
      expect(getEventListeners(signal, 'abort')).toHaveLength(1);
      return waiting;
    });
    await waited;
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('starts nothing when its signal was aborted before', async () => {
    const waited = run(({ call, expectCommands }) => {
      expectCommands().toBe('');
      return prompt(call).wait({ signal: AbortSignal.abort(new Error('too late')) });
    });
    expect(await settled(waited)).toEqual(new Error('too late'));
  });

  it.each([-1, NaN, 2 ** 31])('refuses a timeout of %s', (timeout) => {
    run(({ call, expectCommands }) => {
      expectCommands().toBe('');
      expect(() => prompt(call).wait({ timeout })).toThrow(RangeError);
    });
  });
});

describe('wait({ timeout: Infinity })', () => {
  it('waits to the end', async () => {
    const { waited } = run(({ call, relay }) => {
      relay.events('1m d', events);
      return { waited: prompt(call).wait({ timeout: Infinity }) };
    });
    expect(await waited).toMatchObject({ result: { type: 'digit' } });
  });
});

describe('the commands', () => {
  const each: [string, (action: CollectAction) => Observable<unknown>, ReturnType<typeof command>][] = [
    ['stop', (action) => action.stop(), command('calling.play_and_collect.stop', { control_id: 'mine' })],
    [
      'volume',
      (action) => action.volume(-40),
      command('calling.play_and_collect.volume', { control_id: 'mine', volume: -40 }),
    ],
    [
      'startInputTimers',
      (action) => action.startInputTimers(),
      command('calling.collect.start_input_timers', { control_id: 'mine' }),
    ],
  ];

  it.each(each)(
    '%s: sends when it is subscribed to, once for each subscription, and emits the answer',
    (_, ask, sent) => {
      run(({ call, relay, expectObservable, expectCommands }) => {
        const action = prompt(call, { controlId: 'mine' });
        relay.answers(sent.method, '-s');
        expectObservable(action, '^----!').toBe('-----');
        const asked = ask(action);
        const answer = { code: '200', message: 'OK' };
        expectObservable(asked, '-^').toBe('--(a|)', { a: answer });
        expectObservable(asked, '---^').toBe('----(a|)', { a: answer });
        const stops = sent.method.endsWith('stop');
        expectCommands().toBe(stops ? 'cx-x' : 'cx-x-s', {
          ...commands,
          x: sent,
        });
      });
    },
  );

  it.each(each)('%s: completes empty and sends nothing with no run in progress', (_, ask) => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      const action = prompt(call);
      expectObservable(ask(action)).toBe('|');
      expectObservable(action, '-^').toBe('--(d|)', { d: expect.anything() as unknown });
      relay.events('--d', events);
      expectObservable(ask(action), '---^').toBe('---|');
      expectCommands().toBe('-c', commands);
    });
  });

  it.each(each)('%s: a loop over it with no run in progress neither overflows nor freezes', (_, ask) => {
    run(({ call, relay, cold, expectObservable }) => {
      const action = prompt(call);
      let turns = 0;
      const loop$ = defer(() => {
        turns += 1;
        return ask(action);
      }).pipe(repeat(), takeUntil(cold('100ms x')));
      // Before the first run and after it: ten answers at once in all, and then one a millisecond.
      expectObservable(loop$).toBe('100ms |');
      expectObservable(action, '200ms ^').toBe('201ms (d|)', { d: expect.anything() as unknown });
      relay.events('201ms d', events);
      expectObservable(loop$, '300ms ^').toBe('400ms |');
      timer(500).subscribe(() => expect(turns).toBeLessThan(220));
    });
  });

  it.each(each)(
    '%s: completes empty when the operation is over, and errors when it is refused otherwise',
    (_, ask, { method }) => {
      run(({ call, relay, expectObservable }) => {
        const action = prompt(call);
        relay.answers(method, 'a', { a: refusal('404') });
        expectObservable(action, '^----------!').toBe('------------');
        expectObservable(ask(action), '-^').toBe('-|');
        timer(2).subscribe(() => relay.answers(method, 'b', { b: refusal('500', 'no') }));
        expectObservable(timer(3).pipe(switchMap(() => ask(action)))).toBe(
          '---#',
          {},
          new RelayError('500', 'no', method),
        );
      });
    },
  );

  it('volume: throws for what is no volume, before anything is sent', () => {
    run(({ call, expectCommands }) => {
      for (const db of [-40.5, 41, NaN, Infinity]) expect(() => prompt(call).volume(db)).toThrow(RangeError);
      expect(() => prompt(call).volume(41)).toThrow(/volume.*-40 to 40.*41/);
      expectCommands().toBe('');
    });
  });
});
