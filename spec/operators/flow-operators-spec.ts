import { EMPTY, NEVER, concat, ignoreElements, map, of, retry, timeout, type Observable } from 'rxjs';
import {
  NotConfirmedError,
  confirm,
  digits,
  gatherDigits,
  menu,
  outcome,
  reprompt,
  stop,
  tts,
  type Call,
} from 'relay-rx';
import { callState, collected, command, playback } from 'relay-rx/testing';
import { commands, marbles, prompt, run } from '../support/marbles.js';

const events = {
  n: collected.noInput(),
  m: collected.noMatch(),
  e: collected.error(),
  i: collected.startOfInput(),
  d: collected.digits('1'),
  D: collected.digits('2'),
  x: collected.digits('9'),
  E: callState('ended'),
};
const asked = (text: string) =>
  command('calling.play_and_collect', {
    play: [{ type: 'tts', params: { text } }],
    collect: { digits: { max: 1 } },
  });
const failure = (name: string) => expect.objectContaining({ name }) as unknown;

describe('reprompt', () => {
  const config = { attempts: 3, noInput: tts('I heard nothing.'), noMatch: [tts('Not in the menu.')] };
  const questions = { p: asked('Press 1.'), n: asked('I heard nothing.'), m: asked('Not in the menu.') };

  it('asks again with other media, and leaves the events that it asks again for out', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-n-m-i-d', events);
      const kinds = prompt(call).pipe(
        reprompt(config),
        map(({ result }) => result?.type),
      );
      expectObservable(kinds).toBe('-----i-(d|)', { i: 'start_of_input', d: 'digit' });
      expectCommands().toBe('pn-m', questions);
    });
  });

  it('asks with the same media when none other is given', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-n-d', events);
      expectObservable(prompt(call).pipe(reprompt({ attempts: 2 }), digits())).toBe('---(x|)', { x: '1' });
      expectCommands().toBe('pp', questions);
    });
  });

  it('fails with the last failure when the attempts are used up', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-n-n-m', events);
      expectObservable(prompt(call).pipe(reprompt(config))).toBe('-----#', {}, failure('NoMatchError'));
      expectCommands().toBe('pn-n', questions);
    });
  });

  it('asks again for input that is not accepted', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-x-d', events);
      const accept = (input: { type: string; digits?: string }) => input.digits === '1';
      expectObservable(prompt(call).pipe(reprompt({ ...config, accept }), digits())).toBe('---(x|)', {
        x: '1',
      });
      expectCommands().toBe('pm', questions);
    });
  });

  it("passes RELAY's error on, and fails with CallEndedError when the call ends", () => {
    run(({ call, relay, expectObservable }) => {
      relay.events('-e-E', events);
      expectObservable(prompt(call).pipe(reprompt(config), digits())).toBe('-#', {}, failure('CollectError'));
      expectObservable(prompt(call).pipe(reprompt(config), digits()), '--^').toBe(
        '---#',
        {},
        failure('CallEndedError'),
      );
    });
  });

  it('stops what is being asked when it is left, and keeps its command operators for each question', () => {
    run(({ call, cold, relay, expectObservable, expectCommands, expectSubscriptions }) => {
      const notifier = cold('-----');
      relay.events('-n', events);
      expectObservable(prompt(call).pipe(stop(notifier), reprompt(config)), '^--!').toBe('----');
      expectSubscriptions(notifier.subscriptions).toBe(['^!', '-^-!']);
      expectCommands().toBe('pn-s', { ...questions, s: commands.s });
    });
  });

  it('asks again for digits outside the limits', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-d-k-x', { ...events, k: collected.digits('', { terminator: '#' }) });
      const limits = { min: 1, max: 1, pattern: /^9$/ };
      expectObservable(prompt(call).pipe(reprompt({ ...config, ...limits }), digits())).toBe('-----(x|)', {
        x: '9',
      });
      expectCommands().toBe('pm-m', questions);
    });
  });

  it('asks for ever with attempts: Infinity', () => {
    run(({ call, relay, expectObservable }) => {
      relay.events('-n-n-n-n-n-d', events);
      expectObservable(prompt(call).pipe(reprompt({ attempts: Infinity }), digits())).toBe(
        '-----------(x|)',
        {
          x: '1',
        },
      );
    });
  });

  it.each([
    ['attempts', { attempts: 0 }],
    ['attempts', { attempts: 1.5 }],
    ['attempts', {}],
    ['attempts', { attempts: -Infinity }],
    ['noInput', { attempts: 2, noInput: [] }],
    ['accept', { attempts: 2, accept: true }],
    ['min', { attempts: 2, min: -1 }],
    ['min', { attempts: 2, min: 3, max: 2 }],
    ['max', { attempts: 2, max: 0 }],
    ['pattern', { attempts: 2, pattern: '^1$' }],
    ['colour', { attempts: 2, colour: 'red' }],
  ])('refuses a wrong %s as it is called: %j', (option, wrong) => {
    expect(() => reprompt(wrong as never)).toThrow(new RegExp(`^reprompt\\.${option} `));
  });

  it('gives outcome() its last failure as a value', () => {
    run(({ call, relay, expectObservable }) => {
      relay.events('-n-m', events);
      const left = prompt(call).pipe(
        reprompt({ attempts: 2 }),
        outcome(),
        map((either) => (either._tag === 'Left' ? either.left.code : 'input')),
      );
      expectObservable(left).toBe('---(x|)', { x: 'ERR_RELAY_NO_MATCH' });
    });
  });
});

describe('menu', () => {
  const config = {
    prompt: tts('Press 1.'),
    options: { 1: () => of('sales'), 2: () => of('support') },
    noMatch: tts('Not in the menu.'),
  };
  const questions = { p: asked('Press 1.'), m: asked('Not in the menu.') };

  it('goes on with what the key leads to', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-D', events);
      expectObservable(menu(call, config)).toBe('-(x|)', { x: 'support' });
      expectCommands().toBe('p', questions);
    });
  });

  it('asks nothing before it is subscribed to, and makes no option that is not chosen', () => {
    run(({ call, relay, expectObservable }) => {
      const options = {
        1: () => of('sales'),
        2: () => {
          throw new Error('chosen');
        },
      };
      relay.events('-d', events);
      expectObservable(menu(call, { ...config, options })).toBe('-(x|)', { x: 'sales' });
    });
  });

  it('asks again for no input and for a key that leads nowhere, three times unless told otherwise', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-x-n-x', events);
      expectObservable(menu(call, config)).toBe('-----#', {}, failure('NoMatchError'));
      expectCommands().toBe('pm-p', questions);
    });
  });

  it('does not ask again when what the key leads to fails', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-d', events);
      const options = {
        1: () => {
          throw new Error('theirs');
        },
      };
      expectObservable(menu(call, { ...config, options })).toBe('-#', {}, new Error('theirs'));
      expectCommands().toBe('p', questions);
    });
  });

  it('fails with CallEndedError when the call ends', () => {
    run(({ call, relay, expectObservable }) => {
      relay.events('-E', events);
      expectObservable(menu(call, config)).toBe('-#', {}, failure('CallEndedError'));
    });
  });

  it('collects as many digits as its longest key has, within the times given', () => {
    run(({ call, expectObservable, expectCommands }) => {
      const longer = {
        prompt: [tts('Press 1.')],
        options: { '1': () => NEVER, '22#': () => NEVER },
        initialTimeout: 2,
        digitTimeout: 3,
        volume: 5,
      };
      expectObservable(menu(call, longer)).toBe('-');
      const collect = { digits: { max: 3, digit_timeout: 3 }, initial_timeout: 2 };
      const play = [{ type: 'tts', params: { text: 'Press 1.' } }];
      expectCommands().toBe('p', { p: command('calling.play_and_collect', { play, collect, volume: 5 }) });
    });
  });

  describe('with speech', () => {
    const spoken = { ...config, speech: { 1: 'sales', 2: ['support', 'customer support', "I'm lost"] } };
    const listening = {
      digits: { max: 1 },
      speech: { hints: ['sales', 'support', 'customer support', "I'm lost"] },
    };
    const question = command('calling.play_and_collect', {
      play: [{ type: 'tts', params: { text: 'Press 1.' } }],
      collect: listening,
    });

    it.each([
      ['sales', 'sales'],
      ['Sales, please!', 'sales'],
      ['Give me customer  SUPPORT.', 'support'],
      ['um, i’m lost', 'support'],
    ])('goes on with what %j leads to', (said, chosen) => {
      run(({ call, relay, expectObservable, expectCommands }) => {
        relay.events('-s', { s: collected.speech(said) });
        expectObservable(menu(call, spoken)).toBe('-(x|)', { x: chosen });
        expectCommands().toBe('p', { p: question });
      });
    });

    it('still takes keys', () => {
      run(({ call, relay, expectObservable }) => {
        relay.events('-D', events);
        expectObservable(menu(call, spoken)).toBe('-(x|)', { x: 'support' });
      });
    });

    it.each(['salesman', 'sale', ''])('asks again for %j', (said) => {
      run(({ call, relay, expectObservable }) => {
        relay.events('-s', { s: collected.speech(said) });
        expectObservable(menu(call, { ...spoken, attempts: 1 })).toBe('-#', {}, failure('NoMatchError'));
      });
    });

    it('asks again for two phrases of which none is the longer', () => {
      run(({ call, relay, expectObservable }) => {
        relay.events('-s', { s: collected.speech('billing or selling') });
        const flow = menu(call, { ...config, attempts: 1, speech: { 1: 'selling', 2: 'billing' } });
        expectObservable(flow).toBe('-#', {}, failure('NoMatchError'));
      });
    });

    it('matches where words have no spaces between', () => {
      run(({ call, relay, expectObservable }) => {
        relay.events('-s', { s: collected.speech('営業お願いします') });
        const flow = menu(call, { ...config, speech: { 1: '営業' }, language: 'ja-JP' });
        expectObservable(flow).toBe('-(x|)', { x: 'sales' });
      });
    });

    it('makes an option with its key', () => {
      run(({ call, relay, expectObservable }) => {
        relay.events('-s', { s: collected.speech('sales') });
        const flow = menu(call, {
          prompt: tts('1.'),
          options: { 1: (key) => of(key) },
          speech: { 1: 'sales' },
        });
        expectObservable(flow).toBe('-(x|)', { x: '1' });
      });
    });
  });

  describe('with bargeIn: false', () => {
    const polite = { ...config, bargeIn: false, volume: 3 };
    const play = (text: string) =>
      command('calling.play', { play: [{ type: 'tts', params: { text } }], volume: 3 });
    const listen = command('calling.collect', { digits: { max: 1 }, start_input_timers: true });
    const words = { p: play('Press 1.'), m: play('Not in the menu.'), c: listen };
    const told = { ...events, f: playback('finished'), e: playback('error') };

    it('plays to the end, and collects then', () => {
      run(({ call, relay, expectObservable, expectCommands }) => {
        relay.events('-f-D', told);
        expectObservable(menu(call, polite)).toBe('---(x|)', { x: 'support' });
        expectCommands().toBe('pc', words);
      });
    });

    it('asks again in the same way', () => {
      run(({ call, relay, expectObservable, expectCommands }) => {
        relay.events('-f-x-f-n-f-d', told);
        expectObservable(menu(call, polite)).toBe('-----------(x|)', { x: 'sales' });
        expectCommands().toBe('pc-m-c-p-c', words);
      });
    });

    it('stops the prompt, or the collect, when it is unsubscribed', () => {
      run(({ call, relay, expectObservable, expectCommands }) => {
        relay.events('----f', told);
        expectObservable(menu(call, polite), '^-!').toBe('---');
        expectObservable(menu(call, polite), '---^--!').toBe('-------');
        expectCommands().toBe('p-sqc-t', {
          ...words,
          q: words.p,
          s: command('calling.play.stop'),
          t: command('calling.collect.stop'),
        });
      });
    });

    it('fails when the prompt cannot be played', () => {
      run(({ call, relay, expectObservable, expectCommands }) => {
        relay.events('-e', told);
        expectObservable(menu(call, polite)).toBe('-#', {}, failure('PlaybackError'));
        expectCommands().toBe('p', words);
      });
    });

    it('names the prompt in a failure', () => {
      run(({ call, relay, expectObservable }) => {
        relay.events('-f-n', told);
        const error = { name: 'NoInputError', message: 'The caller gave no input: "Press 1."' };
        expectObservable(menu(call, { ...polite, attempts: 1 })).toBe(
          '---#',
          {},
          expect.objectContaining(error),
        );
      });
    });
  });

  it.each([
    ['options', { options: {} }],
    ['options', { options: undefined }],
    ['options', { options: { x: () => EMPTY } }],
    ['options.1', { options: { 1: 'sales' } }],
    ['options.1', { options: { 1: of('sales') } }],
    ['attempts', { attempts: 0 }],
    ['prompt', { prompt: [] }],
    ['prompt', { prompt: undefined }],
    ['bargeIn', { bargeIn: 'no' }],
    ['speech', { speech: ['sales'] }],
    ['speech', { speech: {} }],
    ['speech', { speech: { 3: 'sales' } }],
    ['speech.1', { speech: { 1: [] } }],
    ['speech.1', { speech: { 1: '?!' } }],
    ['speech.2', { speech: { 1: 'sales', 2: 'Sales!' } }],
    ['language', { language: 'en-GB' }],
    ['colour', { colour: 'red' }],
  ])('refuses a wrong %s as it is called: %p', (option, wrong) => {
    run(({ call, expectCommands }) => {
      const name = option.replace('.', '\\.');
      expect(() => menu(call, { ...config, ...(wrong as object) })).toThrow(new RegExp(`^menu\\.${name}\\b`));
      expectCommands().toBe('');
    });
  });
});

describe('menu on the simulator', () => {
  const { runCaller } = marbles();
  const answered = <T>(call: Call, then: Observable<T>) => concat(call.answer().pipe(ignoreElements()), then);
  const options = { 1: () => of('sales'), 2: () => of('support') };

  it('does not take keys that are pressed while a prompt without barge-in plays', () => {
    runCaller(({ call, caller, expectObservable, expectHeard }) => {
      // The prompt takes 800 ms to say.
      caller('100ms 1 1s 2');
      const flow = menu(call, { prompt: tts('Press 1.'), options, bargeIn: false });
      expectObservable(answered(call, flow)).toBe('1101ms (x|)', { x: 'support' });
      expectHeard().toBe('p', { p: 'Press 1.' });
    });
  });

  it('waits for the initial timeout after it, and asks again', () => {
    runCaller(({ call, expectObservable, expectHeard }) => {
      const flow = menu(call, {
        prompt: tts('Press 1.'),
        options,
        bargeIn: false,
        initialTimeout: 2,
        attempts: 2,
      });
      expectObservable(answered(call, flow)).toBe('5600ms #', {}, failure('NoInputError'));
      expectHeard().toBe('p 2799ms p', { p: 'Press 1.' });
    });
  });

  it('takes what is said, and what is pressed', () => {
    runCaller(({ call, caller, expectObservable }) => {
      caller.says('1s "I want support please"');
      const flow = menu(call, { prompt: tts('Press 1.'), options, speech: { 2: 'support' } });
      // Four words take 1600 ms, and then it is quiet for a second.
      expectObservable(answered(call, flow)).toBe('3600ms (x|)', { x: 'support' });
    });
  });
});

describe('confirm', () => {
  const asking = (call: Call) =>
    prompt(call).pipe(digits(), confirm(call, { prompt: (digit) => tts(`${digit}?`) }));

  it('emits a value that is confirmed', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-x-d', events);
      expectObservable(asking(call)).toBe('---(x|)', { x: '9' });
      expectCommands().toBe('pq', { p: asked('Press 1.'), q: asked('9?') });
    });
  });

  it('fails with NotConfirmedError when it is refused, so that retry asks once more', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-x-D-d-D', events);
      expectObservable(asking(call).pipe(retry(1))).toBe('-------#', {}, new NotConfirmedError('1'));
      expectCommands().toBe('pq-p-r', { p: asked('Press 1.'), q: asked('9?'), r: asked('1?') });
    });
  });

  it('takes a word for either key', () => {
    run(({ call, relay, expectObservable }) => {
      relay.events('-x-s', { ...events, s: collected.speech('Yes.') });
      const flow = prompt(call).pipe(
        digits(),
        confirm(call, { prompt: (digit) => tts(`${digit}?`), speech: { 1: 'yes', 2: 'no' } }),
      );
      expectObservable(flow).toBe('---(x|)', { x: '9' });
    });
  });

  it.each([
    ['prompt', { prompt: tts('Sure?') }],
    ['prompt', { prompt: undefined }],
    ['yes', { yes: 'y' }],
    ['no', { yes: '1', no: '1' }],
    ['no', { yes: '2' }],
    ['attempts', { attempts: 0 }],
    ['speech', { speech: { 3: 'maybe' } }],
    ['language', { language: 'en-GB' }],
    ['colour', { colour: 'red' }],
  ])('refuses a wrong %s as it is called: %p', (option, wrong) => {
    run(({ call, expectCommands }) => {
      const given = { prompt: (digit: string) => tts(digit), ...wrong } as never;
      expect(() => confirm(call, given)).toThrow(new RegExp(`^confirm\\.${option} `));
      expectCommands().toBe('');
    });
  });
});

describe('gatherDigits', () => {
  const number = (call: Call) =>
    prompt(call, { collect: { digits: { max: 4, terminators: '#' }, initialTimeout: 2 } });
  const question = (text: string, max: number) =>
    command('calling.play_and_collect', {
      play: [{ type: 'tts', params: { text } }],
      collect: { digits: { max, terminators: '#' }, initial_timeout: 2 },
    });
  const config = { length: 4, attempts: 3, nextPrompt: (soFar: string) => tts(`${soFar} so far.`) };
  const told = {
    ...events,
    a: collected.digits('12'),
    b: collected.digits('34'),
    t: collected.digits('3', { terminator: '#' }),
  };

  it('asks for the rest with the digits so far', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-a-b', told);
      expectObservable(number(call).pipe(gatherDigits(config))).toBe('---(x|)', { x: '1234' });
      expectCommands().toBe('pq', { p: question('Press 1.', 4), q: question('12 so far.', 2) });
    });
  });

  it('is content with fewer when the terminator was pressed', () => {
    run(({ call, relay, expectObservable }) => {
      relay.events('-a-t', told);
      expectObservable(number(call).pipe(gatherDigits(config))).toBe('---(x|)', { x: '123' });
    });
  });

  it('fails with NoInputError when the attempts are used up', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-n-a-n', told);
      expectObservable(number(call).pipe(gatherDigits(config))).toBe('-----#', {}, failure('NoInputError'));
      expectCommands().toBe('pp-q', { p: question('Press 1.', 4), q: question('12 so far.', 2) });
    });
  });

  it('asks from the beginning when the terminator came too soon', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-a-t-b-b', told);
      const limited = { ...config, attempts: 4, min: 4 };
      expectObservable(number(call).pipe(gatherDigits(limited))).toBe('-------(x|)', { x: '3434' });
      expectCommands().toBe('pq-p-r', {
        p: question('Press 1.', 4),
        q: question('12 so far.', 2),
        r: question('34 so far.', 2),
      });
    });
  });

  it('fails with NoMatchError when the last digits are outside the limits', () => {
    run(({ call, relay, expectObservable }) => {
      relay.events('-a-b', told);
      const limited = { ...config, attempts: 2, pattern: /^9/ };
      expectObservable(number(call).pipe(gatherDigits(limited))).toBe('---#', {}, failure('NoMatchError'));
    });
  });

  it.each([
    ['length', { length: 0 }],
    ['attempts', { attempts: 0 }],
    ['nextPrompt', { nextPrompt: undefined }],
    ['nextPrompt', { nextPrompt: tts('Go on.') }],
    ['min', { min: 5 }],
    ['max', { max: 3 }],
    ['pattern', { pattern: 'x' }],
    ['colour', { colour: 'red' }],
  ])('refuses a wrong %s as it is called: %p', (option, wrong) => {
    expect(() => gatherDigits({ ...config, ...wrong } as never)).toThrow(
      new RegExp(`^gatherDigits\\.${option} `),
    );
  });

  it('fails with CallEndedError when the call ends', () => {
    run(({ call, relay, expectObservable }) => {
      relay.events('-a-E', told);
      expectObservable(number(call).pipe(gatherDigits(config))).toBe('---#', {}, failure('CallEndedError'));
    });
  });
});

describe('a deadline over several prompts', () => {
  it('is one line of RxJS, and stops the prompt that is up', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-n-n', events);
      const flow = prompt(call).pipe(digits(), retry(5), timeout({ first: 6 }));
      expectObservable(flow).toBe('------#', {}, failure('TimeoutError'));
      expectCommands().toBe('cc-c--s', commands);
    });
  });
});
