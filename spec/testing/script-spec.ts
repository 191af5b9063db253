import { EMPTY, map, merge, timer } from 'rxjs';
import { RelayError, digits, type CollectEvent } from 'relay-rx';
import {
  MarbleScriptError,
  callEnded,
  collected,
  command,
  playback,
  refusal,
  success,
  type RelayMarblesOptions,
  type RelayRunHelpers,
} from 'relay-rx/testing';
import { marbles, prompt, run } from '../support/marbles.js';
import { failureOf } from './failure.js';

const kind = map((each: CollectEvent) => each.result?.type ?? each.state);
const p = command('calling.play_and_collect');
const s = command('calling.play_and_collect.stop');
const error = (what: object) => expect.objectContaining(what) as unknown;

describe('relay.answersAt', () => {
  it('answers before an event of the operation, or after it, as it is drawn', () => {
    for (const answered of ['-s', '--s', '---s']) {
      run(({ call, relay, expectObservable, expectOperations }) => {
        relay.events('                                   --d', { d: collected.digits('1') });
        relay.answersAt('calling.play_and_collect', answered);
        expectObservable(prompt(call).pipe(digits())).toBe('--(x|)', { x: '1' });
        expectOperations().toBe([]);
      });
    }
  });

  it('refuses late, on the own time of the test', () => {
    run(({ call, relay, expectObservable }) => {
      relay.answersAt('calling.play_and_collect', '---r', { r: refusal('400', 'no media') });
      expectObservable(prompt(call), ' -^').toBe(
        '     ---#',
        {},
        error({ code: '400', constructor: RelayError }),
      );
    });
  });

  it('gives the first answer to the first request, and none to those that are left over', () => {
    run(({ call, relay, expectObservable }) => {
      relay.answersAt('calling.hold', '---s--r', { s: success({ n: 1 }) });
      expectObservable(call.hold()).toBe('---(s|)', { s: error({ n: 1 }) });
      expectObservable(call.hold(), '-^').toBe('------#', {}, error({ code: '500' }));
      expectObservable(call.hold(), '--^ 100ms !').toBe('-');
    });
  });

  it('is wrong when there is no request to answer', () => {
    const none = () => run(({ relay }) => relay.answersAt('calling.hold', '--s'));
    expect(failureOf(none).message).toBe(
      "relay.answersAt: at frame 2 there is no request of 'calling.hold' to answer: none was sent",
    );
    const all = () =>
      run(({ call, relay, expectObservable }) => {
        relay.answersAt('calling.hold', '-ss');
        expectObservable(call.hold()).toBe('-(s|)', { s: expect.anything() });
      });
    expect(failureOf(all).message).toBe(
      "relay.answersAt: at frame 2 there is no request of 'calling.hold' to answer: all were answered",
    );
  });
});

describe('relay.events', () => {
  it('keeps for the resume what happens while the connection is away', () => {
    run(({ call, relay, expectObservable }) => {
      relay.connection('-d---u');
      relay.events('    --i-d', { i: collected.startOfInput(), d: collected.digits('1') });
      expectObservable(prompt(call).pipe(kind)).toBe('-----(id|)', { i: 'start_of_input', d: 'digit' });
    });
  });

  it('forgets it when the session is lost', () => {
    run(({ client, call, relay, expectObservable }) => {
      relay.connection('-d---n');
      relay.events('    --d', { d: collected.digits('1') });
      expectObservable(prompt(call)).toBe('-----#', {}, error({ name: 'RelaySessionLostError' }));
      expectObservable(client.on('calling.call.collect')).toBe('-');
    });
  });
});

describe('expectOperations', () => {
  it('is what RELAY carries out: asked for, granted, and not over', () => {
    run(({ call, relay, expectObservable, expectOperations }) => {
      relay.answers('calling.play_and_collect', '--s');
      relay.events('                             ----d', { d: collected.digits('1') });
      expectObservable(prompt(call).pipe(kind)).toBe('----(d|)', { d: 'digit' });
      expectOperations('-|').toBe([]);
      expectOperations('--|').toBe([p]);
      expectOperations('---|').toBe([p]);
      expectOperations('----|').toBe([]);
    });
  });

  const over: [why: string, script: (helpers: RelayRunHelpers) => void, at: string][] = [
    ['a stop', ({ call, expectObservable }) => expectObservable(prompt(call), '^--!').toBe('-'), '---|'],
    [
      'the end of the call',
      ({ call, relay, expectObservable }) => {
        relay.events('---e', { e: callEnded() });
        expectObservable(prompt(call)).toBe('---|');
      },
      '---|',
    ],
    [
      'a hangup that RELAY confirms',
      ({ call, expectObservable }) => {
        expectObservable(prompt(call)).toBe('-');
        expectObservable(call.hangup(), '---^').toBe('---(x|)', { x: expect.anything() });
      },
      '---|',
    ],
    [
      'a new session',
      ({ call, relay, expectObservable }) => {
        relay.connection('-d-n');
        expectObservable(prompt(call)).toBe('---#', {}, expect.anything());
      },
      '---|',
    ],
    [
      'the loss of the connection for good',
      ({ call, relay, expectObservable }) => {
        relay.connection('-d-x');
        expectObservable(prompt(call)).toBe('---#', {}, expect.anything());
      },
      '---|',
    ],
    [
      'a command that says that it is over',
      ({ call, relay, expectObservable }) => {
        relay.answers('calling.play_and_collect.stop', '-r', { r: refusal('404') });
        expectObservable(prompt(call), '^-!').toBe('-');
      },
      '---|',
    ],
  ];

  it.each(over)('is over with %s', (_, script, at) => {
    run((helpers) => {
      script(helpers);
      helpers.expectOperations('-|').toBe([p]);
      helpers.expectOperations(at).toBe([]);
    });
  });

  it('goes on after a stop that is refused or not answered, and after a resume', () => {
    for (const answer of ['r', '-']) {
      run(({ call, relay, expectObservable, expectOperations }) => {
        relay.answers('calling.play_and_collect.stop', answer);
        expectObservable(prompt(call), '^-!').toBe('-');
        expectOperations().toBe([p]);
      });
    }
    run(({ call, relay, expectObservable, expectOperations }) => {
      relay.connection('-d-u');
      expectObservable(prompt(call)).toBe('-');
      expectOperations().toBe([p]);
    });
  });

  it('is not a request that was refused, or never answered', () => {
    for (const answer of ['r', '-']) {
      run(({ call, relay, expectObservable, expectOperations }) => {
        relay.answers('calling.play_and_collect', answer);
        expectObservable(merge(EMPTY, prompt(call)), '^-!').toBe(
          answer === 'r' ? '#' : '-',
          {},
          expect.anything(),
        );
        expectOperations('-|').toBe([]);
      });
    }
  });

  it('looks at one mark', () => {
    for (const marks of ['---', '-|-|']) {
      expect(failureOf(() => run(({ expectOperations }) => expectOperations(marks))).message).toBe(
        `expectOperations: the diagram '${marks}' is to have one mark, the moment: '---|'`,
      );
    }
  });
});

describe('the option strict', () => {
  const strict = (options: RelayMarblesOptions = { strict: true }) => marbles(options);
  const leaving = ({ call, expectObservable }: RelayRunHelpers) => expectObservable(prompt(call)).toBe('-');

  it('fails a test that leaves something running', () => {
    expect(failureOf(() => strict().run(leaving)).message).toContain(
      'At the end calling.play_and_collect, asked at frame 0, is still running.',
    );
  });

  it('lets a test say so', () => {
    strict().run((helpers) => {
      leaving(helpers);
      helpers.expectOperations().toBe([p]);
    });
  });

  it('is not content with what a test says of an earlier moment', () => {
    expect(
      failureOf(() =>
        strict().run((helpers) => {
          leaving(helpers);
          helpers.expectOperations('-|').toBe([p]);
        }),
      ).message,
    ).toContain('At the end');
  });

  it('is off by default', () => run(leaving));
});

describe('a script that is none', () => {
  const wrong: [string, (helpers: RelayRunHelpers) => unknown, message: string][] = [
    [
      'an unknown letter among events',
      ({ relay }) => relay.events('--q', { p: playback('finished'), d: collected.noInput() }),
      `relay.events: the diagram '--q' has a "q", and the values are for p, d`,
    ],
    [
      'events that end',
      ({ relay }) => relay.events('--p|', { p: playback('finished') }),
      `relay.events: the diagram '--p|' has a "|": a script has values alone`,
    ],
    [
      'an unknown letter among answers',
      ({ relay }) => relay.answers('calling.play', '-a'),
      `relay.answers: the diagram '-a' has a "a", and the values are for s, r`,
    ],
    [
      'an unknown letter among answers on the time of the test',
      ({ relay }) => relay.answersAt('calling.play', '-a'),
      `relay.answersAt: the diagram '-a' has a "a", and the values are for s, r`,
    ],
    [
      'something that no connection does',
      ({ relay }) => relay.connection('--z'),
      `relay.connection: the diagram '--z' has a "z", and the values are for d, u, n, x`,
    ],
    [
      'an unknown letter among commands',
      ({ expectCommands }) => expectCommands().toBe('-q'),
      `expectCommands: the diagram '-q' has a "q", and no values are given`,
    ],
    [
      'an unknown letter among values',
      ({ cold, expectObservable }) => expectObservable(cold('-a')).toBe('-b', { a: 1 }),
      `expectObservable: the diagram '-b' has a "b", and the values are for a`,
    ],
    [
      'an event for an operation, when nothing was asked yet',
      ({ relay }) => relay.events('---p', { p: playback('finished') }),
      "relay.events: at frame 3 'calling.call.play' has no operation of call-1 to go to: nothing was asked yet",
    ],
    [
      'an event for an operation, when something else was asked',
      ({ call, relay, expectObservable }) => {
        relay.events('---d', { d: collected.noInput() });
        expectObservable(call.playSilence({ duration: 1 })).toBe('-');
      },
      "relay.events: at frame 3 'calling.call.collect' has no operation of call-1 to go to: so far there was calling.play",
    ],
    [
      'an event for an operation of another call',
      ({ call, relay, expectObservable }) => {
        relay.events('---d', { d: collected.noInput({ callId: 'call-2' }) });
        expectObservable(prompt(call)).toBe('-');
      },
      "relay.events: at frame 3 'calling.call.collect' has no operation of call-2 to go to: so far there was calling.play_and_collect",
    ],
    [
      'answers to what is never sent',
      ({ relay }) => relay.answers('calling.plya', 's'),
      "relay.answers: 'calling.plya' was never sent, so that nothing was answered",
    ],
  ];

  it.each(wrong)('is told with the name of the helper: %s', (_, script, message) => {
    const error = failureOf(() => run(script));
    expect(error).toBeInstanceOf(MarbleScriptError);
    expect(error.message).toBe(message);
  });

  it('may have values that no diagram uses: tests share them', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-d', { d: collected.digits('1'), n: collected.noInput() });
      expectObservable(prompt(call).pipe(digits())).toBe('-(x|)', { x: '1', y: '2' });
      expectCommands().toBe('p', { p, s });
    });
  });
});

it('reads blanks and lengths of time alike in every diagram', () => {
  run(
    ({
      call,
      relay,
      cold,
      hot,
      time,
      expectObservable,
      expectCommands,
      expectOperations,
      expectSubscriptions,
    }) => {
      relay.events('        - 9.8s - d', { d: collected.digits('1') });
      relay.answersAt('calling.play_and_collect', '- 1s s');
      relay.connection('      -- 5s  d - u');
      expectObservable(prompt(call).pipe(digits())).toBe('- 9.8s - (x|)', { x: '1' });
      expectCommands().toBe(' p 10s -', { p });
      const late = cold('     - 9.8s |');
      expectObservable(late, '- 1s ^ 20s !').toBe('  -- 10.8s |');
      expectSubscriptions(late.subscriptions).toBe('- 1s ^ 9.8s !');
      expectObservable(hot('  - 9.8s a')).toBe('   - 9.8s a');
      expect(time('  ---|')).toBe(3);
      expectOperations(' 1s |').toBe([]);
      expectOperations('1s -|').toBe([p]);
      expectOperations('- 9.8s |').toBe([p]);
      expectOperations('- 9.8s -|').toBe([]);
      expectObservable(timer(0)).toBe('  (a|)', { a: 0 });
    },
  );
});
