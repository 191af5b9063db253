import { NEVER, Subject, map, of, retry, switchMap, timer, type ObservableInput } from 'rxjs';
import type { NotifierError } from 'relay-rx';
import {
  digits,
  pause,
  resume,
  startInputTimers,
  stop,
  tts,
  volume,
  type Call,
  type CollectAction,
  type PlayAction,
} from 'relay-rx';
import { collected, command, playback, refusal } from 'relay-rx/testing';
import { commands, prompt, run } from '../support/marbles.js';

const events = {
  d: collected.digits('1'),
  n: collected.noInput(),
  p: playback('playing'),
  f: playback('finished'),
};

interface Case<A> {
  readonly name: string;
  readonly start: (call: Call) => A;
  readonly operator: (notifier: ObservableInput<never>) => (action: A) => A;
  /** What the notifier's values send. */
  readonly sent: ReturnType<typeof command>;
}

const play = (call: Call): PlayAction => call.play({ media: [tts('Hold on.')] });
const ids = { control_id: 'mine' };
const mine = (call: Call): CollectAction => prompt(call, { controlId: 'mine' });

const cases: Case<CollectAction>[] = [
  {
    name: 'stop',
    start: mine,
    operator: (n) => stop(n),
    sent: command('calling.play_and_collect.stop', ids),
  },
  {
    name: 'volume',
    start: mine,
    operator: (n) => volume(n),
    sent: command('calling.play_and_collect.volume', { ...ids, volume: 3 }),
  },
  {
    name: 'startInputTimers',
    start: mine,
    operator: (n) => startInputTimers(n),
    sent: command('calling.collect.start_input_timers', ids),
  },
];

describe.each(cases)('$name', ({ operator, start, sent }) => {
  const values = { v: 3 as never };

  it('sends one command for each value of the notifier, for the run in progress', () => {
    run(({ call, cold, relay, expectObservable, expectCommands }) => {
      const notifier = cold('--v-v|', values);
      relay.events('------d', events);
      expectObservable(start(call).pipe(operator(notifier), digits())).toBe('------(x|)', { x: '1' });
      expectCommands().toBe('c-v-v', { c: commands.c, v: sent });
    });
  });

  it('sends the command after the request when the notifier has a value at once', () => {
    run(({ call, relay, expectCommands, expectObservable }) => {
      relay.events('---d', events);
      expectObservable(start(call).pipe(operator(of(3) as ObservableInput<never>), digits())).toBe(
        '---(x|)',
        { x: '1' },
      );
      expectCommands().toBe('(cv)', { c: commands.c, v: sent });
    });
  });

  it('subscribes the notifier once a run, however many subscribers, and for as long as the run is', () => {
    run(({ call, cold, relay, expectObservable, expectSubscriptions }) => {
      const notifier = cold('---------', values);
      const action = start(call).pipe(operator(notifier));
      relay.events('----d', events);
      expectObservable(action.pipe(digits())).toBe('----(x|)', { x: '1' });
      expectObservable(action.pipe(digits()), '-^!').toBe('---');
      expectObservable(action.pipe(digits()), '---^').toBe('----(x|)', { x: '1' });
      expectSubscriptions(notifier.subscriptions).toBe('^---!');
    });
  });

  it('subscribes it anew for each run', () => {
    run(({ call, cold, relay, expectObservable, expectSubscriptions }) => {
      const notifier = cold('---------', values);
      relay.events('--n--d', events);
      expectObservable(start(call).pipe(operator(notifier), digits(), retry(1))).toBe('-----(x|)', {
        x: '1',
      });
      expectSubscriptions(notifier.subscriptions).toBe(['^-!', '--^--!']);
    });
  });

  it('leaves it when the run is left', () => {
    run(({ call, cold, expectObservable, expectSubscriptions }) => {
      const notifier = cold('---------', values);
      expectObservable(start(call).pipe(operator(notifier)), '^--!').toBe('----');
      expectSubscriptions(notifier.subscriptions).toBe('^--!');
    });
  });

  it('tells errors$ when the notifier fails, and the operation goes on', () => {
    run(({ call, client, cold, relay, expectObservable }) => {
      const notifier = cold<never>('--#', values, new Error('theirs'));
      relay.events('----d', events);
      expectObservable(start(call).pipe(operator(notifier), digits())).toBe('----(x|)', { x: '1' });
      expectObservable(client.errors$).toBe('--e', {
        e: expect.objectContaining({ name: 'NotifierError', cause: new Error('theirs') }) as NotifierError,
      });
    });
  });

  it('tells errors$ when the command is refused, and the operation goes on', () => {
    run(({ call, client, cold, relay, expectObservable }) => {
      relay.answers(sent.method, '-r', { r: refusal('500', 'no') });
      relay.events('-----d', events);
      expectObservable(start(call).pipe(operator(cold('-v', values)), digits())).toBe('-----(x|)', {
        x: '1',
      });
      expectObservable(client.errors$).toBe('--e', { e: expect.objectContaining({ code: '500' }) as Error });
    });
  });

  it('says nothing of a refusal when the operation is over', () => {
    run(({ call, client, cold, relay, expectObservable }) => {
      relay.answers(sent.method, '---r', { r: refusal('500', 'no') });
      relay.events('--d', events);
      expectObservable(start(call).pipe(operator(cold('-v', values)), digits())).toBe('--(x|)', { x: '1' });
      expectObservable(client.errors$).toBe('-----');
    });
  });

  it('shares its runs with the action that it was made from', () => {
    run(({ call, cold, relay, expectObservable, expectCommands }) => {
      const action = start(call);
      const controlled = action.pipe(operator(cold('-v', values)));
      relay.events('----d', events);
      expectObservable(action.pipe(digits())).toBe('----(x|)', { x: '1' });
      expectObservable(controlled.pipe(digits()), '-^').toBe('----(x|)', { x: '1' });
      expectObservable(
        timer(5).pipe(map(() => controlled.result === action.result && controlled.completed)),
      ).toBe('-----(x|)', { x: true });
      expectCommands().toBe('c-v', { c: commands.c, v: sent });
    });
  });

  it('refuses a plain Observable, for who writes no types', () => {
    expect(() => operator(NEVER)(NEVER as never)).toThrow(TypeError);
  });
});

describe('volume', () => {
  it('sends a number once at the start of each run', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-----n--d', events);
      expectObservable(mine(call).pipe(volume(-6), digits(), retry(1))).toBe('--------(x|)', { x: '1' });
      const v = command('calling.play_and_collect.volume', { volume: -6 });
      expectCommands().toBe('(cv)-(cv)', { ...commands, v });
    });
  });

  it('throws for a number out of range, before anything is sent', () => {
    run(({ call, expectCommands }) => {
      for (const db of [-40.1, 40.1, NaN, -Infinity])
        expect(() => mine(call).pipe(volume(db))).toThrow(RangeError);
      expectCommands().toBe('');
    });
  });

  it('tells errors$ of a value out of range, sends nothing for it, and takes the next', () => {
    run(({ call, client, cold, relay, expectObservable, expectCommands }) => {
      relay.events('-----d', events);
      const slider$ = cold('-a-b', { a: 41, b: 40 });
      expectObservable(mine(call).pipe(volume(slider$), digits())).toBe('-----(x|)', { x: '1' });
      expectObservable(client.errors$).toBe('-e', { e: expect.any(RangeError) as Error });
      expectCommands().toBe('c--v', {
        ...commands,
        v: command('calling.play_and_collect.volume', { volume: 40 }),
      });
    });
  });
});

describe('pause and resume', () => {
  it('pause and resume a playback', () => {
    run(({ call, cold, relay, expectObservable, expectCommands }) => {
      relay.events('------f', events);
      const action = play(call).pipe(pause(cold('-x')), resume(cold('---x')), stop(cold('-----x')));
      expectObservable(action.pipe(map(({ state }) => state))).toBe('------(f|)', { f: 'finished' });
      expectCommands().toBe('cp-r-s', {
        c: command('calling.play'),
        p: command('calling.play.pause'),
        r: command('calling.play.resume'),
        s: command('calling.play.stop'),
      });
    });
  });
});

describe('several', () => {
  it('chain, and each sends its own', () => {
    run(({ call, cold, relay, expectObservable, expectCommands }) => {
      relay.events('-------d', events);
      const action = prompt(call).pipe(
        volume(cold('-v', { v: 3 })),
        startInputTimers(cold('---t')),
        stop(cold('-----s')),
        digits(),
      );
      expectObservable(action).toBe('-------(x|)', { x: '1' });
      expectCommands().toBe('cv-t-s', commands);
    });
  });

  it('a stop by a notifier counts: leaving after it sends no other', () => {
    run(({ call, cold, expectObservable, expectCommands }) => {
      expectObservable(prompt(call).pipe(stop(cold('--s'))), '^----!').toBe('------');
      expectCommands().toBe('c-s', commands);
    });
  });

  it('a notifier that ends the run from within a value is let go', () => {
    run(({ call, expectCommands }) => {
      const notifier$ = new Subject<void>();
      const action = prompt(call).pipe(stop(notifier$));
      const subscription = action.subscribe();
      notifier$.subscribe(() => subscription.unsubscribe());
      notifier$.next();
      expect(notifier$.observed).toBe(true);
      expect(action.isDone).toBe(true);
      expectCommands().toBe('(cs)', commands);
    });
  });

  it('work on playback$, for the timers that start when the prompt is over', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      const action = prompt(call);
      relay.events('-p--f--d', events);
      const over$ = action.playback$.pipe(
        map(({ state }) => state),
        switchMap((state) => (state === 'finished' ? of(state) : NEVER)),
      );
      expectObservable(action.pipe(startInputTimers(over$), digits())).toBe('-------(x|)', { x: '1' });
      expectCommands().toBe('c---t', commands);
    });
  });
});
