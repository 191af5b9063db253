import fc from 'fast-check';
import type { Subscription } from 'rxjs';
import { WebSocket } from 'ws';
import { session } from './live-session.js';
import { authorization, hear, request, type FakeSocket, type Heard } from './support.js';

/** What may happen to a session, in any order. Whatever makes no sense at the moment does not happen. */
const happenings = {
  hold: null,
  release: null,
  ask: null,
  withdraw: null,
  open: null,
  'let in, to the same session': null,
  'let in, to another session': null,
  'refuse -32002': null,
  'refuse -32000': null,
  answer: null,
  authorize: null,
  ping: null,
  leave: null,
  restart: null,
  drop: null,
  'a moment': null,
  'a second': null,
  'half a minute': null,
};
type Happening = keyof typeof happenings;

function world() {
  const made = session({ random: () => 0.5 });
  const { clock, sockets, requests } = made;
  const holds: Subscription[] = [];
  const asked: (Heard<unknown> & { n: number; withdrawn: boolean })[] = [];
  let sessions = 0;

  const live = (): FakeSocket | undefined => {
    const latest = sockets.all.at(-1);
    return latest?.closing === undefined && latest?.readyState === WebSocket.OPEN ? latest : undefined;
  };
  const answerable = (socket: FakeSocket, method?: string) =>
    socket
      .requests(method)
      .filter(
        ({ id, method: name }) =>
          !answered.has(id!) && (method !== undefined || name !== 'signalwire.connect'),
      );
  const answered = new Set<string>();
  const reply = (method: string | undefined, fields: object): void => {
    const socket = live();
    const frame = socket && answerable(socket, method)[0];
    if (socket === undefined || frame === undefined) return;
    answered.add(frame.id!);
    socket.say({ jsonrpc: '2.0', id: frame.id, ...fields });
  };

  const happen: Record<Happening, () => void> = {
    hold: () => void holds.push(made.session.hold()),
    release: () => holds.pop()?.unsubscribe(),
    ask: () => {
      const n = asked.length;
      asked.push(Object.assign(hear(requests.execute('calling.x', { n })), { n, withdrawn: false }));
    },
    withdraw: () => {
      const one = asked.find(({ ended, withdrawn }) => ended === undefined && !withdrawn);
      if (one === undefined) return;
      one.withdrawn = true;
      one.unsubscribe();
    },
    open: () => {
      const latest = sockets.all.at(-1);
      if (latest?.readyState === WebSocket.CONNECTING && latest.closing === undefined) latest.open();
    },
    'let in, to the same session': () =>
      reply('signalwire.connect', { result: { protocol: `session-${sessions}` } }),
    'let in, to another session': () =>
      reply('signalwire.connect', { result: { protocol: `session-${++sessions}` } }),
    'refuse -32002': () => reply('signalwire.connect', { error: { code: -32002, message: 'no' } }),
    'refuse -32000': () => reply('signalwire.connect', { error: { code: -32000, message: 'busy' } }),
    answer: () => reply(undefined, { result: { code: '200', message: 'OK' } }),
    authorize: () => live()?.say(authorization()),
    ping: () => live()?.ping(),
    leave: () => live()?.say(request('signalwire.disconnect', { restart: false })),
    restart: () => live()?.say(request('signalwire.disconnect', { restart: true })),
    drop: () => {
      const latest = sockets.all.at(-1);
      if (latest !== undefined && latest.readyState !== WebSocket.CLOSED) latest.shut(1006);
    },
    'a moment': () => clock.advance(0),
    'a second': () => clock.advance(1_000),
    'half a minute': () => clock.advance(30_000),
  };
  return { ...made, asked, holds, happen };
}

const anything = fc.constantFrom(...(Object.keys(happenings) as Happening[])).map((name) => [name]);
/** What a connection goes through more often than not. */
const usual = fc.constantFrom<Happening[]>(
  ['ask'],
  ['answer'],
  ['hold', 'open', 'let in, to another session'],
  ['drop', 'a second', 'a second', 'open', 'let in, to the same session'],
  ['leave', 'ask', 'drop', 'half a minute', 'open', 'let in, to another session'],
);
const story = fc
  .array(fc.oneof({ weight: 2, arbitrary: anything }, { weight: 3, arbitrary: usual }), {
    minLength: 1,
    maxLength: 40,
    size: 'max',
  })
  .map((parts) => parts.flat());

describe('a session, whatever happens', () => {
  it('sends each request at most once, in order, only when it was let in, and on one socket at a time', () => {
    fc.assert(
      fc.property(story, (happened) => {
        const { sockets, happen } = world();
        for (const name of happened) {
          happen[name]();
          expect(
            sockets.all.filter(
              ({ closing, readyState }) => closing === undefined && readyState !== WebSocket.CLOSED,
            ).length,
          ).toBeLessThanOrEqual(1);
        }
        const sent = sockets.all.flatMap((socket) =>
          socket.requests('calling.x').map(({ params }) => params!['n']),
        );
        expect(sent).toEqual([...new Set(sent)].sort((a, b) => Number(a) - Number(b)));
        for (const socket of sockets.all) {
          expect(socket.requests('signalwire.connect').length).toBeLessThanOrEqual(1);
          const [first] = socket.requests();
          if (first !== undefined) expect(first.method).toBe('signalwire.connect');
        }
      }),
      { numRuns: 500 },
    );
  });

  it('leaves nobody waiting for ever: what was asked ends, with an answer or without', () => {
    fc.assert(
      fc.property(story, (happened) => {
        const { asked, happen, clock, requests } = world();
        for (const name of happened) happen[name]();
        clock.advance(60_000);
        for (const one of asked) if (!one.withdrawn) expect(one.ended).toBeDefined();
        expect(requests.size.waiting).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves no timer and no request behind once it is closed, or held by nobody', () => {
    fc.assert(
      fc.property(story, fc.boolean(), (happened, close) => {
        const { asked, holds, happen, clock, requests, sockets, session: made } = world();
        for (const name of happened) happen[name]();
        if (close) {
          made.dispatch({ kind: 'close' });
          for (const { ended, withdrawn } of asked) expect(ended !== undefined || withdrawn).toBe(true);
        } else {
          for (const one of [...holds, ...asked]) one.unsubscribe();
          clock.advance(0);
          if (made.state.kind !== 'closed') expect(made.state.kind).toBe('idle');
        }
        for (const socket of sockets.all) if (socket.readyState !== WebSocket.CLOSED) socket.shut(1000);
        clock.advance(0);
        expect(requests.size).toEqual({ waiting: 0, unanswered: 0 });
        expect(clock.timers).toBe(0);
      }),
      { numRuns: 500 },
    );
  });
});
