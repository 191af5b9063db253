import {
  count,
  ignoreElements,
  map,
  merge,
  race,
  repeat,
  retry,
  switchMap,
  take,
  takeUntil,
  timer,
} from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import {
  RelayClient,
  RelayConnectionError,
  RelayError,
  RelaySessionLostError,
  digits,
  type CollectEvent,
} from 'relay-rx';
import { callState, collected, command, event, playback, refusal, tapState } from 'relay-rx/testing';
import { FakeRelay } from '../../lib/testing/fake-relay.js';
import { commands, held, prompt, run } from '../support/marbles.js';

/** What a test reads off an event. */
const kind = map((each: CollectEvent) => each.result?.type ?? each.state);

const events = {
  p: playback('playing'),
  f: playback('finished'),
  i: collected.startOfInput(),
  a: collected.digits('1', { final: false }),
  d: collected.digits('1'),
  n: collected.noInput(),
  m: collected.noMatch(),
  e: collected.error(),
  E: callState('ended', { endReason: 'hangup' }),
};
/** What goes on the wire for `prompt`, beside its ids. */
const params = { play: [{ type: 'tts', params: { text: 'Press 1.' } }], collect: { digits: { max: 1 } } };

const kinds = { i: 'start_of_input', a: 'digit', d: 'digit', n: 'no_input', m: 'no_match', e: 'error' };

describe('rule 1: the first subscription starts a run', () => {
  it('sends nothing before it is subscribed to', () => {
    run(({ call, expectCommands }) => {
      prompt(call);
      expectCommands().toBe('');
    });
  });

  it('sends the request once, as RELAY takes it', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      const action = call.playAndCollect({
        media: [{ type: 'tts', text: 'Hello.', language: 'en-GB' }],
        collect: {
          initialTimeout: 3,
          digits: { max: 4, digitTimeout: 2.5, terminators: '#*' },
          partialResults: true,
          startInputTimers: false,
        },
        volume: -3.5,
        statusUrl: 'https://example.test/status',
        controlId: 'mine',
      });
      relay.events('        ---d ', events);
      expectObservable(action.pipe(kind)).toBe('---(d|)', kinds);
      expectCommands().toBe('c', {
        c: command('calling.play_and_collect', {
          call_id: 'call-1',
          node_id: 'node-1',
          control_id: 'mine',
          play: [{ type: 'tts', params: { text: 'Hello.', language: 'en-GB' } }],
          collect: {
            initial_timeout: 3,
            digits: { max: 4, digit_timeout: 2.5, terminators: '#*' },
            partial_results: true,
            start_input_timers: false,
          },
          volume: -3.5,
          status_url: 'https://example.test/status',
        }),
      });
    });
  });

  it.each(['--s', '-----s', '-'])('takes an event that overtakes the answer (%s)', (answer) => {
    run(({ call, relay, expectObservable }) => {
      relay.answers('calling.play_and_collect', answer);
      relay.events('                                 -d ', events);
      expectObservable(prompt(call).pipe(kind)).toBe('-(d|)', kinds);
    });
  });
});

describe('rule 1: a terminal event from within the sending of the request', () => {
  it('is not missed', () => {
    const scheduler = new TestScheduler(() => undefined);
    const relay = new FakeRelay(scheduler);
    const client = new RelayClient({ project: 'p', token: 't', scheduler, socket: relay.connect });
    const heard: unknown[] = [];
    client.calls$.subscribe((call) => {
      relay.commands$.subscribe(() => relay.send(collected.digits('1')));
      prompt(call)
        .pipe(digits())
        .subscribe({ next: (value) => heard.push(value), complete: () => heard.push('completed') });
    });
    relay.offer();
    expect(heard).toEqual(['1', 'completed']);
    client.close();
  });
});

describe('rule 2: later subscribers join the run in progress', () => {
  it('sends one request for two subscribers, and the later one gets what comes from then on', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      const action = prompt(call);
      relay.events('             -i-a-d ', events);
      expectObservable(action.pipe(kind), '^-------').toBe('-i-a-(d|)', kinds);
      expectObservable(action.pipe(kind), '--^-----').toBe('---a-(d|)', kinds);
      expectCommands().toBe('c', commands);
    });
  });

  it('goes on for the second when the first leaves, and stops when both have left', () => {
    run(({ call, expectObservable, expectCommands }) => {
      const action = prompt(call);
      expectObservable(action, '^--! ').toBe('-----');
      expectObservable(action, '-^---!').toBe('-----');
      expectCommands().toBe('c----s', commands);
    });
  });
});

describe('rule 3: it emits the events of its type and control id', () => {
  it('emits partials and start of input as they come', () => {
    run(({ call, relay, expectObservable }) => {
      relay.events('                          -i-a-a-d ', events);
      expectObservable(prompt(call).pipe(kind)).toBe('-i-a-a-(d|)', kinds);
    });
  });

  it('brings the playback to playback$, whose end says nothing of the input', () => {
    run(({ call, relay, expectObservable }) => {
      const action = prompt(call);
      relay.events('-p-f---d ', events);
      expectObservable(action.playback$.pipe(map((each) => each.state))).toBe('-p-f---|', {
        p: 'playing',
        f: 'finished',
      });
      expectObservable(action.pipe(kind)).toBe('-------(d|)', kinds);
    });
  });

  it('starts nothing when only playback$ is watched, which completes with the call', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('---E', events);
      expectObservable(prompt(call).playback$).toBe('---|');
      expectCommands().toBe('');
    });
  });

  it('leaves out the events of other control ids, other calls and other types', () => {
    run(({ call, relay, expectObservable }) => {
      const other = relay.call();
      const [mine, second, elsewhere] = [
        prompt(call, { controlId: 'mine' }),
        prompt(call, { controlId: 'second' }),
        prompt(other, { controlId: 'mine' }),
      ];
      relay.events('-abctd', {
        a: collected.digits('2', { controlId: 'second' }),
        b: collected.digits('3', { controlId: 'nobody' }),
        c: collected.digits('4', { callId: 'call-2', controlId: 'mine' }),
        t: tapState('finished', { controlId: 'mine' }),
        d: collected.digits('1', { controlId: 'mine' }),
      });
      expectObservable(mine.pipe(digits())).toBe('-----(x|)', { x: '1' });
      expectObservable(second.pipe(digits())).toBe('-(x|)', { x: '2' });
      expectObservable(elsewhere.pipe(digits())).toBe('---(x|)', { x: '4' });
    });
  });
});

describe('rule 4: it emits the terminal event and completes', () => {
  it.each([
    ['digits', collected.digits('12')],
    ['speech', collected.speech('sales')],
    ['no_input', collected.noInput()],
    ['no_match', collected.noMatch()],
    ['error', collected.error()],
    ['a final result', collected.speech('sales', { final: true, state: 'finished' })],
    ['the state finished alone', collected.state('finished')],
    ['the state error alone', collected.state('error')],
    ['the state no_input alone', collected.state('no_input')],
    ['the state no_match alone', collected.state('no_match')],
    ['digits beside their type', event('calling.call.collect', { result: { type: 'digit', digits: '1' } })],
    ['a result of an unknown type', event('calling.call.collect', { result: { type: 'gesture' } })],
  ])('on %s', (_, terminal) => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      const action = prompt(call);
      relay.events('-i-t', { ...events, t: { ...terminal, controlId: action.controlId } });
      expectObservable(action.pipe(map(() => 'x'))).toBe('-x-(x|)');
      expectCommands().toBe('c', commands);
    });
  });

  it.each([
    ['start of input', collected.startOfInput()],
    ['a partial result', collected.speech('sa', { final: false })],
    ['a final result of continuous mode', collected.speech('sales', { final: true, state: 'collecting' })],
    ['the state collecting alone', collected.state('collecting')],
    [
      'an unknown result that is not final',
      event('calling.call.collect', { final: false, result: { type: 'gesture' } }),
    ],
  ])('goes on after %s', (_, progress) => {
    run(({ call, relay, expectObservable }) => {
      const action = prompt(call);
      relay.events('-p-d', { ...events, p: { ...progress, controlId: action.controlId } });
      expectObservable(action.pipe(map(() => 'x'))).toBe('-x-(x|)');
    });
  });
});

describe('rule 5: when the last subscriber leaves, the operation is stopped', () => {
  it('sends one stop for the control id', () => {
    run(({ call, expectObservable, expectCommands }) => {
      expectObservable(prompt(call, { controlId: 'mine' }), '^--!').toBe('----');
      expectCommands().toBe('c--s', {
        c: commands.c,
        s: command('calling.play_and_collect.stop', { control_id: 'mine' }),
      });
    });
  });

  it('stops it before it was answered, too', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.answers('calling.play_and_collect', '-');
      expectObservable(prompt(call), '^--!').toBe('----');
      expectCommands().toBe('c--s', commands);
    });
  });

  it('leaves it running with stopOnUnsubscribe: false', () => {
    run(({ call, expectObservable, expectCommands }) => {
      expectObservable(prompt(call, { stopOnUnsubscribe: false }), '^--!').toBe('----');
      expectCommands().toBe('c', commands);
    });
  });

  it('does not stop it again when a stop was sent', () => {
    run(({ call, expectObservable, expectCommands }) => {
      const action = prompt(call);
      expectObservable(action, '^----!').toBe('------');
      expectObservable(
        timer(2).pipe(
          switchMap(() => action.stop()),
          ignoreElements(),
        ),
      ).toBe('--|');
      expectCommands().toBe('c-s', commands);
    });
  });

  it('does not stop what has ended', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-d ', events);
      expectObservable(prompt(call).pipe(take(1), kind)).toBe('-(d|)', kinds);
      expectCommands().toBe('c', commands);
    });
  });

  it('stops the loser of a race', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      const [first, second] = [prompt(call, { controlId: 'first' }), prompt(call, { controlId: 'second' })];
      relay.events('----d', { d: collected.digits('7', { controlId: 'second' }) });
      expectObservable(race(first, second).pipe(digits())).toBe('----(x|)', { x: '7' });
      expectCommands().toBe('(cC)s', {
        c: command('calling.play_and_collect', { control_id: 'first', ...params }),
        C: command('calling.play_and_collect', { control_id: 'second', ...params }),
        s: command('calling.play_and_collect.stop', { control_id: 'first' }),
      });
    });
  });

  it('tells errors$ when the stop is refused', () => {
    run(({ call, client, relay, expectObservable }) => {
      relay.answers('calling.play_and_collect.stop', '-r', { r: refusal('500', 'no') });
      expectObservable(prompt(call), '^-!').toBe('----');
      expectObservable(client.errors$).toBe('---e', {
        e: new RelayError('500', 'no', 'calling.play_and_collect.stop'),
      });
    });
  });

  it.each(['404', '410'])(
    'takes a stop answered with %s for the end of the operation, not of the call',
    (code) => {
      run(({ call, client, relay, expectObservable }) => {
        relay.answers('calling.play_and_collect.stop', 'r', { r: refusal(code) });
        expectObservable(prompt(call), '^-!').toBe('----');
        expectObservable(client.errors$).toBe('----');
        expectObservable(call.state$).toBe('c---', { c: 'created' });
      });
    },
  );
});

describe('rule 6: subscribing after the end starts a new run', () => {
  it('asks again on retry, under a new control id', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-n-m-d ', events);
      expectObservable(prompt(call).pipe(digits(), retry(2))).toBe('-----(x|)', { x: '1' });
      expectCommands().toBe('cc-c', commands);
    });
  });

  it('gives each run a control id of its own', () => {
    run(({ call, relay, expectObservable }) => {
      const action = prompt(call);
      const ids: string[] = [];
      relay.events('-d-d', events);
      expectObservable(
        action.pipe(
          map(() => ids.push(action.controlId)),
          repeat(2),
        ),
      ).toBe('-x-(y|)', { x: 1, y: 2 });
      expectObservable(timer(4).pipe(map(() => new Set(ids).size))).toBe('----(n|)', { n: 2 });
    });
  });

  it('uses a control id that was given again after a terminal event', () => {
    run(({ call, relay, expectCommands, expectObservable }) => {
      relay.events('-d-d', events);
      expectObservable(prompt(call, { controlId: 'mine' }).pipe(repeat(2), digits())).toBe('-x-(x|)', {
        x: '1',
      });
      const c = command('calling.play_and_collect', { control_id: 'mine', ...params });
      expectCommands().toBe('cc', { c });
    });
  });

  it('does not use it again after a run without one, so that a late event cannot end the new run', () => {
    run(({ call, relay, expectObservable }) => {
      const action = prompt(call, { controlId: 'mine' });
      relay.events('---d--e', {
        d: collected.digits('1', { controlId: 'mine' }),
        e: collected.digits('2'),
      });
      expectObservable(action, '^-!').toBe('---');
      expectObservable(action.pipe(digits()), '--^').toBe('------(x|)', { x: '2' });
    });
  });

  it('has ended before it emits its terminal event', () => {
    run(({ call, relay, expectObservable }) => {
      const action = prompt(call);
      relay.events('-i-d', events);
      expectObservable(action.pipe(map(() => [action.isDone, action.completed]))).toBe('-i-(d|)', {
        i: [false, false],
        d: [true, true],
      });
    });
  });

  it('starts a new run for who subscribes from within the terminal event', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      const action = prompt(call);
      relay.events('-d-d', events);
      expectObservable(
        action.pipe(
          take(1),
          switchMap(() => action),
          digits(),
        ),
      ).toBe('---(x|)', { x: '1' });
      expectCommands().toBe('cc', commands);
    });
  });
});

describe('rule 7: it ends, however the run does', () => {
  it('completes without a terminal event when the call ends in the middle of the prompt', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-i-E', events);
      expectObservable(prompt(call).pipe(kind)).toBe('-i-|', kinds);
      expectCommands().toBe('c', commands);
    });
  });

  it('completes at once, and sends nothing, on a call that has ended', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-E', events);
      expectObservable(prompt(call), '---^').toBe('---|');
      expectCommands().toBe('');
    });
  });

  it('errors with the refusal', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.answers('calling.play_and_collect', '--r', { r: refusal('400', 'no media') });
      expectObservable(prompt(call)).toBe(
        '--#',
        {},
        new RelayError('400', 'no media', 'calling.play_and_collect'),
      );
      expectCommands().toBe('c', commands);
    });
  });

  it.each(['404', '410'])(
    'completes when it is answered with %s, and so does all else of the call',
    (code) => {
      run(({ call, relay, expectObservable }) => {
        const [before, after] = [prompt(call), prompt(call)];
        relay.answers('calling.play_and_collect', '-s');
        expectObservable(before).toBe('----|');
        relay.answers('calling.answer', '--r', { r: refusal(code) });
        expectObservable(timer(2).pipe(switchMap(() => call.answer()))).toBe('----|');
        expectObservable(after).toBe('----|');
        expectObservable(call.state$).toBe('c---(e|)', { c: 'created', e: 'ended' });
        expectObservable(call.ended$).toBe('----(g|)', { g: { reason: 'gone' } });
      });
    },
  );

  it('goes on after a drop, with the events that follow the resume', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.connection('-d---u');
      relay.events('          -------i-d', events);
      expectObservable(prompt(call).pipe(kind)).toBe('-------i-(d|)', kinds);
      expectCommands().toBe('c', commands);
    });
  });

  it('errors when the answer was lost with the connection, and stops what may be running after the resume', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.answers('calling.play_and_collect', '-');
      relay.connection('--d---u');
      const lost = expect.objectContaining({ name: 'RelayConnectionError', delivery: 'unknown' });
      expectObservable(prompt(call)).toBe('--#', {}, lost);
      expectCommands().toBe('c-----s', commands);
    });
  });

  it('sends the stop after the resume when it is left while the connection is away', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.connection('-d---u');
      expectObservable(prompt(call), '^--!').toBe('----');
      expectCommands().toBe('c----s', commands);
    });
  });

  it('takes the request back when it is left before it could be sent', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.connection('d------u');
      expectObservable(prompt(call), '-^-!').toBe('----');
      const waiting = timer(2, 2).pipe(
        take(2),
        map(() => held(call).waiting),
      );
      expectObservable(waiting).toBe('--a-(b|)', { a: 1, b: 0 });
      expectCommands().toBe('', commands);
    });
  });

  it('sends the request once the connection is back', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.connection('d---u');
      relay.events('------d', events);
      expectObservable(prompt(call).pipe(kind), '-^').toBe('------(d|)', kinds);
      expectCommands().toBe('----c', commands);
    });
  });

  it('errors with RelaySessionLostError when another session comes back', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.connection('--d--n');
      const action = prompt(call);
      expectObservable(action).toBe('-----#', {}, new RelaySessionLostError());
      expectObservable(call.ended$).toBe('-----(l|)', { l: { reason: 'sessionLost' } });
      expectObservable(action, '-------^').toBe('-------#', {}, new RelaySessionLostError());
      expectCommands().toBe('c', commands);
    });
  });

  it('errors with RelayConnectionError when the connection is lost for good', () => {
    run(({ call, client, relay, expectObservable }) => {
      relay.connection('--d--x');
      const gone = expect.any(RelayConnectionError);
      expectObservable(prompt(call)).toBe('-----#', {}, gone);
      expectObservable(call.ended$).toBe('-----(c|)', { c: { reason: 'closed', error: gone } });
      expectObservable(client).toBe('-----#', {}, gone);
      expectObservable(client.calls$).toBe('-----#', {}, gone);
    });
  });

  it('completes when the client is closed', () => {
    run(({ call, client, expectObservable }) => {
      expectObservable(prompt(call)).toBe('---|');
      expectObservable(call.ended$).toBe('---(c|)', { c: { reason: 'closed' } });
      expectObservable(merge(client, client.calls$, client.errors$)).toBe('---|');
      timer(3).subscribe(() => client.close());
    });
  });
});

describe('what is held', () => {
  const nothing = { operations: 0, waiting: 0, unanswered: 0 };

  it.each([
    ['a terminal event', '-d', '', 10],
    ['the end of the call', '-E', '', 10],
    ['being left', '-', '', 2],
    ['a lost session', '-', '-dn', 10],
    ['the loss of the connection', '-', '-dx', 10],
  ])('is released after %s', (_, told, connection, left) => {
    run(({ call, relay, expectObservable }) => {
      relay.events(told, events);
      relay.connection(connection);
      prompt(call)
        .pipe(takeUntil(timer(left)))
        .subscribe({ error: () => undefined });
      expectObservable(timer(5).pipe(map(() => held(call)))).toBe('-----(h|)', {
        h: expect.objectContaining(nothing),
      });
    });
  });

  it('is released after each of 1,000 prompts', () => {
    run(({ call, relay, expectObservable }) => {
      const action = prompt(call);
      relay.events('1ms '.concat(Array(1000).fill('d').join(' 4ms ')), events);
      expectObservable(action.pipe(repeat(1000), count())).toBe('4996ms (n|)', { n: 1000 });
      expectObservable(timer(6000).pipe(map(() => held(call)))).toBe('6s (h|)', {
        h: expect.objectContaining(nothing),
      });
    });
  });
});

describe('when the end of one run ends another', () => {
  it('tells each of its end once', () => {
    run(({ call, relay, expectObservable }) => {
      const [first, second] = [prompt(call, { controlId: 'first' }), prompt(call, { controlId: 'second' })];
      relay.events('--E', events);
      const ends: string[] = [];
      // Left from within the end of the first: by then it is not the call that ends it.
      const left = second.subscribe({ complete: () => ends.push('second completed') });
      first.subscribe({
        complete: () => {
          ends.push('first completed');
          left.unsubscribe();
        },
      });
      const watched = first.playback$.subscribe({ complete: () => ends.push('playback completed') });
      expectObservable(timer(4).pipe(map(() => [...ends, watched.closed]))).toBe('----(x|)', {
        x: ['second completed', 'playback completed', 'first completed', true],
      });
    });
    run(({ call, relay, expectObservable, expectCommands }) => {
      const [first, second] = [prompt(call, { controlId: 'first' }), prompt(call, { controlId: 'second' })];
      relay.events('--E', events);
      const left = first.subscribe({ complete: () => right.unsubscribe() });
      const right = second.subscribe();
      expectObservable(
        timer(4).pipe(map(() => [left.closed, right.closed, second.isDone, second.completed])),
      ).toBe('----(x|)', { x: [true, true, true, false] });
      expectCommands().toBe('(cc)', commands);
    });
  });
});
