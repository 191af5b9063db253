import { asyncScheduler, concatMap, defer, finalize, range, repeat, takeUntil, type Observable } from 'rxjs';
import { tts, type Call } from 'relay-rx';
import { callEnded, recordState, type RelayRunHelpers } from 'relay-rx/testing';
import { LATE_DELAYS } from '../../lib/actions/late-answers.js';
import { liveCall } from '../../lib/actions/live-call.js';
import { marbles, prompt } from '../support/marbles.js';

const { run } = marbles({ client: { logger: false } });

/** Lets the call end, and then does something, in a test whose connection stays. */
const afterTheEnd = (helpers: RelayRunHelpers, act: () => void): void => {
  helpers.client.connect();
  helpers.relay.events('E', { E: callEnded('hangup') });
  helpers.cold('-x').subscribe(act);
};

describe('what is asked of a call that is over', () => {
  it.each<[string, (call: Call) => Observable<unknown>]>([
    ['a request', (call) => call.hold()],
    ['a prompt', (call) => prompt(call)],
    ['ended$', (call) => call.ended$],
    ['state$', (call) => call.state$],
    ['events$', (call) => call.events$],
    ['on()', (call) => call.on('calling.call.play')],
    ['playback$', (call) => prompt(call).playback$],
    ['stop()', (call) => prompt(call).stop()],
  ])('is answered later each time: %s', (_, ask) => {
    const gaps: number[] = [];
    run((helpers) => {
      afterTheEnd(helpers, () => {
        range(0, LATE_DELAYS.length + 2)
          .pipe(
            concatMap(() =>
              defer(() => {
                const start = asyncScheduler.now();
                return ask(helpers.call).pipe(finalize(() => gaps.push(asyncScheduler.now() - start)));
              }),
            ),
          )
          .subscribe();
      });
    });
    expect(gaps).toEqual([...LATE_DELAYS, 30_000, 30_000]);
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
      const timers = helpers.call[liveCall].connection.lateTimers;
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
