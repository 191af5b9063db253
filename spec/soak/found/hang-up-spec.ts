import { Subject, concat } from 'rxjs';
import { RelayError, eachCall, phone } from 'relay-rx';
import { stage } from './stage.js';

// Seen by the soak: a hang-up that went out over a half-open connection was asked once, and the caller was left on the
// line with nobody there.
describe('a hang-up that nobody waits for', () => {
  /** A call whose flow fails when it is told to. */
  const failing = () => {
    const staged = stage();
    const failure$ = new Subject<never>();
    staged.client.calls$.pipe(eachCall((call) => concat(call.answer(), failure$))).subscribe();
    const caller = staged.engine.call();
    staged.advance(100);
    expect(caller.state).toBe('answered');
    const fail = (): void => failure$.error(new Error('out of order'));
    const strike = (): void => {
      staged.client.close();
      staged.engine.close();
    };
    return { ...staged, caller, fail, strike };
  };

  it('is asked again when its answer is lost: of a flow that fails while the connection is half-open', () => {
    const { engine, advance, caller, fail, strike } = failing();
    engine.faults.halfOpen();
    fail();
    advance(1_500);

    expect(caller.endReason).toBe('hangup');
    strike();
  });

  it('is asked again when it could not leave: of a flow that fails while RELAY is away', () => {
    const { engine, advance, caller, fail, strike } = failing();
    engine.faults.drop();
    advance(1);
    fail();
    // No connection lasts until its connect is answered.
    for (let n = 0; n < 200; n += 1) {
      advance(10);
      engine.faults.drop();
    }
    expect(caller.state).toBe('answered');
    advance(3_000);

    expect(caller.endReason).toBe('hangup');
    strike();
  });

  it('is asked again for the legs of a dial that is left while the connection is half-open', () => {
    const { engine, client, advance } = stage();
    engine.callee({ answer: 'manual' });
    const dialling = client.dial({ devices: phone({ to: '+15550102', from: '+15550101' }) }).subscribe();
    advance(100);
    expect(engine.calls).toHaveLength(1);
    engine.faults.halfOpen();
    dialling.unsubscribe();
    advance(1_500);

    expect(engine.calls).toEqual([]);
    client.close();
    engine.close();
  });

  it('is asked again when RELAY is overloaded', () => {
    const { engine, advance, caller, fail, strike } = failing();
    engine.faults.refuse('calling.end', 503);
    fail();
    advance(1_500);

    expect(caller.endReason).toBe('hangup');
    strike();
  });

  it('is not asked again when it is refused for good: that is reported on errors$', () => {
    const { engine, advance, caller, fail, errors, strike } = failing();
    engine.faults.refuse('calling.end', 400);
    fail();
    advance(1_500);

    expect(caller.state).toBe('answered');
    expect(errors.filter((error) => error instanceof RelayError).map(({ method }) => method)).toEqual([
      'calling.end',
    ]);
    strike();
  });

  it('is not asked again once RELAY has said that the call is over', () => {
    const { engine, advance, caller, fail, errors, strike } = failing();
    engine.faults.halfOpen();
    fail();
    caller.hangUp();
    advance(60_000);

    expect(engine.received('calling.end')).toHaveLength(1);
    expect(errors.filter((error) => error instanceof RelayError)).toEqual([]);
    strike();
  });
});
