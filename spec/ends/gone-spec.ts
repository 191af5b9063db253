import { mergeMap, timer, type Observable } from 'rxjs';
import { RelayError, phone, type Call } from 'relay-rx';
import { callState, command, dialState, refusal } from 'relay-rx/testing';
import { methods } from '../../lib/protocol/options/index.js';
import { kinds } from '../actions/kinds.js';
import { commands } from '../call-commands.js';
import { marbles } from '../support/marbles.js';

const { run } = marbles({ client: { logger: false } });

type Ask = (call: Call) => Observable<unknown>;

/** Every request that a call's methods send, by the method of RELAY. */
const asks: Readonly<Record<string, Ask>> = {
  'calling.answer': (call) => call.answer(),
  'calling.end': (call) => call.hangup(),
  'calling.pass': (call) => call.pass(),
  'calling.transfer': (call) => call.transfer({ dest: 'x' }),
  ...Object.fromEntries(Object.values(commands).map(([ask, method]) => [method, ask])),
  ...Object.fromEntries(Object.values(kinds).map(({ start, method }) => [method, start])),
};

/** Those that name something else than the call: a 404 or 410 says that this is not there. */
const aboutSomethingElse: readonly string[] = [
  'calling.ai_hold',
  'calling.ai_message',
  'calling.ai_unhold',
  'calling.bind_digit',
  'calling.clear_digit_bindings',
  'calling.connect',
  'calling.disconnect',
  'calling.join_conference',
  'calling.join_room',
  'calling.leave_conference',
  'calling.leave_room',
  'calling.queue.enter',
  'calling.queue.leave',
  'calling.refer',
  'calling.transfer',
];

/** Those after which another worker may have the call, or it is being hung up anyway. */
const neverHungUpAfter: readonly string[] = ['calling.answer', 'calling.end', 'calling.pass'];

const each = Object.entries(asks);
const codes = ['404', '410'] as const;
const gone = codes.flatMap((code) => each.map(([method, ask]) => [method, code, ask] as const));
const ofTheCall = gone.filter(([method]) => !aboutSomethingElse.includes(method));
const ofSomethingElse = gone.filter(([method]) => aboutSomethingElse.includes(method));
const end = command('calling.end', { call_id: 'call-1', node_id: 'node-1', reason: 'hangup' });

it('every method that RELAY has for calls is in this table', () => {
  const ofOperations =
    /^(messaging\..*|calling\.dial|calling\.\w+\.(stop|pause|resume|volume|start_input_timers))$/;
  const missing = Object.keys(methods).filter(
    (method) => !ofOperations.test(method) || method === 'calling.denoise.stop',
  );
  expect(Object.keys(asks).sort()).toEqual(missing.sort());
});

describe('a request that says that the call is not there', () => {
  it.each(ofTheCall)('ends a call that was answered here: %s, %s', (method, code, ask) => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      if (method === 'calling.answer') relay.answers(method, 's', { s: refusal(code) });
      else {
        call.answer().subscribe();
        relay.answers(method, 's', { s: refusal(code) });
      }
      timer(1)
        .pipe(mergeMap(() => ask(call)))
        .subscribe();
      expectObservable(call.ended$).toBe('-(g|)', { g: { reason: 'gone' } });
      const letters = neverHungUpAfter.includes(method) ? 'm' : '(me)';
      const first = method === 'calling.answer' ? '-' : 'a';
      expectCommands().toBe(`${first}${letters}`, {
        a: command('calling.answer'),
        m: command(method),
        e: end,
      });
    });
  });

  it.each(ofTheCall)(
    'sends no hang-up for a call that nobody here has answered: %s, %s',
    (method, code, ask) => {
      run(({ call, relay, expectObservable, expectCommands }) => {
        relay.answers(method, 's', { s: refusal(code) });
        ask(call).subscribe();
        expectObservable(call.ended$).toBe('(g|)', { g: { reason: 'gone' } });
        expectCommands().toBe('m', { m: command(method) });
      });
    },
  );

  it.each(codes)('hangs a dialled call up, once, however many requests say so: %s', (code) => {
    run(({ client, relay, expectCommands }) => {
      const dialled$ = client.dial({ devices: phone({ to: '+15550101', from: '+15550100' }), tag: 't' });
      relay.events('-(cw)', {
        c: callState('created', { tag: 't', callId: 'leg-1' }),
        w: dialState('answered', 't', { callId: 'leg-1' }),
      });
      relay.answers('calling.hold', '----s', { s: refusal(code) });
      relay.answers('calling.denoise', '-----s', { s: refusal(code) });
      dialled$
        .pipe(
          mergeMap((call) => [call.hold(), call.denoise()]),
          mergeMap((asked) => asked),
        )
        .subscribe();
      expectCommands().toBe('d(hn)e', {
        d: command('calling.dial'),
        h: command('calling.hold'),
        n: command('calling.denoise'),
        e: command('calling.end', { call_id: 'leg-1', reason: 'hangup' }),
      });
    });
  });
});

describe('a request that says that something else is not there', () => {
  it.each(ofSomethingElse)('fails, and the call stays: %s, %s', (method, code, ask) => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      call.answer().subscribe();
      relay.answers(method, '-s', { s: refusal(code) });
      expectObservable(ask(call)).toBe('-#', {}, expect.any(RelayError));
      expectObservable(call.ended$).toBe('');
      expectCommands().toBe('(am)', { a: command('calling.answer'), m: command(method) });
    });
  });
});

describe('a command to an operation that RELAY does not know any more', () => {
  it.each(codes)('completes, and the call stays: %s', (code) => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      call.answer().subscribe();
      const hold = call.playSilence({ duration: 60 });
      hold.subscribe();
      const asked = ['stop', 'pause', 'resume', 'volume'] as const;
      for (const name of asked) relay.answers(`calling.play.${name}`, '-s', { s: refusal(code) });
      for (const name of asked)
        expectObservable(name === 'volume' ? hold.volume(3) : hold[name]()).toBe('-|');
      expectObservable(call.ended$).toBe('');
      const sent = Object.fromEntries(asked.map((name, index) => [index, command(`calling.play.${name}`)]));
      expectCommands().toBe('(ap0123)', {
        a: command('calling.answer'),
        p: command('calling.play'),
        ...sent,
      });
    });
  });
});
