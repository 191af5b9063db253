import { RelayClient } from 'relay-rx';
import {
  AUTHORIZATION_STATE,
  Clock,
  FakeSockets,
  TOKEN,
  authorization,
  callEnded,
  hear,
  inbound,
} from './support.js';

type Line = [level: string, message: string, fields: object];

function setUp() {
  const clock = new Clock();
  const sockets = new FakeSockets();
  const lines: Line[] = [];
  const at =
    (level: string) =>
    (message: string, fields: object = {}) =>
      void lines.push([level, message, fields]);
  const client = new RelayClient({
    project: 'p',
    token: TOKEN,
    contexts: ['default'],
    scheduler: clock,
    socket: sockets.factory,
    reconnect: { random: () => 1 },
    maxActiveCalls: 1,
    logger: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') },
  });
  return { clock, sockets, lines, client };
}

describe('what a client logs', () => {
  it('is the way of its connection, with the session that it has and how often it tried', () => {
    const { clock, sockets, lines, client } = setUp();
    client.connect();
    sockets.latest.accept('P');
    sockets.latest.say(authorization());
    sockets.latest.shut(1006);
    clock.advance(1_000);
    sockets.latest.accept('P');
    expect(lines.filter(([level]) => level !== 'debug')).toEqual([
      ['info', 'The connection is connecting', { attempt: 0 }],
      ['info', 'The connection is authenticating', {}],
      ['info', 'The connection is ready', { session: 'first' }],
      ['info', 'The connection is waiting', { attempt: 1 }],
      [
        'warn',
        'The connection was lost: the socket closed with code 1006',
        { name: 'RelayConnectionError', code: 'ERR_RELAY_CONNECTION' },
      ],
      ['info', 'The connection is connecting', { attempt: 1 }],
      ['info', 'The connection is authenticating', {}],
      ['info', 'The connection is ready', { session: 'resumed' }],
    ]);
  });

  it('is each call, when it comes, is passed on, and is over', () => {
    const { sockets, lines, client } = setUp();
    hear(client.calls$);
    sockets.latest.accept();
    lines.length = 0;
    sockets.latest.say(inbound('c-1'));
    sockets.latest.say(inbound('c-2'));
    sockets.latest.say(callEnded('c-1'));
    expect(lines).toEqual([
      ['info', 'A call was received', { callId: 'c-1', context: 'default' }],
      ['warn', expect.stringContaining('c-2'), { name: 'OverloadError', code: 'ERR_RELAY_OVERLOAD' }],
      ['info', 'A call is passed on', { callId: 'c-2', why: 'maxActiveCalls are live' }],
      ['info', 'A call is over', { callId: 'c-1', reason: 'hangup' }],
    ]);
  });

  it('is why a call is passed on', () => {
    const { sockets, lines, client } = setUp();
    client.connect();
    sockets.latest.accept();
    sockets.latest.say(inbound('c-1'));
    const calls = hear(client.calls$);
    sockets.latest.say(inbound('c-2'));
    hear(client.drain());
    sockets.latest.say(callEnded('unknown'));
    expect(calls.values).toHaveLength(1);
    const passed = lines.filter(([, message]) => message === 'A call is passed on');
    expect(passed.map(([, , fields]) => fields)).toEqual([
      { callId: 'c-1', why: 'nobody is subscribed to calls$' },
      { callId: 'c-2', why: 'the client is draining' },
    ]);
  });

  it('is each request, once it is over, and nothing of what it was about', () => {
    const { clock, sockets, lines, client } = setUp();
    client.connect();
    sockets.latest.accept();
    lines.length = 0;
    hear(client.execute('calling.x', { digits: '1234' }));
    clock.advance(20);
    sockets.latest.answer('calling.x');
    hear(client.execute('calling.y', { digits: '1234' }));
    sockets.latest.refuse('calling.y', -32000, '1234');
    expect(lines).toEqual([
      ['debug', 'A request is over', { method: 'calling.x', outcome: 'succeeded', latency: 20 }],
      ['debug', 'A request is over', { method: 'calling.y', outcome: 'refused', latency: 0 }],
    ]);
  });

  it('is an error when there is no going on', () => {
    const { clock, sockets, lines, client } = setUp();
    hear(client);
    for (const attempt of [1, 2, 3]) {
      sockets.latest.open();
      sockets.latest.refuse('signalwire.connect', -32002, `${TOKEN} is wrong, ${AUTHORIZATION_STATE}`);
      clock.advance(attempt * 2_000);
    }
    expect(lines.filter(([level]) => level === 'error')).toEqual([
      [
        'error',
        expect.stringMatching(/^The connection cannot continue: RELAY refused the credentials/),
        { name: 'RelayAuthenticationError', code: 'ERR_RELAY_AUTHENTICATION' },
      ],
    ]);
    expect(JSON.stringify(lines)).not.toContain(TOKEN);
  });
});
