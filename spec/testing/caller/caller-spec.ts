import { concat, ignoreElements, map, merge, retry, timer, type Observable } from 'rxjs';
import { NoInputError, digits, eachCall, phone, speech, tts, type Call } from 'relay-rx';
import { command, type CallerRunHelpers } from 'relay-rx/testing';
import { marbles } from '../../support/marbles.js';
import { failureOf, lines, messageOf } from '../failure.js';

const { runCaller } = marbles();
const initial = map((state: string) => state.charAt(0));

/** 800 ms to say, at 150 words a minute. */
const PROMPT = 'Press 1.';
const menu = (call: Call, more = {}) =>
  call.playAndCollect({ media: [tts(PROMPT)], collect: { digits: { max: 1 }, ...more } });
const answered = <T>(call: Call, then: Observable<T>) => concat(call.answer().pipe(ignoreElements()), then);

describe('a caller in marbles', () => {
  it('presses keys at their frames, and a key cuts the prompt off', () => {
    runCaller(({ call, caller, expectObservable, expectCommands, expectOperations }) => {
      caller('               100ms 1');
      expectObservable(answered(call, menu(call).pipe(digits()))).toBe('100ms (x|)', { x: '1' });
      expectCommands().toBe('(ap)', { a: command('calling.answer'), p: command('calling.play_and_collect') });
      expectOperations('-|').toBe([command('calling.play_and_collect')]);
      expectOperations().toBe([]);
    });
  });

  it('lets a ten-second timeout run out', () => {
    runCaller(({ call, expectObservable, expectHeard }) => {
      expectObservable(answered(call, menu(call, { initialTimeout: 10 }).pipe(digits(), retry(1)))).toBe(
        '21600ms #',
        {},
        expect.any(NoInputError),
      );
      expectHeard().toBe('p 10799ms p', { p: PROMPT });
    });
  });

  it('waits for the digit timeout after the last key', () => {
    runCaller(({ call, caller, expectObservable }) => {
      caller('- 1s 4 500ms 2');
      const pin = call.playAndCollect({
        media: [tts('Pin?')],
        collect: { digits: { max: 4, digitTimeout: 2 } },
      });
      expectObservable(answered(call, pin.pipe(digits()))).toBe('- 1s - 500ms 2s (x|)', { x: '42' });
    });
  });

  it('speaks, at the pace of the simulator, and is understood when it has been quiet', () => {
    runCaller(({ call, caller, expectObservable }) => {
      caller.says('1s "sales please"');
      const question = call.playAndCollect({
        media: [tts('What is it?')],
        collect: { speech: { endSilenceTimeout: 1 } },
      });
      // Two words take 800 ms, and then it is quiet for a second.
      expectObservable(answered(call, question.pipe(speech()))).toBe('2800ms (x|)', { x: 'sales please' });
    });
  });

  it('speaks at another pace, in letters, and so badly that nobody is sure', () => {
    runCaller(
      ({ call, caller, expectObservable }) => {
        caller.says('100ms s', { s: { text: 'sales', confidence: 12 } });
        const question = call.collect({ speech: { endSilenceTimeout: 1 } });
        expectObservable(answered(call, question.pipe(map(({ result }) => result)))).toBe('1200ms (x|)', {
          x: { type: 'speech', text: 'sales', confidence: 12 },
        });
      },
      { wordsPerMinute: 600 },
    );
  });

  it('mumbles, which is no match', () => {
    runCaller(({ call, caller, expectObservable }) => {
      caller('- ~');
      const question = call.collect({ speech: {} });
      expectObservable(answered(call, question.pipe(speech()))).toBe(
        '1401ms #',
        {},
        expect.objectContaining({ name: 'NoMatchError' }),
      );
    });
  });

  it('hangs up in the middle of a prompt', () => {
    runCaller(({ call, caller, expectObservable, expectOperations }) => {
      caller('                               100ms |');
      expectObservable(caller.state$.pipe(initial)).toBe('(ra) 96ms (e|)');
      expectObservable(answered(call, menu(call).pipe(digits()))).toBe(
        '100ms #',
        {},
        expect.objectContaining({ name: 'CallEndedError' }),
      );
      expectObservable(call.ended$.pipe(map(({ reason }) => reason))).toBe('100ms (x|)', {
        x: 'hangup',
      });
      expectOperations('100ms |').toBe([]);
      expectOperations('99ms |').toBe([command('calling.play_and_collect')]);
    });
  });

  it('does something each time that it hears a prompt, or something else each time', () => {
    runCaller(({ call, caller, expectObservable, expectHeard }) => {
      caller.onHearing(/^Press/, ['-', '500ms 7', '']);
      expectObservable(answered(call, menu(call).pipe(digits(), retry(1)))).toBe('5300ms (x|)', { x: '7' });
      expectHeard().toBe('p 4799ms p', { p: PROMPT });
    });
    runCaller(({ call, caller, expectObservable }) => {
      caller.onHearing('Press', '500ms 7');
      const twice = concat(menu(call).pipe(digits()), menu(call).pipe(digits()));
      expectObservable(answered(call, twice)).toBe('500ms 7 499ms (7|)');
    });
  });

  it('hears what is played, as text or with all there is to know', () => {
    runCaller(({ call, expectObservable, expectHeard }) => {
      const url = 'https://example.test/a.mp3';
      const media = [
        tts('Hello.'),
        { type: 'audio', params: { url } },
        { type: 'silence', params: { duration: 1 } },
      ] as const;
      expectObservable(answered(call, call.play({ media: [...media] }).pipe(ignoreElements()))).toBe(
        '4400ms |',
      );
      expectHeard().toBe('t 399ms a 2999ms s', { t: 'Hello.', a: url, s: { kind: 'silence', duration: 1 } });
    });
  });

  it('is not alone, when somebody else rings', () => {
    runCaller(({ client, caller, ring, expectObservable, expectHeard }) => {
      const other = ring({ from: '+15550199' });
      const greeted$ = client.calls$.pipe(
        eachCall((call) =>
          answered(
            call,
            merge(call.playTTS({ text: `Hello ${String(call.device?.params['from_number'])}.` })),
          ),
        ),
      );
      greeted$.subscribe();
      other('10ms |');
      expectObservable(other.state$.pipe(initial)).toBe('a 9ms (e|)');
      expectObservable(caller.state$.pipe(initial)).toBe('a');
      expectHeard().toBe('h', { h: 'Hello +15550100.' });
      expectHeard(other).toBe('h', { h: 'Hello +15550199.' });
    });
  });

  it('has its call dealt to an app that receives calls, when the test leaves it alone', () => {
    runCaller(({ client, caller, expectObservable, expectHeard }) => {
      const app$ = client.calls$.pipe(
        eachCall((call) => answered(call, concat(call.playTTS({ text: 'Goodbye now.' }), call.hangup()))),
      );
      expectObservable(caller.state$.pipe(initial)).toBe('(ra) 796ms (e|)');
      // Of two things in one frame, what is written first comes first.
      app$.subscribe();
      expectHeard().toBe('g', { g: 'Goodbye now.' });
      expectObservable(timer(801).pipe(map(() => caller.endReason))).toBe('801ms (x|)', { x: 'hangup' });
    });
  });

  it('is whoever the options say', () => {
    runCaller(
      ({ call, expectObservable }) => {
        const heard$ = call
          .detectAnsweringMachine({ detectMessageEnd: false })
          .pipe(map(({ event }) => event));
        expectObservable(answered(call, heard$), '^ 3s !').toBe('1s (mf|)', {
          m: 'MACHINE',
          f: 'finished',
        });
        expect(call.context).toBe('night');
      },
      { answeredBy: 'machine', context: 'night' },
    );
  });
});

describe('the simulator on the other side', () => {
  it('rings at whom the flow calls', () => {
    runCaller(({ client, simulator, expectObservable }) => {
      simulator.callee({ to: '+15550102', answer: 'busy' });
      const dial$ = client.dial({ devices: phone({ to: '+15550102', from: '+15550100' }) });
      // A phone that is in use is found to be so in the time that another takes to answer.
      expectObservable(dial$).toBe(
        '1s #',
        {},
        expect.objectContaining({ name: 'DialError', reason: 'busy' }),
      );
    });
  });

  it('refuses on request', () => {
    runCaller(({ call, simulator, expectObservable, expectOperations }) => {
      simulator.faults.refuse('calling.play_and_collect', '500', 'no');
      expectObservable(answered(call, menu(call))).toBe('#', {}, expect.objectContaining({ code: '500' }));
      expectOperations().toBe([]);
    });
  });

  it('resumes a dropped connection, and what happened meanwhile follows', () => {
    runCaller(({ client, call, caller, connection, expectObservable }) => {
      caller('            200ms 1');
      connection('        100ms d 899ms u');
      expectObservable(answered(call, menu(call).pipe(digits()))).toBe('1s (x|)', { x: '1' });
      expectObservable(client.status$.pipe(initial)).toBe('c 99ms r 899ms c');
    });
  });

  it('does not know a session any more that was away for too long', () => {
    const lost = expect.objectContaining({ name: 'RelaySessionLostError' }) as unknown;
    runCaller(({ call, caller, connection, expectObservable, expectOperations }) => {
      connection('                               100ms d 30s u');
      expectObservable(answered(call, menu(call, { initialTimeout: 60 }))).toBe('30101ms #', {}, lost);
      expectObservable(caller.state$.pipe(initial)).toBe('a 30099ms (e|)');
      expectOperations('30099ms |').toBe([command('calling.play_and_collect')]);
      expectOperations('30100ms |').toBe([]);
    });
  });

  it('begins anew, and knows no call any more', () => {
    runCaller(({ call, connection, expectObservable }) => {
      connection('100ms d - n');
      expectObservable(answered(call, menu(call))).toBe(
        '102ms #',
        {},
        expect.objectContaining({ name: 'RelaySessionLostError' }),
      );
    });
  });

  it('is lost for good', () => {
    runCaller(({ call, connection, expectObservable }) => {
      connection('100ms d - x');
      expectObservable(answered(call, menu(call))).toBe(
        '102ms #',
        {},
        expect.objectContaining({ name: 'RelayConnectionError' }),
      );
    });
  });

  it('stalls, and everything comes when it goes on', () => {
    runCaller(({ call, caller, connection, expectObservable }) => {
      caller('     200ms 1');
      connection(' 100ms s 899ms g');
      expectObservable(answered(call, menu(call).pipe(digits()))).toBe('1s (x|)', { x: '1' });
    });
  });
});

describe('a test that is wrong', () => {
  it('fails with both diagrams of what was heard', () => {
    const wrong = () =>
      runCaller(({ call, expectObservable, expectHeard }) => {
        expectObservable(answered(call, menu(call).pipe(ignoreElements()))).toBe('4800ms |');
        expectHeard().toBe('-p', { p: 'Press 2.' });
      });
    expect(messageOf(wrong)).toBe(
      lines(
        'expectHeard: what happened is not what was expected.',
        '  expected  -p',
        '  actual    a',
        "  where     p = 'Press 2.'",
        "            a = { kind: 'tts', text: 'Press 1.' }",
        "At frame 0 nothing was expected yet, but the sound 'Press 2.' at frame 1; what came was the sound { kind: 'tts', text: 'Press 1.' }.",
      ),
    );
  });

  const never: [string, (helpers: CallerRunHelpers) => unknown, string][] = [
    [
      'a reaction to what is never heard',
      ({ caller }) => caller.onHearing('Press 9', '1'),
      "caller.onHearing: 'Press 9' was never heard",
    ],
    ['a letter without words', ({ caller }) => caller.says('-s'), `caller.says: the diagram '-s' has "s"`],
    [
      'what no connection does',
      ({ connection }) => connection('-z'),
      `connection: the diagram '-z' has a "z", and the values are for d, u, n, x, s, g`,
    ],
    [
      'a letter for nothing that is heard',
      ({ expectHeard }) => expectHeard().toBe('-a'),
      `expectHeard: the diagram '-a' has a "a", and no values are given`,
    ],
  ];
  it.each(never)('is told with the name of the helper: %s', (_, script, message) => {
    expect(failureOf(() => runCaller(script)).message).toContain(message);
  });

  it('asks for a call in a context that the client does not receive', () => {
    expect(
      failureOf(() => marbles({ client: { contexts: ['day'] } }).runCaller(({ call }) => call)).message,
    ).toBe('call: the client did not take it: is its context among those of the client?');
  });
});
