import fc from 'fast-check';
import {
  initialState,
  openLink,
  statusOf,
  step,
  type Memory,
  type SessionInput,
  type SessionState,
} from '../../lib/connection/session-state.js';
import { RelayConnectionError, RelayError } from '../../lib/protocol/errors.js';

const send = (): void => undefined;
const error = new RelayConnectionError('lost');
const LINK = 7;

const memory: Memory = {
  protocol: 'P',
  authorizationState: 'A',
  established: true,
  refusals: 1,
  attempt: 2,
  draining: false,
};
const nothing: Memory = {
  protocol: undefined,
  authorizationState: undefined,
  established: false,
  refusals: 0,
  attempt: 0,
  draining: false,
};

const states = {
  idle: { kind: 'idle', memory: nothing, link: LINK },
  connecting: { kind: 'connecting', memory, link: LINK },
  authenticating: { kind: 'authenticating', memory, link: LINK, send },
  ready: { kind: 'ready', memory, link: LINK, send, continuity: 'resumed' },
  leaving: { kind: 'leaving', memory, link: LINK },
  waiting: { kind: 'waiting', memory, link: LINK, error },
  closed: { kind: 'closed', error },
} as const satisfies { readonly [T in SessionState['kind']]: SessionState & { kind: T } };
type Name = keyof typeof states;

const refused = (code: string) => new RelayError(code, 'no', 'signalwire.connect');
const inputs = {
  hold: { kind: 'hold' },
  release: { kind: 'release' },
  opened: { kind: 'opened', send },
  'accepted, the same': { kind: 'accepted', protocol: 'P' },
  'accepted, another': { kind: 'accepted', protocol: 'Q' },
  authorized: { kind: 'authorized', authorizationState: 'B' },
  disconnect: { kind: 'disconnect', restart: false },
  restart: { kind: 'disconnect', restart: true },
  'socket closed': { kind: 'setback', setback: { kind: 'socket', code: 1006 } },
  silence: { kind: 'setback', setback: { kind: 'silent', method: 'm' } },
  'refused, -32002': { kind: 'setback', setback: { kind: 'refused', error: refused('-32002') } },
  'refused, -32000': { kind: 'setback', setback: { kind: 'refused', error: refused('-32000') } },
  retry: { kind: 'retry' },
  lasted: { kind: 'lasted' },
  close: { kind: 'close' },
  'close with an error': { kind: 'close', error },
} as const satisfies Record<string, SessionInput>;
type Input = keyof typeof inputs;

/** Where each input leads to from each state; `-` is nowhere: the state stays as it is. */
const table: Record<Input, Record<Exclude<Name, 'closed'>, Name | '-' | 'itself, with other memory'>> = {
  hold: {
    idle: 'connecting',
    connecting: '-',
    authenticating: '-',
    ready: '-',
    leaving: '-',
    waiting: '-',
  },
  release: {
    idle: '-',
    connecting: 'idle',
    authenticating: 'idle',
    ready: 'idle',
    leaving: 'idle',
    waiting: 'idle',
  },
  opened: {
    idle: '-',
    connecting: 'authenticating',
    authenticating: '-',
    ready: '-',
    leaving: '-',
    waiting: '-',
  },
  'accepted, the same': {
    idle: '-',
    connecting: '-',
    authenticating: 'ready',
    ready: '-',
    leaving: '-',
    waiting: '-',
  },
  'accepted, another': {
    idle: '-',
    connecting: '-',
    authenticating: 'ready',
    ready: '-',
    leaving: '-',
    waiting: '-',
  },
  authorized: {
    idle: 'itself, with other memory',
    connecting: 'itself, with other memory',
    authenticating: 'itself, with other memory',
    ready: 'itself, with other memory',
    leaving: 'itself, with other memory',
    waiting: 'itself, with other memory',
  },
  disconnect: {
    idle: '-',
    connecting: '-',
    authenticating: 'leaving',
    ready: 'leaving',
    leaving: '-',
    waiting: '-',
  },
  restart: {
    idle: '-',
    connecting: '-',
    authenticating: 'leaving',
    ready: 'leaving',
    leaving: '-',
    waiting: '-',
  },
  'socket closed': {
    idle: '-',
    connecting: 'waiting',
    authenticating: 'waiting',
    ready: 'waiting',
    leaving: 'waiting',
    waiting: '-',
  },
  silence: {
    idle: '-',
    connecting: 'waiting',
    authenticating: 'waiting',
    ready: 'waiting',
    leaving: 'waiting',
    waiting: '-',
  },
  'refused, -32002': {
    idle: '-',
    connecting: 'connecting',
    authenticating: 'connecting',
    ready: 'connecting',
    leaving: 'connecting',
    waiting: '-',
  },
  'refused, -32000': {
    idle: '-',
    connecting: 'connecting',
    authenticating: 'connecting',
    ready: 'connecting',
    leaving: 'connecting',
    waiting: '-',
  },
  retry: {
    idle: '-',
    connecting: '-',
    authenticating: '-',
    ready: '-',
    leaving: '-',
    waiting: 'connecting',
  },
  lasted: {
    idle: '-',
    connecting: '-',
    authenticating: '-',
    ready: 'ready',
    leaving: '-',
    waiting: '-',
  },
  close: {
    idle: 'closed',
    connecting: 'closed',
    authenticating: 'closed',
    ready: 'closed',
    leaving: 'closed',
    waiting: 'closed',
  },
  'close with an error': {
    idle: 'closed',
    connecting: 'closed',
    authenticating: 'closed',
    ready: 'closed',
    leaving: 'closed',
    waiting: 'closed',
  },
};

const rows = (Object.keys(inputs) as Input[]).flatMap((input) =>
  (Object.entries(table[input]) as [Exclude<Name, 'closed'>, string][]).map(
    ([from, to]) => [from, input, to] as const,
  ),
);

const memoryOf = (state: SessionState): Memory => (state as { memory: Memory }).memory;

describe('step', () => {
  it.each(rows)('from %s, %s: %s', (from, input, to) => {
    const before = states[from];
    const after = step(before, inputs[input]);
    if (to === '-') {
      expect(after).toBe(before);
    } else if (to === 'itself, with other memory') {
      expect(after).toEqual({ ...before, memory: { ...memoryOf(before), authorizationState: 'B' } });
    } else {
      expect(after.kind).toBe(to);
    }
  });

  it.each(Object.keys(inputs) as Input[])('stays closed whatever comes: %s', (input) => {
    expect(step(states.closed, inputs[input])).toBe(states.closed);
  });

  it('opens another link when it connects, and for nothing else', () => {
    for (const [from, input, to] of rows) {
      const after = step(states[from], inputs[input]);
      if (to === 'connecting') expect(after).toMatchObject({ link: LINK + 1 });
      else if (to !== 'closed') expect(after).toMatchObject({ link: LINK });
    }
  });

  it('forgets everything when nobody holds it', () => {
    expect(step(states.ready, inputs.release)).toEqual({ kind: 'idle', memory: nothing, link: LINK });
  });

  it('forgets the session, but not that there was one, when RELAY restarts', () => {
    expect(memoryOf(step(states.ready, inputs.restart))).toEqual({
      ...memory,
      protocol: undefined,
      authorizationState: undefined,
    });
    expect(memoryOf(step(states.ready, inputs.disconnect))).toEqual(memory);
  });

  it('forgets the session, but not that there was one, when its resume is refused', () => {
    expect(memoryOf(step(states.authenticating, inputs['refused, -32002']))).toEqual({
      ...memory,
      protocol: undefined,
      authorizationState: undefined,
    });
  });

  it('counts the attempts, and begins anew once a connection has lasted', () => {
    expect(memoryOf(step(states.ready, inputs['socket closed']))).toMatchObject({ attempt: 3, refusals: 1 });
    expect(memoryOf(step(states.authenticating, inputs['accepted, another']))).toEqual({
      ...memory,
      protocol: 'Q',
      draining: false,
      refusals: 0,
    });
    expect(memoryOf(step(states.ready, inputs.lasted))).toEqual({ ...memory, attempt: 0 });
    expect(step(states.waiting, inputs.lasted)).toBe(states.waiting);
  });

  it('believes RELAY that says that it has restored the session, under whatever name', () => {
    const accepted = (input: object) =>
      step(states.authenticating, { kind: 'accepted', protocol: undefined, ...input });
    expect(accepted({ protocol: 'Q', restored: true })).toMatchObject({
      continuity: 'resumed',
      memory: { protocol: 'Q' },
    });
    expect(accepted({ restored: true })).toMatchObject({ continuity: 'resumed', memory: { protocol: 'P' } });
    expect(accepted({})).toMatchObject({ continuity: 'lost', memory: { protocol: undefined } });
  });

  it('counts only the refusals of connects with nothing to resume, and ends at the third', () => {
    let state: SessionState = { ...states.authenticating, memory: nothing };
    for (const refusals of [1, 2]) {
      state = step(state, inputs['refused, -32002']);
      expect(state).toMatchObject({ kind: 'waiting', memory: { refusals } });
      state = step(step(state, inputs.retry), inputs.opened);
    }
    expect(step(state, inputs['refused, -32002'])).toMatchObject({
      kind: 'closed',
      error: { code: 'ERR_RELAY_AUTHENTICATION' },
    });
  });

  it.each([
    ['first', nothing, 'P'],
    ['resumed', memory, 'P'],
    ['lost', memory, 'Q'],
    ['lost', { ...memory, protocol: undefined }, 'P'],
  ] as const)(
    'calls a session that it is let into "%s" by what went before: %j',
    (continuity, before, protocol) => {
      const state = { ...states.authenticating, memory: before };
      expect(step(state, { kind: 'accepted', protocol })).toMatchObject({ kind: 'ready', continuity, send });
    },
  );

  it('keeps the error that it was closed with', () => {
    expect(step(states.ready, inputs.close)).toEqual({ kind: 'closed', error: undefined });
    expect(step(states.waiting, inputs['close with an error'])).toEqual({ kind: 'closed', error });
  });

  it('holds together whatever comes, in whatever order', () => {
    const anyInput = fc.constantFrom(...Object.values<SessionInput>(inputs));
    fc.assert(
      fc.property(fc.array(anyInput, { maxLength: 60 }), (sequence) => {
        let state: SessionState = initialState;
        let refusals = 0;
        let established = false;
        for (const input of sequence) {
          const before = state;
          state = step(before, input);
          if (before.kind === 'closed') {
            expect(state).toBe(before);
            continue;
          }
          if (state.kind === 'closed') {
            if (state.error?.code === 'ERR_RELAY_AUTHENTICATION') expect(refusals).toBe(2);
            continue;
          }
          // A link is opened by its number, which rises by one each time and never falls.
          const opened = state.kind === 'connecting' && state !== before && before.link !== state.link;
          expect(state.link).toBe(before.link + (opened ? 1 : 0));
          if (openLink(state) !== undefined && openLink(before) === undefined) expect(opened).toBe(true);
          // What is remembered of a session is remembered only where there was one.
          const kept = state.memory;
          if (state.kind === 'ready') established = true;
          if (state.kind === 'idle') established = false;
          expect(kept.established).toBe(established);
          expect(kept.protocol === undefined || kept.established).toBe(true);
          expect(kept.refusals).toBeLessThan(3);
          expect(kept.refusals === 0 || kept.protocol === undefined).toBe(true);
          refusals = kept.refusals;
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('openLink', () => {
  it('is the number of the socket wherever there should be one', () => {
    expect(
      Object.fromEntries(Object.entries(states).map(([kind, state]) => [kind, openLink(state)])),
    ).toEqual({
      idle: undefined,
      connecting: LINK,
      authenticating: LINK,
      ready: LINK,
      leaving: LINK,
      waiting: undefined,
      closed: undefined,
    });
  });
});

describe('statusOf', () => {
  it('tells a first connection from one that comes back', () => {
    const status = (established: boolean) =>
      Object.fromEntries(
        Object.entries<SessionState>(states).map(([kind, state]) => [
          kind,
          statusOf('memory' in state ? { ...state, memory: { ...memory, established } } : state),
        ]),
      );
    expect(status(false)).toEqual({
      idle: 'disconnected',
      connecting: 'connecting',
      authenticating: 'connecting',
      ready: 'connected',
      leaving: 'connecting',
      waiting: 'connecting',
      closed: 'disconnected',
    });
    expect(status(true)).toEqual({
      idle: 'disconnected',
      connecting: 'reconnecting',
      authenticating: 'reconnecting',
      ready: 'connected',
      leaving: 'reconnecting',
      waiting: 'reconnecting',
      closed: 'disconnected',
    });
  });
});
