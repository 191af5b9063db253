import { asyncScheduler, filter, firstValueFrom, map, share, type Observable } from 'rxjs';
import { WebSocket } from 'ws';
import { openSocket, webSocket, type SocketEvent, type SocketFactory } from '../../lib/connection/socket.js';
import { Clock, FakeSockets, RawServer, afterwards, hear } from './support.js';

const later = afterwards();

const OPTIONS = { handshakeTimeout: 5_000 };

function fake(prepare: (socket: FakeSockets['latest']) => void = () => undefined) {
  const clock = new Clock();
  const sockets = new FakeSockets();
  const factory: SocketFactory = (url, options) => {
    const socket = sockets.factory(url, options);
    prepare(socket);
    return socket;
  };
  const heard = hear(openSocket(factory, 'wss://relay', { ...OPTIONS, ca: 'PEM' }, clock));
  return { clock, heard, socket: sockets.latest };
}

/** What tells apart what came over a socket. */
const brief = (event: SocketEvent): unknown => (event.kind === 'open' ? 'open' : event);

describe('openSocket', () => {
  it('opens nothing until it is subscribed to', () => {
    const sockets = new FakeSockets();
    const socket$ = openSocket(sockets.factory, 'wss://relay', OPTIONS, new Clock());
    expect(sockets.all).toHaveLength(0);
    hear(socket$);
    hear(socket$);
    expect(sockets.all).toHaveLength(2);
  });

  it('gives the factory the URL, the limits and the certificates', () => {
    const { socket } = fake();
    expect(socket.url).toBe('wss://relay');
    expect(socket.options).toEqual({
      maxPayload: 10 * 1024 * 1024,
      handshakeTimeout: 5_000,
      perMessageDeflate: false,
      ca: 'PEM',
    });
  });

  it('errors with what the factory throws', () => {
    const error = new SyntaxError('Invalid URL');
    const socket$ = openSocket(
      () => {
        throw error;
      },
      'x',
      OPTIONS,
      new Clock(),
    );
    expect(hear(socket$).error).toBe(error);
  });

  it('tells of a socket that was open before it was handed over', () => {
    const { heard } = fake((socket) => {
      socket.readyState = WebSocket.OPEN;
    });
    expect(heard.values.map(brief)).toEqual(['open']);
  });

  it('tells of what comes, and completes when the socket is closed', () => {
    const { heard, socket, clock } = fake();
    socket.open();
    socket.say('text');
    socket.emit('message', 'text of a socket that gives strings', false);
    socket.emit('message', Buffer.from([0]), true);
    socket.shut(1001);
    expect(heard.values.map(brief)).toEqual([
      'open',
      { kind: 'text', text: 'text' },
      { kind: 'text', text: 'text of a socket that gives strings' },
      { kind: 'unreadable', error: expect.objectContaining({ name: 'RelayProtocolError' }) },
      { kind: 'closed', code: 1001 },
    ]);
    expect(heard.ended).toBe('completed');
    expect(socket.eventNames()).toEqual([]);
    expect(socket.closing).toBeUndefined();
    expect(clock.timers).toBe(0);
  });

  it('closes with what it failed with', () => {
    const { heard, socket } = fake();
    const error = new Error('ECONNREFUSED');
    socket.shut(1006, error);
    expect(heard.values).toEqual([{ kind: 'closed', code: 1006, error }]);
  });

  it('tells of a frame that is too large by its own name', () => {
    const { heard, socket } = fake();
    const error = Object.assign(new RangeError('Max payload size exceeded'), {
      code: 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH',
    });
    socket.open();
    socket.shut(1009, error);
    expect(heard.values.slice(1)).toEqual([
      { kind: 'unreadable', error: expect.objectContaining({ name: 'RelayProtocolError', cause: error }) },
      { kind: 'closed', code: 1009, error },
    ]);
  });

  it('sends while it is open, and nothing before or after', () => {
    const { heard, socket } = fake();
    socket.open();
    const { send } = heard.values[0] as SocketEvent & { kind: 'open' };
    send('{"n":1}');
    socket.readyState = WebSocket.CLOSING;
    send('{"n":2}');
    expect(socket.frames).toEqual([{ n: 1 }]);
  });

  it('closes when it is left, hears nothing more, and tears down what does not close', () => {
    const { heard, socket, clock } = fake();
    socket.open();
    heard.unsubscribe();
    expect(socket.closing).toBe(1000);
    socket.say('late');
    expect(heard.values).toHaveLength(1);
    expect(() =>
      socket.emit('error', new Error('closed before the connection was established')),
    ).not.toThrow();
    clock.advance(2_000);
    expect(socket.closing).toBe('terminated');
    expect(clock.timers).toBe(0);
  });

  it('does not close a socket that is closed', () => {
    const { heard, socket, clock } = fake();
    socket.readyState = WebSocket.CLOSED;
    heard.unsubscribe();
    expect(socket.closing).toBeUndefined();
    expect(clock.timers).toBe(0);
  });
});

describe('openSocket: on the wire', () => {
  async function real(factory: SocketFactory = webSocket) {
    const server = await RawServer.listen(() => undefined);
    later(() => server.close());
    const socket$ = openSocket(factory, `ws://${server.host}`, OPTIONS, asyncScheduler).pipe(share());
    const subscription = socket$.subscribe();
    later(() => subscription.unsubscribe());
    const opened = (source: Observable<SocketEvent>) =>
      firstValueFrom(
        source.pipe(
          filter((event) => event.kind === 'open'),
          map(({ send }) => send),
        ),
      );
    const send = await opened(socket$);
    return { send, relay: await server.connection(), subscription };
  }

  const numbered = (n: number) => JSON.stringify({ id: `n-${n}` });

  it('leaves the writes of one turn in one piece', async () => {
    const { send, relay } = await real();
    for (let n = 0; n < 50; n++) send(numbered(n));
    await relay.answer('n-49');
    expect(relay.chunks).toBe(1);
    expect(relay.frames.map(({ id }) => id)).toEqual(Array.from({ length: 50 }, (_, n) => `n-${n}`));
  });

  it('holds nothing back past the turn', async () => {
    const { send, relay } = await real();
    for (let n = 0; n < 3; n++) {
      send(numbered(n));
      await relay.answer(`n-${n}`);
    }
    expect(relay.chunks).toBe(3);
  });

  it.each([
    ['says nothing of its upgrade', undefined],
    ['has no TCP socket to show, as under Bun', { socket: null }],
    ['has one of another kind', { socket: { write: () => true } }],
  ])('sends frame by frame where a socket %s', async (_, response) => {
    const { send, relay } = await real((url, options) => {
      const socket = new WebSocket(url, options);
      socket.removeAllListeners('upgrade');
      return {
        get readyState() {
          return socket.readyState;
        },
        on: (name, listener) =>
          name === 'upgrade'
            ? response && socket.on('open', () => listener(response))
            : socket.on(name, listener),
        removeListener: (name, listener) => socket.removeListener(name, listener),
        send: (data) => socket.send(data),
        close: (code) => socket.close(code),
        terminate: () => socket.terminate(),
      };
    });
    for (let n = 0; n < 50; n++) send(numbered(n));
    await relay.answer('n-49');
    expect(relay.frames).toHaveLength(50);
  });

  it('sends what was written in the turn in which it is closed', async () => {
    const { send, relay, subscription } = await real();
    send(numbered(0));
    subscription.unsubscribe();
    expect(await relay.closed).toBe(1000);
    expect(relay.frames).toEqual([{ id: 'n-0' }]);
  });
});
