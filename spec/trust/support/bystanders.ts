import { NEVER, concat, config, defer, ignoreElements, of, timer, type ObservableInput } from 'rxjs';
import { digits, eachCall, type Call, type RelayClientOptions } from 'relay-rx';
import { callState, collected, playback, type RelayRunHelpers } from 'relay-rx/testing';
import { hear } from '../../connection/support.js';
import { held, marbles, prompt } from '../../support/marbles.js';

/** What a case works with. `call` is the one that is in trouble. */
export interface Scene extends RelayRunHelpers {
  /** Does something at a frame of its own, after what RELAY says in it. */
  at(frame: number, act: () => void): void;
}

export interface Trouble {
  /** The flow of the call in trouble; one that does nothing when it is left out. */
  readonly flow?: (call: Call, scene: Scene) => ObservableInput<unknown>;
  /** What RELAY does besides. */
  readonly script?: (scene: Scene) => void;
  /** What else is done, at the beginning. */
  readonly act?: (scene: Scene) => void;
  readonly client?: Omit<RelayClientOptions, 'project' | 'token' | 'jwtToken' | 'scheduler' | 'socket'>;
  /** What the flows emit and when, where that is not as if nothing had happened; `whatever` where it is not looked at. */
  readonly served?: string;
  /** What is told on `errors$`: the names of the errors. */
  readonly errors?: readonly string[];
  /** What RxJS reports as errors that nobody handled: their messages. */
  readonly unhandled?: readonly string[];
}

/**
 * Three calls in one `eachCall`. The first is in trouble; the other two have prompts up, are answered at 50 and 60, and
 * are to notice nothing. Of the first there is a state and a progress at 20, and a result at 30. At 90 all of them end:
 * their flows are over then, also that of the first, and nothing may be held any more.
 */
export function unharmed(trouble: Trouble): void {
  const unhandled: unknown[] = [];
  const before = config.onUnhandledError;
  config.onUnhandledError = (error) => unhandled.push(error);
  const told: Error[] = [];
  let left: object = {};
  try {
    marbles(trouble.client && { client: trouble.client }).run((helpers) => {
      const { client, relay, expectObservable } = helpers;
      const at: Scene['at'] = (frame, act) => void timer(frame).subscribe(act);
      const scene = { ...helpers, at };
      const { call } = helpers;
      const others = [relay.call(), relay.call()];
      client.errors$.subscribe((error) => told.push(error));
      // What RELAY says of a prompt of the first call has one to go to, also in a case that asks for none.
      hear(prompt(call));
      relay.events('20ms (spq) 5ms d 19ms b 9ms c 29ms (EFGH)', {
        s: callState('answered', { callId: 'call-1' }),
        p: collected.startOfInput({ callId: 'call-1' }),
        q: playback('playing', { callId: 'call-1' }),
        d: collected.digits('1', { callId: 'call-1' }),
        b: collected.digits('2', { callId: 'call-2' }),
        c: collected.digits('3', { callId: 'call-3' }),
        E: callState('ended', { callId: 'call-1' }),
        F: callState('ended', { callId: 'call-2' }),
        G: callState('ended', { callId: 'call-3' }),
        // One that a case may have had come in; nobody's otherwise.
        H: callState('ended', { callId: 'call-4' }),
      });
      const flow = (each: Call): ObservableInput<unknown> =>
        others.includes(each)
          ? concat(prompt(each).pipe(digits()), NEVER)
          : concat(defer(() => (trouble.flow ?? (() => NEVER))(each, scene)).pipe(ignoreElements()), NEVER);
      const calls$ = of(...others.slice(0, 1), call, ...others.slice(1));
      const served = expectObservable(calls$.pipe(eachCall(flow)));
      if (trouble.served !== 'whatever')
        served.toBe(trouble.served ?? '50ms b 9ms c 29ms |', { b: '2', c: '3' });
      trouble.script?.(scene);
      at(95, () => {
        const { types, ...rest } = held(call);
        left = rest;
      });
      // Subscribed within the test, as an application does.
      at(0, () => trouble.act?.(scene));
    });
  } finally {
    config.onUnhandledError = before;
  }
  expect(told.map(({ name }) => name)).toEqual(trouble.errors ?? []);
  expect(unhandled.map(message)).toEqual(trouble.unhandled ?? []);
  expect(left).toEqual({
    calls: 0,
    operations: 0,
    dials: 0,
    messages: 0,
    held: 0,
    waiting: 0,
    unanswered: 0,
  });
}

function message(error: unknown): string {
  // What teardowns throw RxJS gathers in one error.
  const inner = (error as { errors?: readonly unknown[] }).errors;
  return inner === undefined ? (error as Error).message : inner.map(message).join(', ');
}
