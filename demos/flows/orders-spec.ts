// Run by the suite (spec/testing/demo-spec.ts), and written as a test of your own would be, with jest.
import { callEnded, collected, command, playback, refusal, relayMarbles } from 'relay-rx/testing';
import { RelaySessionLostError } from 'relay-rx';
import { NEVER, of, throwError, type Observable } from 'rxjs';
import { UnknownOrderError, orderLine, type Shop } from './orders.js';

const { run, runCaller } = relayMarbles((actual, expected) => expect(actual).toEqual(expected), {
  strict: true,
});

const MENU = 'Press 1 for your order, or 2 to talk to somebody.';
const NUMBER = 'Enter your order number, then hash.';
const shop = (answer: Observable<string>): Shop => ({ whereIs: () => answer });
const knows: Shop = {
  whereIs: (order) =>
    order === '4711' ? of('It arrives on Monday.') : throwError(() => new UnknownOrderError(order)),
};

const endedFirst = expect.objectContaining({ name: 'CallEndedError' }) as Error;

describe('with a caller', () => {
  it('tells where an order is', () => {
    runCaller(({ call, caller, expectObservable, expectHeard }) => {
      caller.onHearing('Press 1', '   1s 1');
      caller.onHearing('order number', '1s 4 500ms 7 500ms 1 500ms 1 500ms #');
      expectHeard().toBe('            m 999ms n 3003ms a', {
        m: MENU,
        n: NUMBER,
        a: 'It arrives on Monday.',
      });
      // Four words take 1600 ms to say.
      expectObservable(orderLine(call, knows)).toBe('5604ms (t|)', { t: 'told' });
    });
  });

  it('says so when the number is not known, asks once more, and puts the caller through', () => {
    runCaller(({ call, caller, expectObservable, expectHeard }) => {
      caller.onHearing('Press 1', '   1s 1');
      caller.onHearing('order number', '1s 0 #');
      expectHeard().toBe('            m 999ms n 1s w 1599ms n 1s o', {
        m: MENU,
        n: NUMBER,
        w: 'That did not work.',
        o: 'One moment, please.',
      });
      expectObservable(orderLine(call, knows)).toBe('5802ms (p|)', { p: 'put through' });
    });
  });

  it('puts a caller through who does not press anything', () => {
    runCaller(({ call, expectObservable, expectHeard }) => {
      // Eleven words take 4400 ms to say, and then there are 4 s to press a key.
      expectHeard().toBe('                       m 8399ms m 8399ms o', { m: MENU, o: 'One moment, please.' });
      expectObservable(orderLine(call, knows)).toBe('18s (p|)', { p: 'put through' });
    });
  });

  it('does not let the caller wait for the shop for ever', () => {
    runCaller(({ call, caller, expectObservable, expectHeard }) => {
      caller.onHearing('Press 1', '   1s 1');
      caller.onHearing('order number', ['1s 4 #']);
      expectHeard().toBe('            m 999ms n 4s w 1599ms n 12399ms o', {
        m: MENU,
        n: NUMBER,
        w: 'That did not work.',
        o: 'One moment, please.',
      });
      expectObservable(orderLine(call, shop(NEVER))).toBe('20201ms (p|)', { p: 'put through' });
    });
  });

  it('leaves nothing behind when the caller hangs up', () => {
    runCaller(({ call, caller, expectObservable }) => {
      caller('                                 1s 1 2s |');
      expectObservable(orderLine(call, knows)).toBe('3001ms #', {}, endedFirst);
    });
  });
});

describe('with a script', () => {
  const said = playback('finished');
  const events = {
    1: collected.digits('1'),
    2: collected.digits('2'),
    n: collected.noInput(),
    s: said,
    e: callEnded(),
  };
  const commands = {
    a: command('calling.answer'),
    m: command('calling.play_and_collect', {
      play: [{ type: 'tts', params: { text: MENU } }],
      collect: { digits: { max: 1 } },
    }),
    n: command('calling.play_and_collect', {
      play: [{ type: 'tts', params: { text: NUMBER } }],
      collect: { initial_timeout: 10, digits: { max: 8, digit_timeout: 3, terminators: '#' } },
    }),
    s: command('calling.play'),
    x: command('calling.play_and_collect.stop'),
    t: command('calling.transfer', { dest: 'shop' }),
  };

  it('transfers to the shop', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('                         -----2---s', events);
      expectObservable(orderLine(call, knows)).toBe('---------(p|)', { p: 'put through' });
      expectCommands().toBe('                (am)-s---t', commands);
    });
  });

  it('fails with what RELAY refuses, and nothing is left of it', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.answers('calling.play_and_collect', '-----r', { r: refusal('500', 'no voices') });
      expectObservable(orderLine(call, knows)).toBe(
        '   -----#',
        {},
        expect.objectContaining({ code: '500' }),
      );
      // 500 leaves open whether the prompt is played.
      expectCommands().toBe('                   (am)-x', commands);
    });
  });

  it('does not miss a key that overtakes the answer', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('                                 ------1--e', events);
      relay.answersAt('calling.play_and_collect', '  -------s');
      expectCommands().toBe('                        (am)--n', commands);
      expectObservable(orderLine(call, knows)).toBe(' ---------#', {}, endedFirst);
    });
  });

  it('goes on after a resume', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.connection('        --d-----u');
      relay.events('            -----2-----s', events);
      expectCommands().toBe('   (am)----s--t', commands);
      expectObservable(orderLine(call, knows)).toBe('-----------(p|)', { p: 'put through' });
    });
  });

  it('fails when the session is lost', () => {
    run(({ call, relay, expectObservable }) => {
      relay.connection('                     --d-----n');
      expectObservable(orderLine(call, knows)).toBe('--------#', {}, expect.any(RelaySessionLostError));
    });
  });

  it('is over when the call is', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('                         ------e', events);
      expectCommands().toBe('                (am)', commands);
      expectObservable(orderLine(call, knows)).toBe('------#', {}, endedFirst);
    });
  });

  it('stops the prompt when nobody wants to know any more', () => {
    run(({ call, expectObservable, expectCommands }) => {
      expectObservable(orderLine(call, knows), '^-----!').toBe('-');
      expectCommands().toBe('                   (am)--x', commands);
    });
  });
});
