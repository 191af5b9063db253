// Callers, at a steady rate.
import type { RelaySimulator } from 'relay-rx/simulator';
import { concatMap, defer, map, pairwise, range, startWith, takeWhile, timer, type Observable } from 'rxjs';
import { callerPlan } from './caller-plan.js';
import type { FleetOptions } from './options.js';
import { ObservedCall } from './observed-call.js';

type Volume = Pick<FleetOptions, 'calls' | 'rate'>;

/** The time between two checks of the clock, in ms. */
const TICK = 10;

/** The number of calls due by now, from 0 to all. */
const due = ({ calls, rate }: Volume): Observable<number> =>
  defer(() => {
    const start = performance.now();
    return timer(0, TICK).pipe(
      map(() => Math.min(calls, Math.floor(((performance.now() - start) / 1000) * rate))),
      takeWhile((number) => number < calls, true),
    );
  });

const dial = (simulator: RelaySimulator, number: number): ObservedCall => {
  const todo = callerPlan(number);
  const from = `+1555${String(number).padStart(7, '0')}`;
  return new ObservedCall(simulator.call({ context: 'fleet', from, script: todo.script }), todo);
};

/** Makes the calls and emits each. Calls that a busy machine is late with are made at once. */
export const traffic = (simulator: RelaySimulator, volume: Volume): Observable<ObservedCall> =>
  due(volume).pipe(
    startWith(0),
    pairwise(),
    concatMap(([made, wanted]) => range(made, wanted - made)),
    map((number) => dial(simulator, number)),
  );
