import { isDeepStrictEqual } from 'node:util';
import {
  asyncScheduler,
  concat,
  firstValueFrom,
  ignoreElements,
  lastValueFrom,
  of,
  repeat,
  retry,
  take,
  timer,
} from 'rxjs';
import { digits, eachCall, type Call } from 'relay-rx';
import {
  MarbleScriptError,
  collected,
  command,
  event,
  malformedEvent,
  refusal,
  relayMarbles,
  success,
  type CallerRunHelpers,
  type RelayMarblesOptions,
  type RelayRunHelpers,
} from 'relay-rx/testing';
import { TestConnection } from '../../lib/testing/test-connection.js';
import { commands, marbles, prompt } from '../support/marbles.js';
import { failureOf } from './failure.js';

const { run, runCaller } = marbles();
const turn = () => new Promise((resolve) => setTimeout(resolve, 5));
const answered = (call: Call) => call.answer();
const asked = (call: Call) => concat(call.answer().pipe(ignoreElements()), prompt(call).pipe(digits()));
const d = collected.digits('1');

/** Every test here is wrong, and says so with the name of the helper. */
const says = (test: () => unknown, message: string) => {
  const error = failureOf(test);
  expect(error.message).toContain(message);
  expect(error).toBeInstanceOf(MarbleScriptError);
};

describe('an async test', () => {
  it.each([
    ['run', run as (test: () => unknown) => unknown],
    ['runCaller', runCaller as (test: () => unknown) => unknown],
  ])('is refused by %s, and what it fails with reaches nobody', async (name, runner) => {
    says(
      () =>
        runner(async () => {
          await turn();
          throw new Error('not awaited');
        }),
      `${name}: the test is an async function`,
    );
    await turn();
  });

  it('is not one that gives a promise of what came in the course of it', async () => {
    const answer = run(({ call }) => firstValueFrom(call.answer()));
    expect(await answer).toMatchObject({ code: '200' });
  });
});

describe('a helper that is used when the test is over', () => {
  it.each<[string, (helpers: RelayRunHelpers) => unknown]>([
    ['expectObservable', ({ expectObservable }) => expectObservable(of(1))],
    ['expectFlow', ({ expectFlow }) => expectFlow(answered)],
    ['expectCommands', ({ expectCommands }) => expectCommands()],
    ['relay.events', ({ relay }) => relay.events('d', { d })],
    ['relay.call', ({ relay }) => relay.call()],
    ['cold', ({ cold }) => cold('-a')],
    ['flush', ({ flush }) => flush()],
    ['time', ({ time }) => time('--|')],
  ])('is refused: %s', (name, use) => {
    let kept: RelayRunHelpers | undefined;
    run((helpers) => void (kept = helpers));
    says(() => use(kept!), `${name}: it was used when the test was over`);
  });

  it('is refused with a caller, whose members are helpers too, as is what ring gives', () => {
    let kept: CallerRunHelpers | undefined;
    let other: CallerRunHelpers['caller'] | undefined;
    runCaller((helpers) => {
      kept = helpers;
      other = helpers.ring();
    });
    says(() => kept!.caller('1'), 'caller: it was used when');
    says(() => kept!.caller.says('"yes"'), 'caller.says: it was used when');
    says(() => kept!.caller.onHearing('x', '1'), 'caller.onHearing: it was used when');
    says(() => kept!.connection('d'), 'connection: it was used when');
    says(() => kept!.call, 'call: it was used when');
    says(() => other!('1'), 'caller: it was used when');
    // What came of it may be looked at.
    expect(kept!.caller.endReason).toBe('noAnswer');
  });

  it('is refused for a toBe that comes late', () => {
    let late: (() => void) | undefined;
    run(({ expectObservable }) => {
      const { toBe } = expectObservable(of(1));
      late = () => toBe('(a|)', { a: 1 });
    });
    says(() => late?.(), 'expectObservable: it was used when the test was over');
  });
});

describe('a script that can never happen', () => {
  const scripted: [string, (helpers: RelayRunHelpers) => unknown, string][] = [
    [
      'events when virtual time is over',
      ({ relay }) => relay.events('2h d'.replace('2h', '120m'), { d }),
      "relay.events: the diagram '120m d' lasts to frame 7200000 (120m), and virtual time ends at frame 3600000 (60m)",
    ],
    [
      'answers when virtual time is over',
      ({ relay }) => relay.answers('calling.answer', '90m s'),
      "relay.answers: the diagram '90m s' lasts to",
    ],
    [
      'a connection that drops when virtual time is over',
      ({ relay }) => relay.connection('90m d'),
      'relay.connection: the diagram',
    ],
    [
      'values when virtual time is over',
      ({ expectObservable }) => expectObservable(of(1)).toBe('90m a'),
      'expectObservable: the diagram',
    ],
    [
      'a subscription when virtual time is over',
      ({ expectObservable }) => expectObservable(of(1), '90m ^').toBe('-'),
      "expectObservable: the diagram '90m ^' lasts to",
    ],
    [
      'a look at operations when virtual time is over',
      ({ expectOperations }) => expectOperations('90m |').toBe([]),
      'expectOperations: the diagram',
    ],
    [
      'several answers for each request',
      ({ relay }) => relay.answers('calling.answer', '-s-r'),
      "relay.answers: the diagram '-s-r' has 2 answers, and each request gets one",
    ],
    [
      'answers that others take the place of',
      ({ relay }) => {
        relay.answers('calling.answer', 's');
        relay.answers('calling.answer', 'r');
      },
      "relay.answers: 'calling.answer' has answers already",
    ],
    [
      'answers to what is not sent any more',
      ({ relay, expectFlow }) => {
        expectFlow(answered);
        timer(5).subscribe(() => relay.answers('calling.answer', 'r'));
      },
      "relay.answers: 'calling.answer' was not sent any more after these answers were given",
    ],
    [
      'an answer that fails',
      ({ relay }) => relay.answers('calling.answer', '#'),
      `relay.answers: the diagram '#' has a "#"`,
    ],
    [
      'a connection that comes back and never was away',
      ({ relay }) => relay.connection('-u'),
      'relay.connection: at frame 1 it cannot come back: the connection is up',
    ],
    [
      'a connection that drops twice',
      ({ relay }) => relay.connection('-dd'),
      'relay.connection: at frame 2 it cannot drop: there is no connection',
    ],
    [
      'a connection that comes back when it is lost for good',
      ({ relay }) => relay.connection('-dxx'),
      'relay.connection: at frame 3 it cannot be lost for good',
    ],
    [
      'events that wait for a connection that does not come back',
      ({ relay, expectFlow }) => {
        expectFlow((call) => prompt(call));
        relay.connection('-d');
        relay.events('   --d', { d });
      },
      'relay.events: an event was never sent: the connection did not come back',
    ],
  ];
  it.each(scripted)('is reported by run: %s', (_, test, message) => says(() => run(test), message));

  const called: [string, (helpers: CallerRunHelpers) => unknown, string][] = [
    [
      'keys after the end of the call in one diagram',
      ({ caller }) => caller('1s | 1s 4'),
      "caller: the diagram '1s | 1s 4' continues when the caller has hung up",
    ],
    [
      'keys after the caller has hung up by another diagram',
      ({ caller, expectFlow }) => {
        expectFlow(answered);
        caller('1s |');
        caller('2s 4');
      },
      "caller: at frame 2000 (2s) the caller cannot { press: '4' }: the call ended at frame 1000 (1s) (hangup)",
    ],
    [
      'words to a call that the app has ended',
      ({ caller, expectFlow }) => {
        expectFlow((call) => call.hangup());
        caller.says('2s "hello"');
      },
      "caller.says: at frame 2000 (2s) the caller cannot { say: 'hello' }: the call ended at frame 0",
    ],
    ['keys when virtual time is over', ({ caller }) => caller('20m 1'), 'caller: the diagram'],
    [
      'a reaction when virtual time is over',
      ({ caller, expectFlow }) => {
        caller.onHearing('Press', '11m 1');
        expectFlow(asked);
      },
      "caller.onHearing: the diagram '11m 1' lasts to",
    ],
    [
      'a reaction that never had its turn',
      ({ caller, expectFlow }) => {
        caller.onHearing('Press', ['1s 1', '2s 2', '-']);
        expectFlow(asked);
      },
      "caller.onHearing: 'Press' was heard once, so that the diagram '2s 2' never had its turn",
    ],
    [
      'a connection that goes on and was not stalled',
      ({ connection, expectFlow }) => {
        expectFlow(answered);
        connection('-g');
      },
      'connection: at frame 1 it cannot end a stall: it is not stalled',
    ],
  ];
  it.each(called)('is reported by runCaller: %s', (_, test, message) => says(() => runCaller(test), message));

  it('is shown beside what failed for it', () => {
    const error = failureOf(() =>
      run(({ relay, expectFlow }) => {
        relay.answers('calling.answr', 'r');
        expectFlow(answered).toBe('#');
      }),
    );
    expect(error.message).toContain('expectFlow: what happened is not what was expected.');
    expect(error.message).toContain(
      "What never happened:\n  relay.answers: 'calling.answr' was never sent, so that nothing was answered",
    );
  });

  it('may be lost for good without a drop before', () => {
    run(({ relay, expectObservable, call }) => {
      relay.connection('                --x');
      expectObservable(prompt(call)).toBe(
        '--#',
        {},
        expect.objectContaining({ name: 'RelayConnectionError' }),
      );
    });
  });
});

describe('a loop that never lets virtual time go on', () => {
  const { endless } = TestConnection;
  beforeAll(() => (TestConnection.endless = 1_000));
  afterAll(() => (TestConnection.endless = endless));

  it.each<[string, (relay: RelayRunHelpers['relay']) => void]>([
    ['each request is refused', (relay) => relay.answers('calling.hold', 'r', { r: refusal('400') })],
    ['each request succeeds', (relay) => relay.answers('calling.hold', 'r', { r: success() })],
  ])('fails its test, and does not freeze it: %s', (_, answers) => {
    const loop = ({ relay, expectFlow }: RelayRunHelpers) => {
      answers(relay);
      expectFlow((call) => call.hold().pipe(retry(), repeat()));
    };
    says(() => run(loop), 'run: at frame 0 the client sent 1000 requests, calling.hold the last');
    // The next test is not harmed.
    run(({ call, expectObservable }) => expectObservable(call.hold()).toBe('(a|)', { a: expect.anything() }));
  });
});

describe('a scripted event that does not decode', () => {
  const broken = { result: { type: 'digit', params: { digits: 5 } } };

  it('is a mistake of the test', () => {
    says(
      () =>
        run(({ relay, expectFlow }) => {
          relay.events('-x', { x: event('calling.call.collect', broken) });
          expectFlow((call) => prompt(call));
        }),
      'relay.events: at frame 1 calling.call.collect does not decode: ',
    );
    says(
      () => run(({ relay }) => relay.events('-x', { x: collected.digits(5 as never) })),
      'relay.events: at frame 1 ',
    );
    says(() => run(({ relay }) => void relay.call({ device: 5 })), 'relay.call: at frame 0 ');
  });

  it('is sent where it is meant so', () => {
    run(({ client, relay, expectFlow, expectObservable }) => {
      relay.events('-x--d', { x: malformedEvent('calling.call.state', { call_state: 5 }), d });
      expectObservable(client.errors$.pipe(take(1))).toBe('-(e|)', {
        e: expect.objectContaining({ name: 'RelayProtocolError' }),
      });
      expectFlow((call) => prompt(call).pipe(digits())).toBe('----(1|)');
    });
  });

  it('is a mistake where it decodes and was not to', () => {
    says(
      () =>
        run(({ relay }) =>
          relay.events('-x', { x: malformedEvent('calling.call.state', { call_state: 'ended' }) }),
        ),
      "relay.events: at frame 1 'calling.call.state' decodes",
    );
  });
});

describe('what a helper cannot work with', () => {
  const wrong: [string, (helpers: RelayRunHelpers) => unknown, string][] = [
    ['no diagram', ({ relay }) => relay.events(undefined as never, { d }), "relay.events: expects a diagram, such as '--a'; got undefined"],
    ['no values', ({ relay }) => relay.events('-d', undefined as never), 'relay.events: expects an object with a value for each letter; got undefined'],
    ['no event', ({ relay }) => relay.events('-d', { d: '1' as never }), "relay.events: the value d must be an event, made with a builder"],
    ['no method', ({ relay }) => relay.answers(undefined as never, 's'), "relay.answers: expects a method, such as 'calling.play'; got undefined"],
    ['no answer', ({ relay }) => relay.answersAt('calling.answer', 'a', { a: '500' as never }), 'relay.answersAt: the value a must be an answer'],
    ['null for answers', ({ relay }) => relay.answers('calling.answer', 's', 5 as never), 'relay.answers: expects an object with answers; got 5'],
    ['no stream', ({ expectObservable }) => expectObservable(undefined as never), 'expectObservable: expects an Observable; got undefined'],
    ['no diagram to compare with', ({ expectObservable }) => expectObservable(of(1)).toBe(1 as never), "expectObservable: expects a diagram, such as '--a'; got 1"],
    ['no stream to compare with', ({ expectObservable }) => expectObservable(of(1)).toEqual(1 as never), 'expectObservable: expects an Observable; got 1'],
    ['a diagram that RxJS refuses', ({ cold }) => cold('--^'), 'cold: cold observable cannot have subscription offset'],
    ['no list of subscriptions', ({ expectSubscriptions }) => expectSubscriptions(undefined as never), 'expectSubscriptions: expects the subscriptions of a source'],
    ['no subscription diagram', ({ cold, expectSubscriptions }) => expectSubscriptions(cold('-').subscriptions).toBe('a'), 'expectSubscriptions: '],
    ['the method alone as a command', ({ expectCommands }) => expectCommands().toBe('a', { a: 'calling.answer' as never }), "expectCommands: the value a is to be a command, made with command('calling.play')"],
    ['one operation in place of a list', ({ expectOperations }) => expectOperations().toBe(command('calling.play') as never), 'expectOperations: expects a list of commands'],
    ['an operation that is none', ({ expectOperations }) => expectOperations().toBe(['calling.play' as never]), 'expectOperations: the value 0 is to be a command'],
    ['no diagram of the connection', ({ relay }) => relay.connection(5 as never), 'relay.connection: expects a diagram'],
  ]; // prettier-ignore
  it.each(wrong)('is told with its name: %s', (_, test, message) => says(() => run(test), message));

  const callers: [string, (helpers: CallerRunHelpers) => unknown, string][] = [
    ['no diagram', ({ caller }) => caller(undefined as never), "caller: expects a diagram, such as '--a'; got undefined"],
    ['no words', ({ caller }) => caller.says('-s', undefined as never), 'caller.says: '],
    ['null for words', ({ caller }) => caller.says('-s', null as never), 'caller.says: '],
    ['nothing to hear', ({ caller }) => caller.onHearing('', '1'), "caller.onHearing: expects a part of what is heard, or a RegExp; got ''"],
    ['no reaction', ({ caller }) => caller.onHearing('x', undefined as never), 'caller.onHearing: expects a diagram'],
    ['no caller', ({ expectHeard }) => expectHeard({} as never), 'expectHeard: expects a caller, as ring gives it; got {}'],
    ['no sound', ({ expectHeard }) => expectHeard().toBe('a', { a: 5 as never }), 'expectHeard: the value a must be the text'],
  ]; // prettier-ignore
  it.each(callers)('is told with its name by runCaller: %s', (_, test, message) =>
    says(() => runCaller(test), message),
  );

  it('is told when there is no test, or no deep equality', () => {
    says(() => run(undefined as never), 'run: expects the function of a test; got undefined');
    says(() => runCaller('x' as never), "runCaller: expects the function of a test; got 'x'");
    says(() => relayMarbles(undefined as never), "relayMarbles: expects the test runner's deep equality");
  });

  it.each([
    [{ maxTime: -1 }, 'relayMarbles.maxTime must be a number of milliseconds'],
    [{ maxTime: Infinity }, 'relayMarbles.maxTime'],
    [{ strict: 'yes' }, 'relayMarbles.strict must be true or false'],
    [{ strct: true }, 'strct'],
  ])('is told of options that there are none of: %j', (options, message) => {
    expect(() => relayMarbles(isDeepStrictEqual, options as never)).toThrow(message);
  });
});

describe('an expectation that cannot fail', () => {
  it('is one whose toBe is missing', () => {
    says(
      () => run(({ expectCommands }) => void expectCommands()),
      'expectCommands: it expects nothing: toBe was not called',
    );
    says(
      () => run(({ expectOperations }) => void expectOperations('-|')),
      'expectOperations: it expects nothing',
    );
    says(
      () => run(({ cold, expectSubscriptions }) => void expectSubscriptions(cold('-').subscriptions)),
      'expectSubscriptions: it expects nothing',
    );
    says(() => runCaller(({ expectHeard }) => void expectHeard()), 'expectHeard: it expects nothing');
  });

  it('is one by a deep equality that gives a promise', async () => {
    const { run: wrong } = relayMarbles(async (actual, expected) => {
      await turn();
      expect(actual).toEqual(expected);
    });
    const promise = 'relayMarbles: the deep equality gave a promise. It must throw, or return false';
    says(() => wrong(({ expectObservable }) => expectObservable(of(1)).toBe('-')), promise);
    says(() => wrong(({ expectCommands }) => expectCommands().toBe('a', { a: command('b.c') })), promise);
    says(() => wrong(({ expectOperations }) => expectOperations().toBe([])), promise);
    await turn();
    await turn();
  });
});

describe('commands are compared with matchers of the test runner too', () => {
  const asks = ({ call, expectObservable }: RelayRunHelpers) => expectObservable(prompt(call), '^-!');

  it('as a whole', () => {
    run((helpers) => {
      asks(helpers);
      helpers.expectCommands().toBe('p-s', {
        p: expect.objectContaining({
          method: 'calling.play_and_collect',
          params: expect.objectContaining({ control_id: expect.any(String), call_id: 'call-1' }),
        }),
        s: expect.anything(),
      });
      helpers
        .expectOperations('-|')
        .toBe([expect.objectContaining({ method: expect.stringMatching(/collect$/) })]);
    });
  });

  it('in their parts', () => {
    run((helpers) => {
      asks(helpers);
      helpers.expectCommands().toBe('p-s', {
        ...commands,
        p: command(
          'calling.play_and_collect',
          expect.objectContaining({ collect: expect.anything() }) as object as Record<string, unknown>,
        ),
      });
    });
  });

  it('and fail where they do not match', () => {
    const error = failureOf(() =>
      run((helpers) => {
        asks(helpers);
        helpers.expectCommands().toBe('p-s', {
          ...commands,
          p: expect.objectContaining({ method: 'calling.play' }),
        });
      }),
    );
    expect(error.message).toContain('expectCommands: what happened is not what was expected.');
    expect(error.message).toContain('ObjectContaining');
  });
});

describe('a flow with a mistake that fails no test', () => {
  const warned = (options: RelayMarblesOptions, test: (helpers: RelayRunHelpers) => void): unknown[] => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    try {
      marbles(options).run(test);
      return warn.mock.calls.flat();
    } finally {
      warn.mockRestore();
    }
  };
  const wrongUnit = (call: Call) => call.collect({ digits: { max: 1, digitTimeout: 5000 } });

  it('is warned about as in production', () => {
    expect(warned({}, ({ expectFlow }) => expectFlow(wrongUnit))).toEqual([
      'relay-rx: calling.collect: digitTimeout is in seconds, and 5000 looks like milliseconds',
    ]);
  });

  it('is not, where the test looks at errors$ or has a logger', () => {
    const watched = warned({}, ({ client, expectFlow }) => {
      client.errors$.subscribe();
      expectFlow(wrongUnit);
    });
    expect(watched).toEqual([]);
    expect(warned({ client: { logger: false } }, ({ expectFlow }) => expectFlow(wrongUnit))).toEqual([]);
  });

  it('is not, where a step of a flow leaves its call as it is', () => {
    expect(warned({}, ({ expectFlow }) => expectFlow(() => of(1)))).toEqual([]);
  });
});

describe('when a test is over', () => {
  it('nothing of it happens any more', async () => {
    const log: string[] = [];
    const rejections: unknown[] = [];
    const rejected = (error: unknown) => rejections.push(error);
    process.on('unhandledRejection', rejected);
    const watch = <T>(promise: Promise<T>) => void promise.finally(() => log.push('settled'));
    for (const kind of [run, runCaller]) {
      kind(({ client, call }) => {
        call.answer().subscribe();
        watch(lastValueFrom(call.playSilence({ duration: 900 })));
        watch(firstValueFrom(call.ended$));
        watch(firstValueFrom(client.calls$));
        call.state$.subscribe({ complete: () => log.push('state$ completed') });
        client.errors$.subscribe({ complete: () => log.push('errors$ completed') });
      });
    }
    await turn();
    await turn();
    process.removeListener('unhandledRejection', rejected);
    expect(log).toEqual([]);
    expect(rejections).toEqual([]);
  });

  it('an async flow that loops over requests does not go on', async () => {
    let rounds = 0;
    run(({ call }) => {
      const loop = async () => {
        for (;;) {
          await firstValueFrom(call.hold());
          rounds += 1;
          if (rounds > 100) throw new Error('it goes on');
        }
      };
      loop().catch(() => undefined);
    });
    await turn();
    await turn();
    expect(rounds).toBeLessThanOrEqual(1);
  });

  it('nothing is left of it that failed, either', async () => {
    const log: string[] = [];
    failureOf(() =>
      run(({ call, client, expectObservable }) => {
        call.ended$.subscribe({ complete: () => log.push('ended$ completed') });
        client.calls$.pipe(eachCall(answered)).subscribe({ complete: () => log.push('calls$ completed') });
        expectObservable(of(1)).toBe('-');
      }),
    );
    await turn();
    expect(log).toEqual([]);
  });
});

describe('flush', () => {
  it('leaves the clock at the last frame in which anything happened, and the test goes on from there', () => {
    run(({ relay, expectFlow, expectObservable, flush }) => {
      relay.events('---d', { d });
      expectFlow((call) => prompt(call).pipe(digits())).toBe('---(1|)');
      flush();
      expect(asyncScheduler.now()).toBe(3);
      expectObservable(timer(4)).toBe('-------(a|)', { a: 0 });
    });
  });

  it('knows timers of a flow, and those of RELAY that bring something about', () => {
    run(({ flush }) => {
      timer(40).subscribe();
      flush();
      expect(asyncScheduler.now()).toBe(40);
    });
    runCaller(({ expectFlow, expectDialogue, flush }) => {
      expectFlow(asked).toBe('4800ms #', {}, expect.anything());
      flush();
      // The end of the call, which was hung up, comes in the same frame.
      expect(asyncScheduler.now()).toBe(4800);
      expectDialogue([{ heard: 'Press 1' }, { ended: true }]);
    });
  });

  it('fails as the end of the test does', () => {
    const error = failureOf(() =>
      run(({ expectObservable, flush }) => {
        expectObservable(of(1)).toBe('-');
        flush();
      }),
    );
    expect(error.message).toContain('expectObservable: what happened is not what was expected.');
  });
});
