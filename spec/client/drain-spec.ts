import { NEVER, filter, firstValueFrom, ignoreElements, map, timer, type Observable } from 'rxjs';
import { RelayClient, phone, type Call } from 'relay-rx';
import { RelaySimulator } from 'relay-rx/simulator';
import { callReceived, callState, command } from 'relay-rx/testing';
import { liveCallOf } from '../../lib/actions/live-call.js';
import { run } from '../support/marbles.js';

const events = {
  A: callState('answered'),
  E: callState('ended'),
  F: callState('ended', { callId: 'call-2' }),
  c: callReceived({ callId: 'call-9' }),
};
const ignoreUntil = (state: string) => filter((each: string) => each === state);
const pass = (call_id: string) => command('calling.pass', { call_id, node_id: 'node-1' });
const hangup = (call_id: string) => command('calling.end', { call_id, node_id: 'node-1', reason: 'hangup' });

describe('drain', () => {
  it('waits for the calls that are up, then closes, and completes with calls$', () => {
    run(({ client, relay, expectObservable, expectCommands }) => {
      relay.events('A---E', events);
      expectObservable(client.calls$).toBe('----|');
      expectObservable(client.drain(), '-^').toBe('----|');
      expectObservable(client.status$).toBe('cd--(x|)', { c: 'connected', d: 'draining', x: 'disconnected' });
      expectObservable(client.activeCalls$).toBe('1---(0|)', { 0: 0, 1: 1 });
      expectCommands().toBe('');
    });
  });

  it('passes on again a call that it held, when that was lost with the connection', () => {
    run(({ client, call, relay, expectObservable, expectCommands }) => {
      relay.answers('calling.pass', ' --s');
      relay.connection('           --d--u');
      expectObservable(client.drain(), '-^').toBe('-------|');
      expectObservable(call.ended$).toBe('-------(p|)', { p: { reason: 'passed' } });
      expectCommands().toBe('-p---p', { p: pass('call-1') });
    });
  });

  it('passes on what nobody has answered, and what comes from then on', () => {
    run(({ client, call, relay, expectObservable, expectCommands }) => {
      const other = relay.call();
      relay.events('A-c-E', events);
      expectObservable(client.calls$).toBe('----|');
      expectObservable(client.drain(), '-^').toBe('----|');
      expectObservable(other.ended$).toBe('-(p|)', { p: { reason: 'passed' } });
      expectObservable(call.state$.pipe(ignoreElements())).toBe('----|');
      expectCommands().toBe('-pq', { p: pass('call-2'), q: pass('call-9') });
    });
  });

  it('passes on again what was lost with the connection, and waits for that', () => {
    run(({ client, relay, expectObservable, expectCommands }) => {
      relay.answers('calling.pass', ' --s');
      relay.connection('           ---d-u');
      relay.events('               A-c----E', events);
      expectObservable(client.drain(), '-^').toBe('-------|');
      expectCommands().toBe('--q--q', { q: pass('call-9') });
    });
  });

  it('hangs up what is left at the timeout, and hears of its end', () => {
    run(({ client, call, relay, expectObservable, expectCommands }) => {
      relay.answers('calling.end', '       -s');
      relay.events('A-------E', events);
      expectObservable(client.drain({ timeout: 5 }), '-^').toBe('--------|');
      expectCommands().toBe('------h', { h: hangup('call-1') });
      expectObservable(call.ended$.pipe(map(({ event }) => event?.callState))).toBe('--------(e|)', {
        e: 'ended',
      });
    });
  });

  it('waits no longer than a second for the ends of calls that it has hung up', () => {
    run(({ client, relay, expectObservable, expectCommands }) => {
      relay.answers('calling.end', '-s');
      relay.events('A', events);
      expectObservable(client.drain({ timeout: 5 }), '-^').toBe('------- 1s |');
      expectCommands().toBe('------h', { h: hangup('call-1') });
    });
  });

  it('ends requestTimeout after its timeout with RELAY away, and reports each call by its id', () => {
    run(({ client, relay, expectObservable, expectCommands }) => {
      relay.call();
      relay.connection('--d');
      relay.events('AB', { ...events, B: callState('answered', { callId: 'call-2' }) });
      expectObservable(client.drain({ timeout: 5 }), '---^').toBe('-------- 10s |');
      expectObservable(client.errors$.pipe(filter(({ message }) => message.startsWith('calling.end')))).toBe(
        '-------- 10s (ab|)',
        {
          a: expect.objectContaining({
            name: 'RelayConnectionError',
            message: expect.stringMatching(/^calling\.end for call call-1 /) as string,
          }) as Error,
          b: expect.objectContaining({
            message: expect.stringMatching(/^calling\.end for call call-2 /) as string,
          }) as Error,
        },
      );
      expectCommands().toBe('');
    });
  });

  it('ends at once while the connection is away and no call is up', () => {
    run(({ client, relay, expectObservable, expectCommands }) => {
      relay.events('E', events);
      relay.connection('--d');
      expectObservable(client.drain(), '----^').toBe('----|');
      expectObservable(client.pipe(ignoreElements())).toBe('----|');
      expectCommands().toBe('');
    });
  });

  it('can be hurried by another with a shorter timeout, and is asked for once', () => {
    run(({ client, relay, expectObservable, expectCommands }) => {
      relay.events('A---E', events);
      expectObservable(client.drain(), '-^').toBe('----|');
      expectObservable(client.drain({ timeout: 0 }), '---^').toBe('----|');
      expectCommands().toBe('---h', { h: hangup('call-1') });
    });
  });

  it('is not taken back by leaving it', () => {
    run(({ client, relay, expectObservable }) => {
      relay.events('A---E', events);
      expectObservable(client.drain(), '-^!').toBe('---');
      expectObservable(client.calls$).toBe('----|');
    });
  });

  it('refuses dials', () => {
    run(({ client, relay, expectObservable, expectCommands }) => {
      relay.events('A------E', events);
      expectObservable(client.drain({ timeout: 5 }), '-^').toBe('-------|');
      const refused = expect.objectContaining({ name: 'RelayConnectionError', delivery: 'unsent' }) as Error;
      expectObservable(client.dial({ devices: phone({ to: '+15550101', from: '+15550100' }) }), '-^').toBe(
        '-#',
        {},
        refused,
      );
      expectCommands().toBe('------h', { h: hangup('call-1') });
    });
  });

  it('asks for no contexts when the connection comes back meanwhile', () => {
    run(({ client, relay, expectObservable }) => {
      relay.events('A------E', events);
      relay.connection('---d-u');
      expectObservable(client.drain(), '-^').toBe('-------|');
      expectObservable(timer(6).pipe(map(() => relay.contexts()))).toBe('------(c|)', { c: [] });
    });
  });

  it.each<[string, (client: RelayClient) => Observable<unknown>]>([
    ['a dial', (client) => client.dial({ devices: phone({ to: '+15550101', from: '+15550100' }) })],
    [
      'a message',
      (client) => client.sendMessage({ toNumber: '+15550100', fromNumber: '+15550101', body: 'x' }),
    ],
    ['a request', (client) => client.execute('calling.play')],
    ['a subscription', (client) => client],
  ])('completes %s at once when the client was closed before', (_, start) => {
    run(({ client, expectObservable }) => {
      client.close();
      expectObservable(start(client)).toBe('|');
    });
  });

  it('is done at once with no connection', () => {
    const client = new RelayClient({ project: 'p', token: 't' });
    const heard: string[] = [];
    client.drain().subscribe({ complete: () => heard.push('drained') });
    client.calls$.subscribe({ complete: () => heard.push('calls$') });
    expect(heard).toEqual(['drained', 'calls$']);
  });

  it('refuses a timeout that is none', () => {
    run(({ client }) => {
      expect(() => client.drain({ timeout: -1 })).toThrow(/drain\.timeout/);
    });
  });
});

describe('on a real connection', () => {
  let simulator: RelaySimulator;
  const credentials = { project: 'p', token: 't', scheme: 'ws', contexts: ['default'] } as const;

  beforeEach(async () => {
    simulator = await RelaySimulator.listen({ project: 'p', token: 't' });
  });
  afterEach(() => simulator.close());

  it('run serves calls until a signal, lets them end, and leaves no listener', async () => {
    const before = process.listenerCount('SIGTERM');
    const client = new RelayClient({ ...credentials, host: simulator.host });
    const ended = client.run((call: Call) => call.answer());
    const caller = simulator.call({ context: 'default' });
    await firstValueFrom(caller.state$.pipe(ignoreUntil('answered')));
    process.emit('SIGTERM', 'SIGTERM');
    expect(await firstValueFrom(client.status$)).toBe('draining');
    caller.hangUp();
    await ended;
    expect(simulator.received('signalwire.unreceive').map(({ params }) => params['contexts'])).toEqual([
      ['default'],
    ]);
    expect(process.listenerCount('SIGTERM')).toBe(before);
    expect(process.listenerCount('SIGINT')).toBe(before);
  });

  it.each(['before', 'while'])(
    'run ends as at SIGTERM when its signal is aborted %s it serves',
    async (when) => {
      const client = new RelayClient({ ...credentials, host: simulator.host });
      const abort = new AbortController();
      if (when === 'before') abort.abort();
      const ended = client.run((call: Call) => call.answer(), { signal: abort.signal });
      if (when === 'while') {
        const caller = simulator.call({ context: 'default' });
        await firstValueFrom(caller.state$.pipe(ignoreUntil('answered')));
        abort.abort();
        expect(await firstValueFrom(client.status$)).toBe('draining');
        caller.hangUp();
      }
      await ended;
      expect(await firstValueFrom(client.status$)).toBe('disconnected');
    },
  );

  it('run closes at once at a second signal', async () => {
    const client = new RelayClient({ ...credentials, host: simulator.host });
    const ended = client.run((call: Call) => call.answer());
    const caller = simulator.call({ context: 'default' });
    await firstValueFrom(caller.state$.pipe(ignoreUntil('answered')));
    process.emit('SIGINT', 'SIGINT');
    process.emit('SIGINT', 'SIGINT');
    await ended;
    expect(await firstValueFrom(client.status$)).toBe('disconnected');
  });

  it('run rejects when the connection ends with an error', async () => {
    const client = new RelayClient({
      ...credentials,
      token: 'wrong',
      host: simulator.host,
      reconnect: { initialDelay: 0 },
    });
    await expect(client.run(() => NEVER)).rejects.toMatchObject({ name: 'RelayAuthenticationError' });
  });

  it('await using hangs up and closes', async () => {
    let call: Call;
    {
      await using client = new RelayClient({ ...credentials, host: simulator.host });
      const received = firstValueFrom(client.calls$);
      simulator.call({ context: 'default' });
      call = await received;
      await firstValueFrom(call.answer());
    }
    expect(simulator.received('calling.end')).toHaveLength(1);
    expect(liveCallOf(call).connection.size).toMatchObject({ calls: 0, unanswered: 0, waiting: 0 });
  });

  it('frames$ tells every frame, without a credential', async () => {
    const client = new RelayClient({ ...credentials, token: 't', host: simulator.host });
    const frames: unknown[] = [];
    client.frames$.subscribe((frame) => frames.push(frame));
    const received = firstValueFrom(client.calls$);
    simulator.call({ context: 'default' });
    await received;
    client.close();
    const methods = frames.map((each) => (each as { frame: { method?: string } }).frame.method);
    expect(methods).toEqual(expect.arrayContaining(['signalwire.connect', 'signalwire.event']));
    const text = JSON.stringify(frames);
    expect(text).toContain('"authentication":"(masked)"');
    expect(text).not.toContain('authorization_state":"');
    expect(text).not.toContain('"token"');
  });
});
