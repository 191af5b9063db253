import { NEVER, concat, map, merge, of, take, throwError, timer, type Observable } from 'rxjs';
import { NoInputError, digits, eachCall, type Call, type RelayClient } from 'relay-rx';
import { MarbleScriptError, callEnded, collected, command, type CommonHelpers } from 'relay-rx/testing';
import { commands, marbles, prompt } from '../support/marbles.js';
import { failureOf } from './failure.js';

const { run, runCaller } = marbles();
const flow = (call: Call) => prompt(call).pipe(digits());
const events = { d: collected.digits('1'), n: collected.noInput(), e: callEnded('hangup') };
const hangup = command('calling.end', { reason: 'hangup' });

describe('expectFlow', () => {
  it('compares the values and the completion of a flow, and leaves its call as it is', () => {
    run(({ relay, expectFlow, expectCommands }) => {
      relay.events('      ---d', events);
      expectFlow(flow).toBe('---(x|)', { x: '1' });
      expectCommands().toBe('c', commands);
    });
  });

  it('compares the error of a flow, whose call is hung up and which is reported on errors$', () => {
    run(({ client, relay, expectFlow, expectObservable, expectCommands }) => {
      relay.events('      ---n', events);
      expectFlow(flow).toBe('---#', {}, expect.any(NoInputError));
      expectObservable(client.errors$.pipe(map(({ name }) => name))).toBe('---f', { f: 'FlowError' });
      expectCommands().toBe('c--h', { ...commands, h: hangup });
    });
  });

  it('expects an error without a look at errors$', () => {
    run(({ relay, expectFlow }) => {
      relay.events('      ---n', events);
      expectFlow(flow).toBe('---#', {}, expect.any(NoInputError));
    });
  });

  it('takes what a flow throws as it is made for its error', () => {
    const cause = new Error('theirs');
    const thrown = (): Observable<never> => {
      throw cause;
    };
    run(({ expectFlow, expectCommands }) => {
      expectFlow(thrown).toBe('#', {}, cause);
      expectCommands().toBe('  h', { h: hangup });
    });
  });

  it('has nothing more when the call has ended', () => {
    run(({ relay, expectFlow }) => {
      relay.events('      ---e', events);
      expectFlow(flow).toBe('-');
    });
    run(({ relay, expectFlow, expectCommands }) => {
      relay.events('      ---e', events);
      expectFlow(() => merge(of('a'), timer(5), NEVER)).toBe('a');
      expectCommands().toBe('');
    });
  });

  it('hangs up when it is unsubscribed while it runs, and not when it is over', () => {
    run(({ expectFlow, expectCommands }) => {
      expectFlow(flow, '      ^--!').toBe('-');
      expectCommands().toBe(' c--h', { ...commands, h: hangup });
    });
    run(({ expectFlow, expectCommands }) => {
      expectFlow(() => timer(1), '      -^-!').toBe('--(a|)', { a: 0 });
      expectCommands().toBe('');
    });
  });

  it('runs a flow for another call', () => {
    run(({ relay, expectFlow, expectCommands }) => {
      const call = relay.call();
      relay.events('                                         ----d', {
        d: collected.digits('2', { callId: call.callId }),
      });
      expectFlow(flow, { call, subscription: '-^' }).toBe('   ----(x|)', { x: '2' });
      expectCommands().toBe('                                 -c', {
        c: command('calling.play_and_collect', {
          ...{ play: [{ type: 'tts', params: { text: 'Press 1.' } }], collect: { digits: { max: 1 } } },
          call_id: call.callId,
        }),
      });
    });
  });

  it('does what is to be done after the call', () => {
    run(({ relay, expectFlow, expectObservable }) => {
      const saved: string[] = [];
      relay.events('---e', events);
      expectFlow(flow, { after: (call, { reason }) => of(saved.push(`${call.callId} ${reason}`)) }).toBe('-');
      expectObservable(timer(5).pipe(map(() => saved))).toBe('-----(s|)', { s: ['call-1 hangup'] });
    });
  });

  it('runs without toBe too, for the sake of other expectations', () => {
    run(({ expectFlow, expectCommands }) => {
      expectFlow(flow);
      expectCommands().toBe('c', commands);
    });
    runCaller(({ caller, expectFlow, expectDialogue }) => {
      caller('1s |');
      expectFlow((call) => concat(call.answer(), flow(call)));
      expectDialogue([{ heard: 'Press 1' }, { hungUp: true }]);
    });
  });

  it('runs the flow of a caller, and ends with them', () => {
    runCaller(({ caller, expectFlow }) => {
      caller('                                                      500ms 1 2s |');
      const never = (call: Call) => concat(call.answer().pipe(map(() => 'a')), flow(call), NEVER);
      expectFlow(never).toBe('                                      a 499ms x', { a: 'a', x: '1' });
    });
  });

  it('says where a wrong flow differs, in its own name', () => {
    const error = failureOf(() =>
      run(({ relay, expectFlow }) => {
        relay.events('    ----d', events);
        expectFlow(flow).toBe('---(x|)', { x: '1' });
      }),
    );
    expect(error.message).toContain('expectFlow: what happened is not what was expected.');
    expect(error.message).toContain("At frame 3 the value '1' was expected; it came at frame 4.");
    expect(error.stack?.split('\n').find((line) => line.startsWith('    at '))).toContain(__filename);
  });

  const wrong: [string, (helpers: CommonHelpers) => unknown, string][] = [
    [
      'a stream in place of a flow',
      ({ expectFlow }) => expectFlow(of(1) as never),
      'expects a function that makes the flow of a call',
    ],
    [
      'a flow in place of a stream',
      ({ expectObservable }) => expectObservable(flow as never),
      'A flow is tested by expectFlow(flow)',
    ],
    [
      'an async flow',
      ({ expectFlow }) => expectFlow(() => Promise.reject(new Error('not awaited'))).toBe('#'),
      'promises do not get on in virtual time',
    ],
    [
      'an option that there is none of',
      ({ expectFlow }) => expectFlow(flow, { cal: 1 } as never),
      'expects a subscription diagram, or an object with call, after, subscription; got { cal: 1 }',
    ],
  ];
  it.each(wrong)('refuses %s', (_, test, message) => {
    const error = failureOf(() => run(test));
    expect(error).toBeInstanceOf(MarbleScriptError);
    expect(error.message).toContain(message);
  });
});

describe('the error of a flow that the test does not expect', () => {
  const cause = new TypeError('a bug');
  const broken = () => timer(3).pipe(map(() => { throw cause; })); // prettier-ignore

  it.each<[string, (helpers: CommonHelpers) => void]>([
    ['under expectFlow without toBe', ({ expectFlow }) => void expectFlow(broken)],
    ['when it begins later', ({ expectFlow }) => void expectFlow(broken, '-^')],
  ])('fails every test: %s', (_, test) => {
    for (const kind of [run, runCaller]) {
      const error = failureOf(() => kind(test));
      expect(error.message).toContain('A flow failed, and the test does not expect it: at frame');
      expect(error.message).toContain('a bug');
      expect(error.cause).toBe(cause);
    }
  });

  it('fails the test of an app, unless the test looks at errors$', () => {
    const app = (client: RelayClient) => client.calls$.pipe(eachCall(broken)).subscribe();
    const error = failureOf(() => runCaller(({ client }) => void app(client)));
    expect(error.message).toContain('A flow failed, and the test does not expect it: at frame 3');
    runCaller(({ client, expectObservable }) => {
      expectObservable(client.errors$.pipe(take(1))).toBe('---(e|)', {
        e: expect.objectContaining({ name: 'FlowError', cause }),
      });
      app(client);
    });
  });

  it('is shown with what else failed', () => {
    const error = failureOf(() =>
      run(({ expectFlow, expectCommands }) => {
        expectFlow(broken);
        expectCommands().toBe('a', { a: command('calling.answer') });
      }),
    );
    expect(error.message).toContain('expectCommands: what happened is not what was expected.');
    expect(error.message).toMatch(/\n\nReported on errors\$:\n {2}at frame 3 {2}FlowError: .*a bug$/);
    expect(error.stack).toContain(error.message);
  });

  it('is one that an expectation of other flows does not cover', () => {
    const error = failureOf(() =>
      run(({ relay, expectFlow }) => {
        expectFlow(() => throwError(() => 'one')).toBe('#', {}, 'one');
        expectFlow(() => throwError(() => 'other'), { call: relay.call() });
      }),
    );
    expect(error.message).toContain('does not expect it');
    expect(error.message).toContain('other');
  });
});
