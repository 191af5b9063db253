import { defer, filter, map, timer, type Observable } from 'rxjs';
import {
  digits,
  gatherDigits,
  menu,
  reprompt,
  startInputTimers,
  stop,
  tts,
  volume,
  type CollectAction,
} from 'relay-rx';
import { collected, command, playback, type ServerEvent } from 'relay-rx/testing';
import { held, marbles, prompt } from '../support/marbles.js';

const { run } = marbles({ client: { logger: false } });

const media = tts('Once more.');
type Again = (action: CollectAction) => Observable<string>;

/** What asks again, in its second question, when the first was met with silence. */
const again: Readonly<Record<string, Again>> = {
  reprompt: (action) => action.pipe(reprompt({ attempts: 3, noInput: media }), digits()),
  gatherDigits: (action) => action.pipe(gatherDigits({ length: 1, attempts: 3, nextPrompt: () => media })),
};

const events: Record<string, ServerEvent> = {
  p: playback('playing'),
  f: playback('finished'),
  n: collected.noInput(),
  d: collected.digits('1'),
};
const asked = command('calling.play_and_collect');
const promptEnded = (action: CollectAction) =>
  action.playback$.pipe(filter(({ state }) => state === 'finished'));

describe.each(Object.entries(again))('%s: what is asked again is the same operation', (_, ask) => {
  it('starts the input timers of each question when its own prompt has ended', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-pf-n-pf-d', events);
      const action = prompt(call);
      expectObservable(ask(action.pipe(startInputTimers(promptEnded(action))))).toBe('---------(x|)', {
        x: '1',
      });
      expectCommands().toBe('c-t-c--t', {
        c: asked,
        t: command('calling.collect.start_input_timers'),
      });
    });
  });

  it('sends the commands of its operators and of its handle to the question that is being asked', () => {
    const ids: unknown[] = [];
    const current: unknown[] = [];
    run(({ call, client, relay, cold, expectCommands }) => {
      client.frames$
        .pipe(
          map(({ frame }) => (frame as { params?: { control_id?: string } }).params?.control_id),
          filter((id) => id !== undefined),
        )
        .subscribe((id) => ids.push(id));
      relay.events('-----n', events);
      const action = prompt(call);
      ask(action.pipe(volume(2), stop(cold('------s')))).subscribe();
      timer(9).subscribe(() => action.volume(7).subscribe());
      timer(13).subscribe(() => action.stop().subscribe());
      expectCommands().toBe('(cv)-(cv)w-s-s', {
        c: asked,
        v: command('calling.play_and_collect.volume', { volume: 2 }),
        w: command('calling.play_and_collect.volume', { volume: 7 }),
        s: command('calling.play_and_collect.stop'),
      });
      timer(10).subscribe(() => current.push(action.controlId, action.isDone));
    });
    const [second, isDone] = current;
    const [first] = ids;
    expect(second).not.toBe(first);
    expect(isDone).toBe(false);
    expect(ids).toEqual([first, first, second, second, second, second, second]);
  });

  it('is asked once for two subscribers, who both get the answer', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('--n--n--d', events);
      const result$ = ask(prompt(call));
      expectObservable(result$).toBe('--------(x|)', { x: '1' });
      expectObservable(result$, '---^').toBe('--------(x|)', { x: '1' });
      expectCommands().toBe('c-c--c', { c: asked });
    });
  });
});

describe('menu', () => {
  it('is asked once for two subscribers, who both get the answer', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('--n--d', events);
      const chosen$ = menu(call, { prompt: tts('1?'), options: { 1: () => ['sales'] } });
      expectObservable(chosen$).toBe('-----(x|)', { x: 'sales' });
      expectObservable(chosen$, '---^').toBe('-----(x|)', { x: 'sales' });
      expectCommands().toBe('c-c', { c: asked });
    });
  });
});

describe('a notifier', () => {
  const beginning = (action: Observable<{ readonly result?: { readonly type: string } | undefined }>) =>
    action.pipe(filter(({ result }) => result?.type === 'start_of_input'));
  const heard: Record<string, ServerEvent> = { i: collected.startOfInput(), ...events };

  it.each<[string, (action: CollectAction) => CollectAction]>([
    ['the prompt', (action) => action.pipe(stop(beginning(action)))],
    ['its playback', (action) => action.pipe(startInputTimers(promptEnded(action)))],
    ['the prompt with another notifier', (action) => action.pipe(stop(beginning(action.pipe(volume(3)))))],
    [
      'the prompt, twice',
      (action) => action.pipe(stop(beginning(action)), volume(beginning(action).pipe(map(() => 3)))),
    ],
    [
      'the very action that brings it',
      (action) => {
        const whole: CollectAction = action.pipe(stop(defer(() => beginning(whole))));
        return whole;
      },
    ],
  ])('made from %s does not keep it running', (_, make) => {
    const stops: unknown[] = [];
    run(({ call, client, expectObservable }) => {
      client.frames$.subscribe(({ frame }) => {
        const { method } = frame as { method?: string };
        if (method?.endsWith('.stop')) stops.push(method);
      });
      const action = prompt(call);
      expectObservable(make(action), '^-----!').toBe('------');
      timer(8).subscribe(() => {
        expect(action.isDone).toBe(true);
        expect(held(call)).toMatchObject({ operations: 0 });
      });
    });
    expect(stops).toEqual(['calling.play_and_collect.stop']);
  });

  it('made from the prompt works as long as somebody else is subscribed', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('---i', heard);
      const action = prompt(call);
      expectObservable(action.pipe(stop(beginning(action))), '^-----!').toBe('---i--', {
        i: expect.anything() as unknown,
      });
      expectCommands().toBe('c--s', { c: asked, s: command('calling.play_and_collect.stop') });
    });
  });

  it('is subscribed for as long as one of those that bring it, and each has its own', () => {
    run(({ call, cold, expectSubscriptions, expectCommands, expectObservable }) => {
      const action = prompt(call);
      const one$ = cold('--a---------a', { a: 1 });
      const other$ = cold('----b-------b', { b: 2 });
      const withOne = action.pipe(volume(one$));
      expectObservable(withOne, '^--!').toBe('----');
      expectObservable(withOne, '-^----!').toBe('-------');
      expectObservable(action.pipe(volume(other$)), '--^-------!').toBe('-----------');
      expectSubscriptions(one$.subscriptions).toBe('^-----!');
      expectSubscriptions(other$.subscriptions).toBe('--^-------!');
      expectCommands().toBe('c-1---2---s', {
        c: asked,
        1: command('calling.play_and_collect.volume', { volume: 1 }),
        2: command('calling.play_and_collect.volume', { volume: 2 }),
        s: command('calling.play_and_collect.stop'),
      });
    });
  });
});
