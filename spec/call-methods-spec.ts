import { EMPTY, concat, first, ignoreElements, map, of, switchMap, timer } from 'rxjs';
import { Call, detected, type CommandResult } from 'relay-rx';

import { command, connectState, detection } from 'relay-rx/testing';
import { methods } from '../lib/protocol/options/index.js';
import { commands } from './call-commands.js';
import { run } from './support/marbles.js';

describe('the commands of a call', () => {
  it.each(Object.entries(commands))(
    '%s sends exactly what RELAY takes, once a subscription',
    (_, [ask, method, params]) => {
      run(({ call, relay, expectObservable, expectCommands }) => {
        relay.answers(method, '-s');
        const asked = ask(call);
        expectObservable(asked, '-^').toBe('--(a|)', { a: { code: '200', message: 'OK' } });
        expectCommands().toBe('-c', {
          c: command(method, { call_id: 'call-1', node_id: 'node-1', ...params }),
        });
      });
    },
  );

  it('are there for every method that RELAY has for calls', () => {
    const called = (method: string): string =>
      ({ 'calling.end': 'hangup', 'calling.denoise.stop': 'denoiseStop' })[method] ??
      method.replace('calling.', '').replace(/[._](\w)/g, (__, letter: string) => letter.toUpperCase());
    // What is done to an operation is its action's: `stop`, `volume`; and a dial is the client's.
    const others =
      /^(messaging\..*|calling\.dial|calling\.\w+\.(stop|pause|resume|volume|start_input_timers))$/;
    const missing = Object.keys(methods)
      .filter((method) => method === 'calling.denoise.stop' || !others.test(method))
      .filter((method) => !(called(method) in Call.prototype));
    expect(missing).toEqual([]);
    expect('detectFax' in Call.prototype && !('nothing' in Call.prototype)).toBe(true);
  });
});

describe('connecting', () => {
  it('is told by connect$, and by connected$ with the peer', () => {
    run(({ call, relay, expectObservable }) => {
      relay.events('-cdf', {
        c: connectState('connecting'),
        d: connectState('connected', {
          peer: { callId: 'c-2', nodeId: 'n-1', device: undefined, queueId: 'q-1', queueName: 'support' },
        }),
        f: connectState('disconnected'),
      });
      expectObservable(call.connect$.pipe(map(({ connectState }) => connectState))).toBe('-cdf', {
        c: 'connecting',
        d: 'connected',
        f: 'disconnected',
      });
      expectObservable(call.connected$.pipe(map(({ peer }) => peer?.callId))).toBe('--p', { p: 'c-2' });
    });
  });
});

describe('detecting', () => {
  const events = {
    h: detection('HUMAN'),
    m: detection('MACHINE'),
    r: detection('READY'),
    n: detection('NOT_READY'),
    f: detection('finished'),
  };

  it('gives what was found, and with message end when the machine is ready', () => {
    run(({ call, relay, expectObservable }) => {
      relay.events('-mnr-f', events);
      expectObservable(call.detectAnsweringMachine().pipe(detected())).toBe('-m-r-|', {
        m: 'MACHINE',
        r: 'READY',
      });
    });
  });

  it('stops the detector when the first will do', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-h', events);
      expectObservable(call.detectAnsweringMachine().pipe(detected(), first())).toBe('-(h|)', { h: 'HUMAN' });
      expectCommands().toBe('cs', { c: command('calling.detect'), s: command('calling.detect.stop') });
    });
  });

  it('is waited for until it finds something, not until it is finished', async () => {
    const { early, late, again } = run(({ call, relay }) => {
      const action = call.detectAnsweringMachine();
      relay.events('-m-r-f', events);
      const early = action.wait();
      const late = new Promise((resolve) => timer(4).subscribe(() => resolve(action.wait({ timeout: 0 }))));
      const again = new Promise((resolve) =>
        timer(8).subscribe(() => resolve([action.wait(), action.result])),
      );
      return { early, late, again };
    });
    await expect(early).resolves.toMatchObject({ event: 'MACHINE' });
    await expect(late).resolves.toMatchObject({ event: 'MACHINE' });
    await expect(again).resolves.toMatchObject([expect.any(Promise), { event: 'finished' }]);
  });

  it('is waited for to its end when it finds nothing', async () => {
    const waited = run(({ call, relay }) => {
      relay.events('---f', events);
      return call.detectAnsweringMachine().wait();
    });
    await expect(waited).resolves.toMatchObject({ event: 'finished' });
  });
});

describe('recording', () => {
  it('is paused as it is told to', () => {
    run(({ call, expectObservable, expectCommands }) => {
      const action = call.record();
      expectObservable(action, '^-----!').toBe('-------');
      const steps = concat(
        timer(1).pipe(switchMap(() => action.pause({ behavior: 'silence' }))),
        action.resume(),
        EMPTY,
      ).pipe(ignoreElements());
      expectObservable(steps).toBe('-|');
      expect(() => action.pause({ behavior: 'loud' as 'skip' })).toThrow(RangeError);
      expectCommands().toBe('c(pr)-s', {
        c: command('calling.record'),
        p: command('calling.record.pause', { behavior: 'silence' }),
        r: command('calling.record.resume'),
        s: command('calling.record.stop'),
      });
    });
  });
});

describe('contexts', () => {
  it('are received and unreceived, and every connect sends those of the moment', () => {
    run(({ client, relay, expectObservable }) => {
      const steps = concat(client.receive(['office', 'home']), client.unreceive(['default']), of('done'));
      expectObservable(
        steps.pipe(map((each) => (each === 'done' ? each : (each as CommandResult).code))),
      ).toBe('(aab|)', { a: '200', b: 'done' });
      relay.connection('--d-u');
      expectObservable(timer(6).pipe(map(() => relay.contexts()))).toBe('------(c|)', {
        c: ['office', 'home'],
      });
    });
  });

  it('are refused when there is none', () => {
    run(({ client }) => {
      expect(() => client.receive([])).toThrow(/receive: contexts/);
      expect(() => client.unreceive(['', 'a'])).toThrow(/unreceive: contexts/);
    });
  });
});
