import { concat, ignoreElements, map, type Observable } from 'rxjs';
import { phone, type Call } from 'relay-rx';
import { callState, command, conferenceStatus, connectState, refusal, success } from 'relay-rx/testing';
import { held, marbles, run } from './support/marbles.js';

const events = {
  c: connectState('connecting'),
  C: connectState('connected'),
  D: connectState('disconnected'),
  F: connectState('failed', { failedReason: 'noAnswer' }),
  E: callState('ended'),
};
const options = { devices: phone({ to: '+15550102', from: '+15550101' }) };
const connect = command('calling.connect', {
  devices: [[{ type: 'phone', params: { to_number: '+15550102', from_number: '+15550101' } }]],
});
const words = { b: connect, d: command('calling.disconnect') };
const failure = (name: string, more: object = {}) => expect.objectContaining({ name, ...more }) as unknown;

/** The states by one letter, as the events are written. */
const letters: Record<string, string> = { connecting: 'c', connected: 'C', disconnected: 'D', failed: 'F' };
const bridge = (call: Call): Observable<string> =>
  call.bridge(options).pipe(map(({ connectState: state }) => letters[state] ?? state));

describe('call.bridge', () => {
  it('emits how it goes, and completes when the two are parted', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-c-C--D', events);
      expectObservable(bridge(call)).toBe('-c-C--(D|)');
      expectCommands().toBe('b', words);
    });
  });

  it('fails with ConnectError when nobody answers', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-c-F', events);
      const error = failure('ConnectError', {
        reason: 'noAnswer',
        callId: call.callId,
        code: 'ERR_RELAY_CONNECT',
      });
      expectObservable(bridge(call)).toBe('-c-(F#)', undefined, error);
      expectCommands().toBe('b', words);
    });
  });

  it('parts the two when it is unsubscribed', () => {
    run(({ call, relay, expectObservable, expectCommands, flush }) => {
      relay.events('-c-C----D', events);
      expectObservable(bridge(call), '^----!').toBe('-c-C--');
      expectCommands().toBe('b----d', words);
      flush();
      expect(held(call).operations).toBe(0);
    });
  });

  it('parts at once a connection that comes about after it was unsubscribed while it rang', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.answers('calling.disconnect', 'r', { r: refusal('409') });
      relay.events('-c----C', events);
      expectObservable(bridge(call), '^--!').toBe('-c--');
      expectCommands().toBe('b--d--d', words);
    });
  });

  it('sends nothing more when it failed after it was unsubscribed', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-c----F--C', events);
      expectObservable(bridge(call), '^--!').toBe('-c--');
      expectCommands().toBe('b--d', words);
    });
  });

  it('leaves a later connection alone', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-c------c-C-D', events);
      expectObservable(bridge(call), '^--!').toBe('-c--');
      expectObservable(bridge(call), '-----^').toBe('--------c-C-(D|)');
      expectCommands().toBe('b--d-b', words);
    });
  });

  it('leaves a connection by connect() alone', () => {
    run(({ call, relay, cold, expectObservable, expectCommands }) => {
      relay.events('-c----C', events);
      expectObservable(bridge(call), '^--!').toBe('-c--');
      expectObservable(concat(cold('-----|'), call.connect(options)).pipe(ignoreElements())).toBe('-----|');
      expectCommands().toBe('b--d-b', words);
    });
  });

  it('takes no notice of the end of the one before', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.answers('calling.connect', '--s');
      relay.events('--c-C-D-----', events);
      expectObservable(bridge(call), '^----!').toBe('--c-C-');
      expectObservable(bridge(call), '-----^----!').toBe('-----------');
      expectCommands().toBe('b----(db)-d', words);
    });
  });

  it('is one connection for all its subscribers, and connects anew after the end', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-c-C-D-c', events);
      const shared = bridge(call);
      expectObservable(shared).toBe('-c-C-(D|)');
      expectObservable(shared, '--^').toBe('---C-(D|)');
      expectObservable(shared, '------^-!').toBe('-------c-');
      expectCommands().toBe('b-----b-d', words);
    });
  });

  it('completes with the call, and sends nothing after', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-c-C-E', events);
      expectObservable(bridge(call)).toBe('-c-C-|');
      expectCommands().toBe('b', words);
    });
  });

  it('errors when the session is lost', () => {
    run(({ call, relay, expectObservable }) => {
      relay.events('-c-C', events);
      relay.connection('-----d-n');
      const error = failure('RelaySessionLostError', { delivery: 'unknown' });
      expectObservable(bridge(call)).toBe('-c-C---#', undefined, error);
    });
  });

  it('passes a refusal on, and undoes what it leaves open', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.answers('calling.connect', '-r', { r: refusal('409') });
      expectObservable(bridge(call)).toBe('-#', undefined, failure('RelayError', { code: '409' }));
      expectCommands().toBe('b', words);
    });
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.answers('calling.connect', '-r', { r: refusal('503') });
      relay.events('----C', events);
      expectObservable(bridge(call)).toBe('-#', undefined, failure('RelayError', { code: '503' }));
      expectCommands().toBe('bd--d', words);
    });
  });

  it('refuses wrong options as it is called', () => {
    run(({ call, expectCommands }) => {
      expect(() => call.bridge({ devices: [] })).toThrow(/devices/);
      expectCommands().toBe('');
    });
  });
});

describe('call.conference', () => {
  const told = {
    j: conferenceStatus('join'),
    s: conferenceStatus('start'),
    l: conferenceStatus('leave'),
    e: conferenceStatus('end'),
    L: conferenceStatus('participant-leave'),
    X: conferenceStatus('end', { conferenceId: 'another', name: 'another' }),
    E: callState('ended'),
  };
  const commands = {
    j: command('calling.join_conference', { name: 'meeting', muted: true }),
    l: command('calling.leave_conference', { conference_id: 'conference-1' }),
  };
  const statuses = (call: Call): Observable<string> =>
    call.conference({ name: 'meeting', muted: true }).pipe(map(({ status }) => status?.charAt(0) ?? '?'));

  it.each(['l', 'e', 'L'] as const)('emits what happens, and completes on %s', (last) => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events(`-j-s-X-${last}`, told);
      expectObservable(statuses(call)).toBe(`-j-s---(${last === 'L' ? 'p' : last}|)`);
      expectCommands().toBe('j', commands);
    });
  });

  it('is left when it is unsubscribed', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-j-s----l-e', told);
      expectObservable(statuses(call), '^----!').toBe('-j-s--');
      expectCommands().toBe('j----l', commands);
    });
  });

  it('is left as soon as its id is known', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.answers('calling.join_conference', '---s', { s: success({ conference_id: 'conference-1' }) });
      expectObservable(statuses(call), '^!').toBe('-');
      expectCommands().toBe('j--l', commands);
    });
  });

  it('joins once more after it was left, whatever is still said of the time before', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.answers('calling.join_conference', 's', { s: success() });
      relay.events('-j---j-l', told);
      expectObservable(statuses(call), '^--!').toBe('-j--');
      expectObservable(statuses(call), '----^').toBe('-----j-(l|)');
      expectCommands().toBe('j--lj', commands);
    });
  });

  it('completes with the call', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.events('-j-E', told);
      expectObservable(statuses(call)).toBe('-j-|');
      expectCommands().toBe('j', commands);
    });
  });

  it('passes a refusal on', () => {
    run(({ call, relay, expectObservable, expectCommands }) => {
      relay.answers('calling.join_conference', '-r', { r: refusal('409') });
      expectObservable(statuses(call)).toBe('-#', undefined, failure('RelayError', { code: '409' }));
      expectCommands().toBe('j', commands);
    });
  });

  it('refuses wrong options as it is called', () => {
    run(({ call }) => {
      expect(() => call.conference({ name: '' })).toThrow(/name/);
    });
  });
});

describe('on the simulator', () => {
  const { runCaller } = marbles();
  const answered = <T>(call: Call, then: Observable<T>) => concat(call.answer().pipe(ignoreElements()), then);

  it('bridges a call with whoever answers, and parts them', () => {
    runCaller(({ call, expectObservable }) => {
      const states = answered(call, call.bridge(options)).pipe(
        map(({ connectState: state }) => letters[state] ?? state),
      );
      expectObservable(states, '^ 2s !').toBe('c 999ms C');
    });
  });

  it('joins a conference and leaves it', () => {
    runCaller(({ call, expectObservable, expectCommands }) => {
      const states = answered(call, call.conference({ name: 'team' })).pipe(
        map(({ status }) => status?.charAt(0)),
      );
      expectObservable(states, '^ 2s !').toBe('(pc)');
      expectCommands().toBe('(aj) 1997ms l', {
        a: command('calling.answer'),
        j: command('calling.join_conference', { name: 'team' }),
        l: command('calling.leave_conference'),
      });
    });
  });
});
