import fc from 'fast-check';
import { Subject, throwError } from 'rxjs';
import { link, type LinkSignal } from '../../lib/connection/link.js';
import { DuplicateEvents } from '../../lib/connection/duplicate-events.js';
import type { SocketEvent } from '../../lib/connection/socket.js';
import { RelayProtocolError } from '../../lib/protocol/errors.js';
import { AUTHORIZATION_STATE, authorization, event, hear, request } from './support.js';

function open() {
  const socket = new Subject<SocketEvent>();
  /** What was sent, and what was told, as it happened. */
  const order: (string | LinkSignal)[] = [];
  const duplicates = new DuplicateEvents();
  link(socket, duplicates).subscribe((signal) => order.push(signal));
  socket.next({ kind: 'open', send: (text) => order.push(text) > 0, canSend: () => true });
  order.length = 0;
  const say = (frame: unknown) => {
    order.length = 0;
    socket.next({ kind: 'text', text: typeof frame === 'string' ? frame : JSON.stringify(frame) });
    return [...order];
  };
  return { socket, say, order, duplicates };
}

const ack = (id: string | number) => JSON.stringify({ jsonrpc: '2.0', id, result: {} });

describe('link', () => {
  it('acknowledges each request, and then tells of it', () => {
    const { say } = open();
    expect(say(event('calling.call.play', { a: 1 }, 'id'))).toEqual([
      ack('id'),
      {
        kind: 'event',
        params: { event_type: 'calling.call.play', timestamp: 1_700_000_000.5, params: { a: 1 } },
      },
    ]);
    expect(say(request('signalwire.ping', {}, 'id'))).toEqual([ack('id'), { kind: 'ping' }]);
    expect(say(authorization())).toEqual([
      ack('a-1'),
      { kind: 'authorized', authorizationState: AUTHORIZATION_STATE },
    ]);
    expect(say(request('signalwire.unheard_of', {}, 'id'))).toEqual([
      ack('id'),
      { kind: 'trouble', error: expect.any(RelayProtocolError) },
    ]);
  });

  it('acknowledges an event that came over a socket before, and only says that it did', () => {
    const { say, duplicates } = open();
    const played = event('calling.call.play', { a: 1 }, 'id');
    expect(say(played)[1]).toMatchObject({ kind: 'event' });
    expect(say(played)[1]).toMatchObject({ kind: 'event' });
    duplicates.renew();
    expect(say(played)).toEqual([ack('id'), { kind: 'repeated' }]);
    // An id alone makes no copy.
    expect(say(event('calling.call.play', { a: 2 }, 'id'))[1]).toMatchObject({ kind: 'event' });
  });

  it('takes each ping for one', () => {
    const { say } = open();
    const ping = request('signalwire.ping', {}, 'id');
    expect([...say(ping), ...say(ping)]).toEqual([ack('id'), { kind: 'ping' }, ack('id'), { kind: 'ping' }]);
  });

  it('duplicates an id as it stands', () => {
    const { say } = open();
    expect(say(request('signalwire.ping', {}, 'quote " and \\'))[0]).toBe(ack('quote " and \\'));
    expect(say({ jsonrpc: '2.0', id: 7, method: 'signalwire.ping' })[0]).toBe(ack(7));
  });

  it.each([
    [{ restart: true }, true],
    [{ restart: false }, false],
    [{ restart: 'true' }, false],
    [{}, false],
    [null, false],
    [undefined, false],
    ['restart', false],
  ])('takes leave with the params %j: restart is %s', (params, restart) => {
    const { say } = open();
    expect(say(request('signalwire.disconnect', params, 'id'))).toEqual([
      ack('id'),
      { kind: 'disconnect', restart },
    ]);
  });

  it('hands on answers, and acknowledges none', () => {
    const { say } = open();
    const answer = { jsonrpc: '2.0', id: 'a', result: { code: '200' } };
    const refusal = { jsonrpc: '2.0', id: 'a', error: { code: -1, message: 'no' } };
    expect(say(answer)).toEqual([{ kind: 'answer', answer }]);
    expect(say(refusal)).toEqual([{ kind: 'answer', answer: refusal }]);
  });

  it.each([
    'null',
    '',
    '[]',
    '42',
    '"text"',
    '{',
    '{}',
    '{"jsonrpc":"2.0"}',
    '{"jsonrpc":"2.0","id":"a"}',
    '{"jsonrpc":"1.0","id":"a","method":"signalwire.ping"}',
    '{"jsonrpc":"2.0","id":null,"method":"signalwire.ping"}',
    '{"jsonrpc":"2.0","id":{},"result":{}}',
    '{"jsonrpc":"2.0","id":"a","error":null}',
  ])('tells of a frame that is not RELAY, and sends nothing: %s', (text) => {
    expect(open().say(text)).toEqual([{ kind: 'trouble', error: expect.any(RelayProtocolError) }]);
  });

  it.each([
    ['is no object', { authorization_state: { a: AUTHORIZATION_STATE } }],
    ['is missing', { other: AUTHORIZATION_STATE }],
  ])('tells of an authorization state that %s, without showing it', (_, params) => {
    const [, told] = open().say(event('signalwire.authorization.state', params));
    expect(told).toMatchObject({ kind: 'trouble' });
    expect((told as { error: Error }).error.message).not.toContain(AUTHORIZATION_STATE);
  });

  it('never throws, and never ends, whatever text comes', () => {
    const { say, socket } = open();
    const frame = fc.record(
      {
        jsonrpc: fc.constant('2.0'),
        id: fc.oneof(fc.string(), fc.integer(), fc.constant(null)),
        method: fc.oneof(
          fc.constantFrom('signalwire.event', 'signalwire.ping', 'signalwire.disconnect'),
          fc.string(),
        ),
        params: fc.jsonValue(),
        result: fc.jsonValue(),
        error: fc.jsonValue(),
      },
      { requiredKeys: ['jsonrpc'] },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          frame.map((value) => JSON.stringify(value)),
        ),
        (text) => {
          const told = say(text);
          expect(told.filter((entry) => typeof entry !== 'string')).toHaveLength(1);
          expect(socket.observed).toBe(true);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('takes a socket that cannot be made for one that has closed', () => {
    const error = new Error('no such protocol');
    expect(
      hear(
        link(
          throwError(() => error),
          new DuplicateEvents(),
        ),
      ),
    ).toMatchObject({
      ended: 'completed',
      values: [{ kind: 'closed', code: 1006, error }],
    });
  });

  it('tells of what the socket could not read, and of its end', () => {
    const { socket, order } = open();
    const error = new RelayProtocolError('binary');
    socket.next({ kind: 'unreadable', error });
    socket.next({ kind: 'closed', code: 1000 });
    expect(order).toEqual([
      { kind: 'trouble', error },
      { kind: 'closed', code: 1000 },
    ]);
  });
});
