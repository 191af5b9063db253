import assert from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import { EMPTY, NEVER, concat, map, of, throwError, timer } from 'rxjs';
import { NoInputError, digits, type Call } from 'relay-rx';
import { MarbleAssertionError, collected, command, playback, relayMarbles } from 'relay-rx/testing';
import { prompt, run } from '../support/marbles.js';
import { failureOf, lines, messageOf } from './failure.js';

/** The flow of most of these: it is the tests that are wrong. */
const flow = (call: Call) => prompt(call).pipe(digits());

const params = { play: [{ type: 'tts', params: { text: 'Press 1.' } }], collect: { digits: { max: 1 } } };
const PARAMS = "{ play: [ { type: 'tts', params: { text: 'Press 1.' } } ], collect: { digits: { max: 1 } } }";

describe('expectObservable says where a wrong flow differs', () => {
  it('when the right value comes at the wrong time', () => {
    const wrong = () =>
      run(({ call, relay, expectObservable }) => {
        relay.events('             -----------d', { d: collected.digits('1') });
        expectObservable(flow(call)).toBe('--------(x|)', { x: '1' });
      });
    expect(failureOf(wrong).message).toBe(
      lines(
        'expectObservable: what happened is not what was expected.',
        '',
        '  expected  --------(x|)',
        '  actual    -----------(x|)',
        '',
        "  where     x = '1'",
        '',
        "At frame 8 the value '1' was expected; it came at frame 11.",
      ),
    );
  });

  it('when the wrong value comes at the right time', () => {
    const wrong = () =>
      run(({ call, relay, expectObservable }) => {
        relay.events('             --------d', { d: collected.digits('2') });
        expectObservable(flow(call)).toBe('--------(x|)', { x: '1' });
      });
    expect(messageOf(wrong)).toBe(
      lines(
        'expectObservable: what happened is not what was expected.',
        '  expected  --------(x|)',
        '  actual    --------(2|)',
        "  where     x = '1'",
        "At frame 8 the value '1' was expected; the value '2' came.",
      ),
    );
  });

  it('when nothing comes', () => {
    expect(messageOf(() => run(({ expectObservable }) => expectObservable(NEVER).toBe('--a')))).toBe(
      lines(
        'expectObservable: what happened is not what was expected.',
        '  expected  --a',
        '  actual    -',
        "At frame 2 the value 'a' was expected; nothing came at all.",
      ),
    );
  });

  it('when it does not complete', () => {
    const wrong = () => run(({ expectObservable }) => expectObservable(concat(of('a'), NEVER)).toBe('(a|)'));
    expect(messageOf(wrong)).toBe(
      lines(
        'expectObservable: what happened is not what was expected.',
        '  expected  (a|)',
        '  actual    a',
        'At frame 0 completion was expected; nothing came after frame 0.',
      ),
    );
  });

  it('when more comes than was expected', () => {
    const wrong = () => run(({ cold, expectObservable }) => expectObservable(cold('a-b|')).toBe('a'));
    expect(messageOf(wrong)).toBe(
      lines(
        'expectObservable: what happened is not what was expected.',
        '  expected  a',
        '  actual    a-b|',
        "At frame 2 nothing more was expected; the value 'b' came.",
      ),
    );
  });

  it('when it fails, with the class and the message of the error', () => {
    const wrong = () =>
      run(({ call, relay, expectObservable }) => {
        relay.events('             --n', { n: collected.noInput() });
        expectObservable(flow(call)).toBe('---(x|)', { x: '1' });
      });
    expect(messageOf(wrong)).toBe(
      lines(
        'expectObservable: what happened is not what was expected.',
        '  expected  ---(x|)',
        '  actual    --#',
        "  where     x = '1'",
        '            # = NoInputError: The caller gave no input: "Press 1."',
        'At frame 2 nothing was expected yet, but the value \'1\' at frame 3; what came was the error NoInputError: The caller gave no input: "Press 1.".',
      ),
    );
  });

  it('when it fails otherwise', () => {
    const wrong = () =>
      run(({ expectObservable }) =>
        expectObservable(throwError(() => new TypeError('this'))).toBe('#', {}, new RangeError('that')),
      );
    expect(messageOf(wrong)).toBe(
      lines(
        'expectObservable: what happened is not what was expected.',
        '  expected  #',
        '  actual    #',
        '  where     # = RangeError: that (expected), TypeError: this (actual)',
        'At frame 0 the error RangeError: that was expected; the error TypeError: this came.',
      ),
    );
  });

  it('when a value differs somewhere inside', () => {
    const wrong = () =>
      run(({ call, relay, expectObservable }) => {
        relay.events('          --d', { d: collected.digits('12', { terminator: '#' }) });
        expectObservable(prompt(call).pipe(map(({ state, result }) => ({ state, result })))).toBe('--(d|)', {
          d: { state: undefined, result: { type: 'digit', digits: '13', terminator: '#' } },
        });
      });
    expect(messageOf(wrong)).toBe(
      lines(
        'expectObservable: what happened is not what was expected.',
        '  expected  --(d|)',
        '  actual    --(a|)',
        "  where     d = { state: undefined, result: { type: 'digit', digits: '13', terminator: '#' } }",
        "            a = { state: undefined, result: { type: 'digit', digits: '12', terminator: '#' } }",
        "At frame 2 the value d was expected; what came differs in result.digits: expected '13', got '12'.",
      ),
    );
  });

  it('with lengths of time in place of long waits, the same in both diagrams', () => {
    const wrong = () =>
      run(({ expectObservable }) => {
        expectObservable(timer(9_803).pipe(map(() => 'a'))).toBe('9.8s (a|)');
      });
    expect(messageOf(wrong)).toBe(
      lines(
        'expectObservable: what happened is not what was expected.',
        '  expected   9.8s (a|)',
        '  actual     9.8s ---(a|)',
        "At frame 9800 (9.8s) the value 'a' was expected; it came at frame 9803 (9.803s).",
      ),
    );
  });

  it('with a letter for a group that has no room', () => {
    const wrong = () =>
      run(({ expectObservable }) => {
        const crowded = concat(of('a', 'b'), timer(1).pipe(map(() => 'c')));
        expectObservable(crowded).toBe('(ab)-c');
      });
    expect(messageOf(wrong)).toBe(
      lines(
        'expectObservable: what happened is not what was expected.',
        '  expected  (ab)-c',
        '  actual    d(c|)',
        '  where     d = a, b in one frame',
        "At frame 5 the value 'c' was expected; it came at frame 1.",
      ),
    );
  });

  it('when two streams were to be the same', () => {
    const wrong = () =>
      run(({ cold, expectObservable }) => expectObservable(cold('-a|')).toEqual(cold('-b|')));
    expect(messageOf(wrong)).toBe(
      lines(
        'expectObservable: what happened is not what was expected.',
        '  expected  -b|',
        '  actual    -a|',
        "At frame 1 the value 'b' was expected; the value 'a' came.",
      ),
    );
  });

  it('takes the letters of the diagram, of two with one value the one that stands in the same place', () => {
    const wrong = () =>
      run(({ hot, expectObservable }) => {
        expectObservable(hot('-a-b-c', { a: 1, b: 1, c: 2 })).toBe('-x-y--z', { x: 1, y: 1, z: 2 });
      });
    expect(messageOf(wrong)).toContain(lines('  expected  -x-y--z', '  actual    -x-y-z'));
  });
});

it('expectSubscriptions draws each subscription above its counterpart', () => {
  const one = () =>
    run(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('------|');
      expectObservable(source, '-^--!').toBe('-');
      expectSubscriptions(source.subscriptions).toBe('-^----!');
    });
  expect(messageOf(one)).toBe(
    lines(
      'expectSubscriptions: what happened is not what was expected.',
      '  expected  -^----!',
      '  actual    -^--!',
      'At frame 6 an unsubscription was expected; it came at frame 4.',
    ),
  );
  const more = () =>
    run(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('------');
      expectObservable(source, '^-!').toBe('-');
      expectObservable(source, '-^').toBe('-');
      expectSubscriptions(source.subscriptions).toBe('^-!');
    });
  expect(messageOf(more)).toBe(
    lines(
      'expectSubscriptions: what happened is not what was expected.',
      '  expected 1  ^-!',
      '  actual 1    ^-!',
      '  expected 2  (none)',
      '  actual 2    -^',
      'At frame 1 there was a subscription that was not expected.',
    ),
  );
});

describe('expectCommands', () => {
  it('says where the params of a command differ', () => {
    const wrong = () =>
      run(({ call, expectObservable, expectCommands }) => {
        expectObservable(prompt(call, { collect: { digits: { max: 2 } } }), '^-!').toBe('-');
        expectCommands().toBe('p-s', {
          p: command('calling.play_and_collect', params),
          s: command('calling.play_and_collect.stop'),
        });
      });
    expect(messageOf(wrong)).toBe(
      lines(
        'expectCommands: what happened is not what was expected.',
        '  expected  p-s',
        '  actual    a-s',
        `  where     p = calling.play_and_collect ${PARAMS}`,
        '            s = calling.play_and_collect.stop',
        `            a = calling.play_and_collect ${PARAMS.replace('max: 1', 'max: 2')}`,
        'At frame 0 the command p was expected; what came differs in collect.digits.max: expected 1, got 2.',
      ),
    );
  });

  it('says which command was not sent', () => {
    const wrong = () =>
      run(({ call, relay, expectObservable, expectCommands }) => {
        relay.events('                -d', { d: collected.digits('1') });
        expectObservable(flow(call)).toBe('-(x|)', { x: '1' });
        expectCommands().toBe('         p-s', {
          p: command('calling.play_and_collect'),
          s: command('calling.play_and_collect.stop'),
        });
      });
    expect(messageOf(wrong)).toBe(
      lines(
        'expectCommands: what happened is not what was expected.',
        '  expected  p-s',
        '  actual    p',
        '  where     p = calling.play_and_collect',
        '            s = calling.play_and_collect.stop',
        'At frame 2 the command calling.play_and_collect.stop was expected; nothing came after frame 0.',
      ),
    );
  });
});

describe('expectOperations', () => {
  const p = command('calling.play_and_collect', params);

  it('says which operation is left', () => {
    const wrong = () =>
      run(({ call, relay, expectObservable, expectOperations }) => {
        relay.events('-p', { p: playback('finished') });
        expectObservable(flow(call), '-^').toBe('-');
        expectOperations().toBe([]);
      });
    expect(messageOf(wrong)).toBe(
      lines(
        'expectOperations: what happened is not what was expected.',
        '  expected  nothing',
        '  actual    -a',
        `  where     a = calling.play_and_collect ${PARAMS}`,
        'At the end calling.play_and_collect, asked at frame 1, is still running.',
      ),
    );
  });

  it('says which operation does not run', () => {
    const wrong = () =>
      run(({ call, expectObservable, expectOperations }) => {
        expectObservable(flow(call), '^--!').toBe('-');
        expectOperations('--|').toBe([p]);
        expectOperations('---|').toBe([p]);
      });
    expect(messageOf(wrong)).toBe(
      lines(
        'expectOperations: what happened is not what was expected.',
        '  expected  a',
        '  actual    nothing',
        `  where     a = calling.play_and_collect ${PARAMS}`,
        'At frame 3 calling.play_and_collect was to be running, and is not.',
      ),
    );
  });

  it('says where the operation that runs differs', () => {
    const wrong = () =>
      run(({ call, expectObservable, expectOperations }) => {
        expectObservable(call.playSilence({ duration: 2 })).toBe('-');
        expectOperations().toBe([
          command('calling.play', { play: [{ type: 'silence', params: { duration: 1 } }] }),
        ]);
      });
    expect(messageOf(wrong)).toContain(
      'At the end calling.play, asked at frame 0, differs in play[0].params.duration: expected 1, got 2.',
    );
  });
});

describe('the error of a failed test', () => {
  const wrong = (equal: (actual: unknown, expected: unknown) => unknown) =>
    failureOf(() =>
      relayMarbles(equal).run(({ expectObservable }) => {
        expectObservable(EMPTY).toBe('a');
      }),
    );

  it.each<[string, (actual: unknown, expected: unknown) => unknown]>([
    ["jest's", (actual, expected) => expect(actual).toEqual(expected)],
    ["Node's assert", (actual, expected) => assert.deepStrictEqual(actual, expected)],
    ['one that returns false', isDeepStrictEqual],
  ])('is the same with any deep equality: %s', (_, equal) => {
    const error = wrong(equal);
    expect(error).toBeInstanceOf(MarbleAssertionError);
    expect(error.message).toContain("At frame 0 the value 'a' was expected; completion came.");
    // What runners show a difference of.
    expect(error).toMatchObject({
      actual: [{ frame: 0, notification: { kind: 'C' } }],
      expected: [{ frame: 0, notification: { kind: 'N', value: 'a' } }],
    });
    expect(error.cause).toBeUndefined();
  });

  it('points at the expectation in the test, and its stack has the message', () => {
    const error = wrong(isDeepStrictEqual);
    expect(error.stack).toContain(error.message);
    expect(error.stack?.slice(error.stack.indexOf('At frame 0')).split('\n')[1]).toContain(__filename);
  });

  it('keeps what the deep equality threw, when that was no difference', () => {
    const broken = new TypeError('cannot compare');
    expect(
      wrong(() => {
        throw broken;
      }).cause,
    ).toBe(broken);
  });

  it('leaves a test that is right alone', () => {
    expect(
      run(({ expectObservable }) => {
        expectObservable(of('a')).toBe('(a|)');
        return 'its own result';
      }),
    ).toBe('its own result');
  });

  it('tells an error from another by more than its message', () => {
    const strict = relayMarbles(isDeepStrictEqual);
    expect(
      messageOf(() =>
        strict.run(({ expectObservable }) =>
          expectObservable(throwError(() => new NoInputError({} as never))).toBe('#'),
        ),
      ),
    ).toContain("the error 'error' was expected; the error NoInputError: The caller gave no input came.");
  });
});
