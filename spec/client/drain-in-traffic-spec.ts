// A deploy does not wait for a quiet moment: calls are being offered and answered when the drain begins.
import { filter, firstValueFrom, take, toArray, type Observable } from 'rxjs';
import { RelayClient, type Call } from 'relay-rx';
import { RelaySimulator, type Caller } from 'relay-rx/simulator';
import { callState, command, refusal } from 'relay-rx/testing';
import { run } from '../support/marbles.js';

const events = { A: callState('answered'), E: callState('ended') };
const answer = command('calling.answer');
const pass = command('calling.pass');

describe('a drain while a call is being answered', () => {
  it('does not pass the call on when RELAY has been asked to answer it and has not said so yet', () => {
    run(({ client, call, relay, expectObservable, expectCommands }) => {
      relay.answers('calling.answer', '----s');
      relay.events('------A-E', events);
      expectObservable(call.answer(), '-^').toBe('-----(r|)', { r: expect.anything() as unknown });
      expectObservable(client.drain(), '--^').toBe('--------|');
      expectObservable(client.errors$).toBe('--------|');
      expectCommands().toBe('-a', { a: answer });
    });
  });

  it.each([
    ['goes on', (answering$: Observable<unknown>) => answering$],
    ['leaves', (answering$: Observable<unknown>) => answering$.pipe(take(1))],
  ])('does not when RELAY has said so, its event is still to come, and who asked %s', (_, ask) => {
    run(({ client, call, relay, expectObservable, expectCommands }) => {
      relay.events('------A-E', events);
      expectObservable(ask(call.answer()), '-^').toBe('-(r|)', { r: expect.anything() as unknown });
      expectObservable(client.drain(), '---^').toBe('--------|');
      expectCommands().toBe('-a', { a: answer });
    });
  });

  it.each([
    ['the answer was refused', refusal('500'), '-^'],
    ['the answer was given up', undefined, '-^!'],
  ])('passes the call on when %s', (_, refused, subscription) => {
    run(({ client, call, relay, expectObservable, expectCommands }) => {
      relay.answers('calling.answer', refused ? 'r' : '-', refused && { r: refused });
      const failed = expect.objectContaining({ name: 'RelayError' }) as Error;
      expectObservable(call.answer(), subscription).toBe(refused ? '-#' : '-', {}, failed);
      expectObservable(client.drain(), '---^').toBe('---|');
      expectCommands().toBe('-a-p', { a: answer, p: pass });
    });
  });

  it('leaves a call whose answer still waits for the connection to its flow', () => {
    run(({ client, call, relay, expectObservable, expectCommands }) => {
      relay.connection('-d---u');
      relay.events('------A-E', events);
      expectObservable(call.answer(), '--^').toBe('-----(r|)', { r: expect.anything() as unknown });
      expectObservable(client.drain(), '---^').toBe('--------|');
      expectCommands().toBe('-----a', { a: answer });
    });
  });
});

describe('a drain while calls are being offered', () => {
  const account = { project: 'p', token: 't' };
  const worker = async ({ host }: RelaySimulator, agent: string) => {
    const client = new RelayClient({ ...account, host, scheme: 'ws', contexts: ['default'], agent });
    const errors: Error[] = [];
    client.errors$.subscribe((error) => errors.push(error));
    const taken: Call[] = [];
    client.calls$.subscribe((call) => taken.push(call));
    await firstValueFrom(client.status$.pipe(filter((status) => status === 'connected')));
    return { client, errors, taken };
  };
  const drained = (client: RelayClient) => firstValueFrom(client.drain(), { defaultValue: undefined });
  const offersOf = (caller: Caller) => caller.offers.map(({ agent }) => agent);

  it('asks for no more calls before it hands back what it has, so that none of that comes back', async () => {
    await using simulator = await RelaySimulator.listen(account);
    const { client } = await worker(simulator, 'leaving');
    const offered = firstValueFrom(client.calls$.pipe(take(2), toArray()));
    simulator.call();
    simulator.call();
    await offered;
    await drained(client);
    const asked = simulator.received().map(({ method }) => method);
    expect(asked.filter((method) => /pass|unreceive/.test(method))).toEqual([
      'signalwire.unreceive',
      'calling.pass',
      'calling.pass',
    ]);
  });

  it('takes none of the calls that RELAY deals before it hears of the drain, and loses none', async () => {
    await using simulator = await RelaySimulator.listen(account);
    const leaving = await worker(simulator, 'leaving');
    const staying = await worker(simulator, 'staying');
    // From here on what it is dealt has not arrived, and what it sends has not been heard.
    const { protocol } = simulator.sessions.find(({ agent }) => agent === 'leaving')!;
    const stalled = simulator.faults.stall({ protocol });
    const dealt = firstValueFrom(staying.client.calls$.pipe(take(2), toArray()));
    const callers = Array.from({ length: 4 }, () => simulator.call());
    await dealt;
    const end = drained(leaving.client);
    const passedOn = firstValueFrom(staying.client.calls$.pipe(take(2), toArray()));
    stalled.unsubscribe();
    await Promise.all([end, passedOn]);
    expect(callers.map(offersOf)).toEqual([
      ['leaving', 'staying'],
      ['staying'],
      ['leaving', 'staying'],
      ['staying'],
    ]);
    expect([leaving.taken, leaving.errors, staying.errors]).toEqual([[], [], []]);
    staying.client.close();
  });
});
