import {
  EMPTY,
  NEVER,
  asyncScheduler,
  catchError,
  concatMap,
  defer,
  finalize,
  of,
  range,
  repeat,
  retry,
  takeUntil,
  type Observable,
} from 'rxjs';
import {
  confirm,
  detected,
  digits,
  gatherDigits,
  hotkey,
  humanOr,
  input,
  leaveMessage,
  menu,
  outcome,
  paid,
  partials,
  phone,
  played,
  recorded,
  reprompt,
  speech,
  stop,
  tts,
  type Call,
} from 'relay-rx';
import { callEnded, recordState, type RelayRunHelpers } from 'relay-rx/testing';
import { LATE_DELAYS } from '../../lib/connection/late-delays.js';
import { liveCallOf } from '../../lib/actions/live-call.js';
import { kinds } from '../actions/kinds.js';
import { commands } from '../call-commands.js';
import { marbles, prompt } from '../support/marbles.js';

const { run } = marbles({ client: { logger: false } });

/** Lets the call end, and then does something, in a test whose connection stays. */
const afterTheEnd = (helpers: RelayRunHelpers, act: () => void): void => {
  helpers.client.connect();
  helpers.relay.events('E', { E: callEnded('hangup') });
  helpers.cold('-x').subscribe(act);
};

const url = 'https://example.test/pay';
const devices = phone({ to: '+15550101', from: '+15550100' });

/** Everything that can be asked of a call, and that is built on it. */
const asks: Readonly<Record<string, (call: Call) => Observable<unknown>>> = {
  ...Object.fromEntries(Object.entries(kinds).map(([name, { start }]) => [`${name}()`, start])),
  ...Object.fromEntries(Object.entries(commands).map(([name, [ask]]) => [`${name}()`, ask])),
  'answer()': (call) => call.answer(),
  'hangup()': (call) => call.hangup(),
  'pass()': (call) => call.pass(),
  'transfer()': (call) => call.transfer({ dest: 'x' }),
  'bridge()': (call) => call.bridge({ devices }),
  'conference()': (call) => call.conference({ name: 'room' }),
  ended$: (call) => call.ended$,
  state$: (call) => call.state$,
  events$: (call) => call.events$,
  'on()': (call) => call.on('calling.call.play'),
  playback$: (call) => prompt(call).playback$,
  'stop()': (call) => prompt(call).stop(),
  'volume()': (call) => prompt(call).volume(1),
  'startInputTimers()': (call) => prompt(call).startInputTimers(),
  'pause()': (call) => call.playTTS({ text: 'Wait.' }).pause(),
  'resume()': (call) => call.record({ audio: {} }).resume(),
  'a command operator': (call) => prompt(call).pipe(stop(NEVER)),
  digits: (call) => prompt(call).pipe(digits()),
  speech: (call) => prompt(call).pipe(speech()),
  input: (call) => prompt(call).pipe(input()),
  outcome: (call) => prompt(call).pipe(outcome()),
  partials: (call) => prompt(call).pipe(partials()),
  detected: (call) => call.detectAnsweringMachine({}).pipe(detected()),
  played: (call) => call.playTTS({ text: 'Hello.' }).pipe(played()),
  recorded: (call) => call.record({ audio: {} }).pipe(recorded()),
  paid: (call) => call.pay({ paymentConnectorUrl: url, chargeAmount: '9.99' }).pipe(paid()),
  reprompt: (call) => prompt(call).pipe(reprompt({ attempts: 3 })),
  gatherDigits: (call) =>
    prompt(call).pipe(gatherDigits({ length: 2, attempts: 2, nextPrompt: () => tts('on') })),
  menu: (call) => menu(call, { prompt: tts('1?'), options: { 1: () => of(1) } }),
  confirm: (call) => of('x').pipe(confirm(call, { prompt: () => tts('x?') })),
  hotkey: (call) => hotkey(call, '0'),
  humanOr: (call) => humanOr(call, { human: () => NEVER, machine: () => NEVER }),
};

describe('what is asked of a call that is over', () => {
  it.each(Object.entries(asks))('is answered later each time: %s', (_, ask) => {
    const gaps: number[] = [];
    run((helpers) => {
      afterTheEnd(helpers, () => {
        range(0, LATE_DELAYS.length + 2)
          .pipe(
            concatMap(() =>
              defer(() => {
                const start = asyncScheduler.now();
                return ask(helpers.call).pipe(
                  catchError(() => EMPTY),
                  finalize(() => gaps.push(asyncScheduler.now() - start)),
                );
              }),
            ),
          )
          .subscribe();
      });
    });
    expect(gaps).toEqual([...LATE_DELAYS, 30_000, 30_000]);
  });

  it('is answered later and later to leaveMessage(), which subscribes to several things', () => {
    let turns = 0;
    run((helpers) => {
      const leave$ = defer(() => {
        turns += 1;
        return leaveMessage(helpers.call, tts('Hello.'), { within: 0 });
      });
      afterTheEnd(helpers, () => leave$.pipe(retry(), takeUntil(helpers.cold('10m x'))).subscribe());
    });
    expect(turns).toBeLessThan(60);
  });

  it.each<[string, (call: Call) => Observable<unknown>]>([
    ['repeat()', (call) => prompt(call).pipe(repeat())],
    ['takeUntil(ended$)', (call) => defer(() => prompt(call).pipe(takeUntil(call.ended$))).pipe(repeat())],
    ['state$', (call) => call.state$.pipe(repeat())],
  ])('brings one warning that names the call, however long it goes on: %s', (_, loop) => {
    const errors: Error[] = [];
    run((helpers) => {
      helpers.client.errors$.subscribe((error) => errors.push(error));
      afterTheEnd(helpers, () =>
        loop(helpers.call)
          .pipe(takeUntil(helpers.cold('10m x')))
          .subscribe(),
      );
    });
    expect(errors).toMatchObject([{ code: 'ERR_RELAY_CALL_ENDED_LOOP', callId: 'call-1' }]);
  });

  it('brings none at nine', () => {
    const errors: Error[] = [];
    run((helpers) => {
      helpers.client.errors$.subscribe((error) => errors.push(error));
      afterTheEnd(helpers, () => helpers.call.state$.pipe(repeat(9)).subscribe());
    });
    expect(errors).toEqual([]);
  });

  it('leaves no timer when it is unsubscribed', () => {
    run((helpers) => {
      const timers = liveCallOf(helpers.call).connection.lateTimers;
      afterTheEnd(helpers, () => {
        const waiting = range(0, 20)
          .pipe(concatMap(() => helpers.call.state$))
          .subscribe();
        expect(timers.size).toBe(1);
        waiting.unsubscribe();
        expect(timers.size).toBe(0);
      });
    });
  });

  it('does not count what the library stops and cancels itself', () => {
    const gaps: number[] = [];
    run((helpers) => {
      const { call } = helpers;
      for (let n = 0; n < 12; n++) prompt(call).pipe(takeUntil(call.ended$)).subscribe();
      call.play({ media: [tts('Hello.')] }).subscribe();
      afterTheEnd(helpers, () => {
        const start = asyncScheduler.now();
        call.hold().subscribe({ complete: () => gaps.push(asyncScheduler.now() - start) });
      });
    });
    expect(gaps).toEqual([0]);
  });
});

describe('wait()', () => {
  it('of a result that is there resolves at once, and not for ever in one turn', async () => {
    const turns: string[] = [];
    const recording = run(({ call, relay }) => {
      const action = call.record({ audio: {} });
      relay.events('-r', { r: recordState('finished') });
      action.subscribe();
      return action;
    });
    const sooner = Promise.all(
      Array.from({ length: 10 }, () => recording.wait().then(() => turns.push('resolved'))),
    );
    setImmediate(() => turns.push('the next turn'));
    await sooner;
    expect(turns).toHaveLength(10);
    await expect(recording.wait({ signal: AbortSignal.abort(new Error('theirs')) })).rejects.toThrow(
      'theirs',
    );
  });
});
