import { EMPTY, NEVER, map, of, retry, timeout } from 'rxjs';
import {
  NotConfirmedError,
  confirm,
  digits,
  gatherDigits,
  menu,
  reprompt,
  stop,
  tts,
  type Call,
} from 'relay-rx';
import { callState, collected, command } from 'relay-rx/testing';
import { commands, prompt, run } from '../support/marbles.js';

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

  it.each([{ attempts: 0 }, { attempts: 1.5 }, {} as { attempts: number }, { attempts: 2, noInput: [] }])(
    'refuses %j',
    (wrong) => {
      expect(() => reprompt(wrong)).toThrow(/reprompt\.(attempts|noInput)/);
    },
  );
});

describe('menu', () => {
  const config = {
    prompt: tts('Press 1.'),
    options: { 1: () => of('sales'), 2: of('support') },
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
        options: { '1': NEVER, '22#': NEVER },
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

  it.each([{ options: {} }, { options: { x: EMPTY } }, { attempts: 0 }, { prompt: [] }, { colour: 'red' }])(
    'refuses %p',
    (wrong) => {
      run(({ call, expectCommands }) => {
        expect(() => menu(call, { ...config, ...(wrong as object) })).toThrow(/menu\./);
        expectCommands().toBe('');
      });
    },
  );
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
});

describe('gatherDigits', () => {
  const number = (call: Call) =>
    prompt(call, { collect: { digits: { max: 4, terminators: '#' }, initialTimeout: 2 } });
  const question = (text: string, max: number) =>
    command('calling.play_and_collect', {
      play: [{ type: 'tts', params: { text } }],
      collect: { digits: { max, terminators: '#' }, initial_timeout: 2 },
    });
  const config = { length: 4, attempts: 3, goOn: (soFar: string) => tts(`${soFar} so far.`) };
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
