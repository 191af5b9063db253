import { map, mergeMap, switchMap, timer } from 'rxjs';
import {
  DialError,
  RelayConnectionError,
  RelayError,
  RelaySessionLostError,
  phone,
  type Call,
  type RelayClient,
} from 'relay-rx';
import { callState, command, dialState, refusal } from 'relay-rx/testing';
import { held, run } from '../support/marbles.js';

const a = phone({ to: '+15550101', from: '+15550100', timeout: 20 });
const b = phone({ to: '+15550102', from: '+15550100' });
const wire = (to: string, more = {}) => ({
  type: 'phone',
  params: { to_number: to, from_number: '+15550100', ...more },
});
const device = { type: 'phone', params: { to_number: '+15550101' } };

/** Events of a leg, and of the dial. */
const leg = (callId: string, state: Parameters<typeof callState>[0], more = {}, tag = 't') =>
  callState(state, { tag, direction: 'outbound', device, ...more, callId });
const dialed = (state: Parameters<typeof dialState>[0], callId?: string, tag = 't') =>
  dialState(state, tag, callId === undefined ? {} : { callId, leg: { device, dialWinner: true } });

const events = {
  c: leg('leg-1', 'created'),
  C: leg('leg-2', 'created'),
  r: leg('leg-1', 'ringing'),
  s: leg('leg-1', 'answered'),
  e: leg('leg-1', 'ended', { endReason: 'busy' }),
  E: leg('leg-2', 'ended', { endReason: 'noAnswer' }),
  d: dialed('dialing'),
  w: dialed('answered', 'leg-1'),
  f: dialed('failed'),
};

const dial = (client: RelayClient, more = {}) => client.dial({ devices: [[a, b]], tag: 't', ...more });
const who = map((call: Call) => [call.callId, call.state, call.direction, call.tag]);
const won = { x: ['leg-1', 'answered', 'outbound', 't'] };
const ends = (callId: string) =>
  command('calling.end', { call_id: callId, node_id: 'node-1', reason: 'cancel' });
const c = command('calling.dial');

describe('dial', () => {
  it('sends the devices and its options as RELAY takes them', () => {
    run(({ client, relay, expectObservable, expectCommands }) => {
      const options = {
        devices: [[a, b], [b]],
        tag: 't',
        region: 'us',
        maxDuration: 60,
        maxPricePerMinute: 0.5,
      };
      relay.events('-w', events);
      expectObservable(client.dial(options).pipe(who)).toBe('-(x|)', won);
      expectCommands().toBe('c', {
        c: command('calling.dial', {
          tag: 't',
          devices: [[wire('+15550101', { timeout: 20 }), wire('+15550102')], [wire('+15550102')]],
          region: 'us',
          max_duration: 60,
          max_price_per_minute: 0.5,
        }),
      });
    });
  });

  it('emits the call that is answered, whose events it has followed all along, and completes', () => {
    run(({ client, relay, expectObservable, expectCommands }) => {
      relay.events('-cdCrsw--e', events);
      const states = dial(client).pipe(mergeMap((call) => call.state$));
      expectObservable(dial(client, { tag: 'another' }), '^-----------!').toBe('------------');
      expectObservable(states).toBe('------a--(e|)', { a: 'answered', e: 'ended' });
      expectCommands().toBe('(cc)', { c });
    });
  });

  it('takes a winner that is named before anything else is told of it', () => {
    run(({ client, relay, expectObservable }) => {
      relay.answers('calling.dial', '---s');
      relay.events('-w', events);
      expectObservable(dial(client).pipe(who)).toBe('-(x|)', won);
    });
  });

  it('fails with the reason of the last leg when nobody is reached', () => {
    run(({ client, relay, expectObservable }) => {
      relay.events('-cCeEf', events);
      expectObservable(dial(client)).toBe(
        '-----#',
        {},
        expect.objectContaining({ name: 'DialError', reason: 'noAnswer' }),
      );
    });
  });

  it('lets the losers go', () => {
    run(({ client, call, relay, expectObservable, expectCommands }) => {
      relay.events('-cCw', events);
      expectObservable(dial(client).pipe(who)).toBe('---(x|)', won);
      expectObservable(timer(5).pipe(map(() => held(call)))).toBe('-----(h|)', {
        // The inbound call of the test, and the winner.
        h: expect.objectContaining({ calls: 2, dials: 0 }) as unknown,
      });
      expectCommands().toBe('c', { c });
    });
  });

  it('never mixes two dials', () => {
    run(({ client, relay, expectObservable }) => {
      relay.events('-ab-cd', {
        a: leg('leg-a', 'created', {}, 'A'),
        b: leg('leg-b', 'created', {}, 'B'),
        c: dialed('answered', 'leg-b', 'B'),
        d: dialed('answered', 'leg-a', 'A'),
      });
      const id = map((call: Call) => call.callId);
      expectObservable(dial(client, { tag: 'A' }).pipe(id)).toBe('-----(x|)', { x: 'leg-a' });
      expectObservable(dial(client, { tag: 'B' }).pipe(id)).toBe('----(x|)', { x: 'leg-b' });
    });
  });

  it('dials once for each subscription, under a tag of its own', () => {
    run(({ client, expectObservable, expectCommands }) => {
      const twice = client.dial({ devices: a });
      expectObservable(twice, '^--!').toBe('---');
      expectObservable(twice, '-^-!').toBe('---');
      expectCommands().toBe('cc', { c });
    });
  });

  describe('that is left before the answer', () => {
    it('ends its legs, and those that appear later, until RELAY says that it is over', () => {
      run(({ client, call, relay, expectObservable, expectCommands }) => {
        relay.events('-c--CeEf', events);
        expectObservable(dial(client), '^--!').toBe('----');
        expectCommands().toBe('c--xy', { c, x: ends('leg-1'), y: ends('leg-2') });
        expectObservable(timer(9).pipe(map(() => held(call)))).toBe('---------(h|)', {
          h: expect.objectContaining({ calls: 1, dials: 0 }) as unknown,
        });
      });
    });

    it('ends legs that appear when there was none yet', () => {
      run(({ client, relay, expectObservable, expectCommands }) => {
        relay.events('---cef', events);
        expectObservable(dial(client), '^!').toBe('--');
        expectCommands().toBe('c--x', { c, x: ends('leg-1') });
      });
    });

    it('ends a winner that answers all the same', () => {
      run(({ client, relay, expectObservable, expectCommands }) => {
        relay.events('---w', events);
        expectObservable(dial(client), '^!').toBe('--');
        expectCommands().toBe('c--x', { c, x: ends('leg-1') });
      });
    });

    it('is taken back when it has not been sent', () => {
      run(({ client, call, relay, expectObservable, expectCommands }) => {
        relay.connection('d---u');
        expectObservable(dial(client), '-^!').toBe('---');
        expectObservable(timer(3).pipe(map(() => held(call)))).toBe('---(h|)', {
          h: expect.objectContaining({ dials: 0, waiting: 0 }) as unknown,
        });
        expectCommands().toBe('');
      });
    });

    it.each([
      ['two minutes', 10, 120_000],
      ['as long as it was to take', 130_000, 130_000],
    ])('lets go after %s when RELAY says nothing more', (_, dialTimeout, stay) => {
      run(({ client, call, expectObservable }) => {
        expectObservable(dial(client, { dialTimeout }), '^!').toBe('--');
        const dials = map(() => held(call).dials);
        expectObservable(timer(stay).pipe(dials)).toBe(`${stay}ms (n|)`, { n: 1 });
        expectObservable(timer(stay + 2).pipe(dials)).toBe(`${stay + 2}ms (n|)`, { n: 0 });
      });
    });

    it('ends a leg that appears long after its patience was over', () => {
      run(({ client, relay, expectObservable, expectCommands }) => {
        relay.events('          100ms c', events);
        const late = expect.objectContaining({ name: 'DialError', reason: 'timeout' }) as DialError;
        expectObservable(dial(client, { dialTimeout: 5 })).toBe('5ms #', {}, late);
        expectCommands().toBe('c 99ms x', { c, x: ends('leg-1') });
      });
    });
  });

  it('fails when nobody answers in time, and ends the legs', () => {
    run(({ client, relay, expectObservable, expectCommands }) => {
      relay.events('-c', events);
      const late = expect.objectContaining({ name: 'DialError', reason: 'timeout' }) as DialError;
      expectObservable(dial(client, { dialTimeout: 5 })).toBe('-----#', {}, late);
      expectCommands().toBe('c----x', { c, x: ends('leg-1') });
    });
  });

  it('waits two minutes unless told otherwise', () => {
    run(({ client, expectObservable }) => {
      expectObservable(dial(client)).toBe('120s #', {}, expect.any(DialError));
    });
  });

  it('errors when it is refused', () => {
    run(({ client, call, relay, expectObservable }) => {
      relay.answers('calling.dial', '-r', { r: refusal('409', 'tag in use') });
      expectObservable(dial(client)).toBe('-#', {}, new RelayError('409', 'tag in use', 'calling.dial'));
      expectObservable(timer(3).pipe(map(() => held(call).dials))).toBe('---(n|)', { n: 0 });
    });
  });

  it('goes on over a drop, and ends with the session or the connection', () => {
    run(({ client, relay, expectObservable }) => {
      relay.connection('--d-u');
      relay.events('-c----w', events);
      expectObservable(dial(client).pipe(who)).toBe('------(x|)', won);
    });
    run(({ client, relay, expectObservable }) => {
      relay.connection('--d-n');
      expectObservable(dial(client)).toBe('----#', {}, new RelaySessionLostError());
    });
    run(({ client, relay, expectObservable }) => {
      relay.connection('--d-x');
      expectObservable(dial(client)).toBe('----#', {}, expect.any(RelayConnectionError));
    });
  });

  it.each(['408', '500', '503', '-32603'])(
    'ends legs that appear after a refusal that leaves open if it was carried out: %s',
    (code) => {
      run(({ client, relay, expectObservable, expectCommands }) => {
        relay.answers('calling.dial', '-r', { r: refusal(code) });
        relay.events('---c-C', events);
        expectObservable(dial(client)).toBe('-#', {}, expect.any(RelayError));
        expectCommands().toBe('c--x-y', { c, x: ends('leg-1'), y: ends('leg-2') });
      });
    },
  );

  it.each(['400', '402', '409', '-32602'])('ends no leg after one that does not: %s', (code) => {
    run(({ client, relay, expectObservable, expectCommands }) => {
      relay.answers('calling.dial', '-r', { r: refusal(code) });
      relay.events('---c', events);
      expectObservable(dial(client)).toBe('-#', {}, expect.any(RelayError));
      expectCommands().toBe('c', { c });
    });
  });

  it('ends legs that appear after its answer was lost', () => {
    run(({ client, relay, expectObservable, expectCommands }) => {
      relay.answers('calling.dial', '-');
      relay.connection('-d-u');
      relay.events('----c', events);
      expectObservable(dial(client)).toBe('-#', {}, expect.any(RelayConnectionError));
      expectCommands().toBe('c---x', { c, x: ends('leg-1') });
    });
  });

  it('completes when the client is closed', () => {
    run(({ client, expectObservable }) => {
      expectObservable(dial(client)).toBe('--|');
      timer(2).subscribe(() => client.close());
    });
  });

  it('gives a call to be talked to', () => {
    run(({ client, relay, expectObservable, expectCommands }) => {
      relay.events('-cw', events);
      const flow = dial(client).pipe(
        switchMap((call) => call.hangup()),
        map(({ code }) => code),
      );
      expectObservable(flow).toBe('--(x|)', { x: '200' });
      expectCommands().toBe('c-h', {
        c,
        h: command('calling.end', { call_id: 'leg-1', node_id: 'node-1', reason: 'hangup' }),
      });
    });
  });

  it.each([[{ devices: [] }], [{ devices: [[]] }], [{ devices: [a, b] as never }], [{ dialTimeout: -1 }]])(
    'refuses %j before anything is sent',
    (wrong) => {
      run(({ client, expectCommands }) => {
        expect(() => dial(client, wrong)).toThrow(/dial\./);
        expectCommands().toBe('');
      });
    },
  );
});
