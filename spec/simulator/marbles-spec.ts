import { map } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';

import { RelayEngine } from '../../lib/simulator/index.js';

it('keeps the time of a TestScheduler, so that calls can be drawn as marbles', () => {
  const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));
  scheduler.run(({ expectObservable }) => {
    const engine = new RelayEngine({ project: 'p', token: 't', scheduler, pingInterval: 0, ringTimeout: 5 });
    const caller = engine.call();
    expectObservable(caller.state$.pipe(map((state) => state.charAt(0)))).toBe('r----(e|)');
    expectObservable(engine.call({ script: [{ wait: 3 }, { hangUp: true }] }).state$).toBe('r--(e|)', {
      r: 'ringing',
      e: 'ended',
    });
    expectObservable(caller.script([{ wait: 2 }, { press: '1' }]).pipe(map(() => 's'))).toBe('--(ss|)');
  });
});
