import { concat, defer, repeat, retry, type Observable } from 'rxjs';
import { eachCall, type Call } from 'relay-rx';
import { stage } from './stage.js';

// Seen by the soak: the completion that the end of a call brings started the next round, which was over at once, and
// so on; the process stood still at the first caller who hung up on the music.
describe('a flow that asks again and again', () => {
  /** A loop without end would keep the spec from failing. */
  const counted = (round$: Observable<unknown>) => {
    let rounds = 0;
    const counting$ = defer(() => {
      rounds += 1;
      if (rounds > 1_000) throw new Error('round and round');
      return round$;
    });
    return { counting$, rounds: () => rounds };
  };

  const loops: [string, (call: Call) => Observable<unknown>][] = [
    ['an action', (call) => call.playSilence({ duration: 0.01 })],
    ['a command after an action', (call) => concat(call.playSilence({ duration: 0.01 }), call.hold())],
    ['a command', (call) => call.hold()],
  ];

  it.each(loops)('goes no further than the end of its call: %s', (_, make) => {
    const { engine, client, advance, errors } = stage();
    let rounds = (): number => 0;
    client.calls$
      .pipe(
        eachCall((call) => {
          const round = counted(make(call));
          rounds = round.rounds;
          return concat(call.answer(), round.counting$.pipe(repeat()));
        }),
      )
      .subscribe();
    const caller = engine.call();
    advance(200);
    const before = rounds();
    expect(before).toBeGreaterThan(1);
    caller.hangUp();
    advance(200);

    // RELAY hears of nothing for a while yet, and the app of that.
    expect(rounds()).toBeLessThan(before + 5);
    expect(errors).toEqual([]);
    client.close();
    engine.close();
  });

  it('goes no further than the loss of its session, however often it tries again', () => {
    const { engine, client, advance, errors } = stage();
    let rounds = (): number => 0;
    client.calls$
      .pipe(
        eachCall((call) => {
          const round = counted(call.playSilence({ duration: 10 }));
          rounds = round.rounds;
          return concat(call.answer(), round.counting$.pipe(retry()));
        }),
      )
      .subscribe();
    engine.call();
    advance(200);
    engine.faults.restart();
    advance(200);

    expect(rounds()).toBeLessThanOrEqual(2);
    expect(errors.map(({ name }) => name)).not.toContain('FlowError');
    client.close();
    engine.close();
  });
});
