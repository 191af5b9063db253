// Run by the suite, and written as a test of your own would be, with jest.
import { callEnded, collected, command, playback, refusal, relayMarbles } from 'relay-rx/testing';
import type { Call } from 'relay-rx';
import { NEVER, of, throwError, type Observable } from 'rxjs';
import { UnknownOrderError, orderLine, type Shop } from './orders.js';

const { run, runCaller } = relayMarbles((actual, expected) => expect(actual).toStrictEqual(expected), {
  strict: true,
});

const MENU = 'Press 1 for your order, or 2 to talk to somebody.';
const NUMBER = 'Enter your order number, then hash.';
const shop = (answer: Observable<string>): Shop => ({ whereIs: () => answer });
const line = (where: Shop) => (call: Call) => orderLine(call, where);
const knows: Shop = {
  whereIs: (order) =>
    order === '4711' ? of('It arrives on Monday.') : throwError(() => new UnknownOrderError(order)),
};

describe('with a caller', () => {
  it('tells where an order is', () => {
    runCaller(({ caller, expectFlow, expectHeard }) => {
      caller.onHearing('Press 1', '     1s 1');
      caller.onHearing('order number', '1s 4 500ms 7 500ms 1 500ms 1 500ms #');
      expectHeard().toBe('              m 999ms n 3003ms a', {
        m: MENU,
        n: NUMBER,
        a: 'It arrives on Monday.',
      });
      // Four words take 1600 ms to say.
      expectFlow(line(knows)).toBe('    5604ms (t|)', { t: 'answered' });
    });
  });

  it('says so when the number is not known, asks once more, and puts the caller through', () => {
    runCaller(({ caller, expectFlow, expectHeard }) => {
      caller.onHearing('Press 1', '     1s 1');
      caller.onHearing('order number', '1s 0 #');
      expectHeard().toBe('              m 999ms n 1s w 1599ms n 1s o', {
        m: MENU,
        n: NUMBER,
        w: 'That did not work.',
        o: 'One moment, please.',
      });
      expectFlow(line(knows)).toBe('    5802ms (p|)', { p: 'put through' });
    });
  });

  it('puts a caller through who does not press anything', () => {
    runCaller(({ expectFlow, expectHeard }) => {
      // Eleven words take 4400 ms to say, and then there are 4 s to press a key.
      expectHeard().toBe('          m 8399ms m 8399ms o', { m: MENU, o: 'One moment, please.' });
      expectFlow(line(knows)).toBe('18s (p|)', { p: 'put through' });
    });
  });

  it('limits how long the caller waits for the shop', () => {
    runCaller(({ caller, expectFlow, expectHeard }) => {
      caller.onHearing('Press 1', '1s 1');
      caller.onHearing('order number', ['1s 4 #']);
      expectHeard().toBe('         m 999ms n 4s w 1599ms n 12399ms o', {
        m: MENU,
        n: NUMBER,
        w: 'That did not work.',
        o: 'One moment, please.',
      });
      expectFlow(line(shop(NEVER))).toBe('20201ms (p|)', { p: 'put through' });
    });
  });

  it('leaves nothing behind when the caller hangs up', () => {
    runCaller(({ caller, expectFlow }) => {
      caller('                      1s 1 2s |');
      expectFlow(line(knows)).toBe('-');
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
    e: command('calling.end', { reason: 'hangup' }),
  };

  it('transfers to the shop', () => {
    run(({ relay, expectFlow, expectCommands }) => {
      relay.events('                -----2---s', events);
      expectFlow(line(knows)).toBe('---------(p|)', { p: 'put through' });
      expectCommands().toBe('       (am)-s---t', commands);
    });
  });

  it('fails with a refusal: a prompt that may play all the same is stopped, and the call is hung up', () => {
    run(({ relay, expectFlow, expectCommands }) => {
      relay.answers('calling.play_and_collect', '------r', { r: refusal('500', 'no voices') });
      expectFlow(line(knows)).toBe('             ------#', {}, expect.objectContaining({ code: '500' }));
      expectCommands().toBe('                    (am)--(xe)', commands);
    });
  });

  it('does not miss a key that overtakes the answer', () => {
    run(({ relay, expectFlow, expectCommands }) => {
      relay.events('                               ------1--e', events);
      relay.answersAt('calling.play_and_collect', '-------s');
      expectCommands().toBe('                      (am)--n', commands);
      expectFlow(line(knows)).toBe('               -');
    });
  });

  it('continues after a resume', () => {
    run(({ relay, expectFlow, expectCommands }) => {
      relay.connection('            --d-----u');
      relay.events('                -----2-----s', events);
      expectCommands().toBe('       (am)----s--t', commands);
      expectFlow(line(knows)).toBe('-----------(p|)', { p: 'put through' });
    });
  });

  it('is over when the session is lost', () => {
    run(({ relay, expectFlow }) => {
      relay.connection('            --d-----n');
      expectFlow(line(knows)).toBe('-');
    });
  });

  it('is over when the call is', () => {
    run(({ relay, expectFlow, expectCommands }) => {
      relay.events('         ------e', events);
      expectCommands().toBe('(am)', commands);
      expectFlow(line(knows)).toBe('-');
    });
  });

  it('hangs up when it is unsubscribed in the middle of a prompt', () => {
    run(({ expectFlow, expectCommands }) => {
      expectFlow(line(knows), '^-----!').toBe('-');
      expectCommands().toBe('       (am)--e', commands);
    });
  });
});
