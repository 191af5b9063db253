import { Observable, Subject, firstValueFrom, from, of, throwError } from 'rxjs';
import { RelayClient, type Call } from 'relay-rx';
import { RelaySimulator } from 'relay-rx/simulator';
import { AsyncEvents } from '../../lib/actions/async-events.js';

const read = async <T>(events: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const event of events) all.push(event);
  return all;
};

describe('the events of a stream for `for await`', () => {
  it('subscribe at the first step, once', async () => {
    let subscriptions = 0;
    const events = new AsyncEvents(
      new Observable<number>((subscriber) => {
        subscriptions += 1;
        subscriber.next(1);
        subscriber.complete();
      }),
    );
    expect(subscriptions).toBe(0);
    expect(await read(events)).toEqual([1]);
    expect(await events.next()).toEqual({ done: true, value: undefined });
    expect(subscriptions).toBe(1);
  });

  it('end when the stream completes, with what was not read before', async () => {
    expect(await read(new AsyncEvents(of(1, 2, 3)))).toEqual([1, 2, 3]);
  });

  it('throw what the stream fails with, after what was not read before, and are over then', async () => {
    const subject = new Subject<number>();
    const events = new AsyncEvents(subject);
    const first = events.next();
    subject.next(1);
    subject.next(2);
    subject.error(new Error('oh'));
    expect(await first).toEqual({ done: false, value: 1 });
    expect(await events.next()).toEqual({ done: false, value: 2 });
    await expect(events.next()).rejects.toThrow('oh');
    expect(await events.next()).toEqual({ done: true, value: undefined });
  });

  it('throw the error of a stream that fails at once', async () => {
    await expect(read(new AsyncEvents(throwError(() => new Error('oh'))))).rejects.toThrow('oh');
  });

  it('answer several readers in their order', async () => {
    const subject = new Subject<number>();
    const events = new AsyncEvents(subject);
    const readers = [events.next(), events.next(), events.next()];
    subject.next(1);
    subject.next(2);
    subject.complete();
    expect(await Promise.all(readers)).toEqual([
      { done: false, value: 1 },
      { done: false, value: 2 },
      { done: true, value: undefined },
    ]);
  });

  it.each(['break', 'throw'])('unsubscribe at a %s', async (how) => {
    const subject = new Subject<number>();
    const left = (async () => {
      for await (const event of new AsyncEvents(subject)) {
        if (how === 'throw') throw new Error(`left at ${event}`);
        break;
      }
    })();
    expect(subject.observed).toBe(true);
    subject.next(1);
    if (how === 'throw') await expect(left).rejects.toThrow('left at 1');
    else await left;
    expect(subject.observed).toBe(false);
  });

  it('never subscribe when they are left before the first step', async () => {
    const subject = new Subject<number>();
    const events = new AsyncEvents(subject);
    await events.return();
    expect(await events.next()).toEqual({ done: true, value: undefined });
    expect(subject.observed).toBe(false);
  });
});

describe('for await on calls and actions', () => {
  const credentials = { project: 'project', token: 'token' };
  let simulator: RelaySimulator;
  let client: RelayClient;

  beforeAll(async () => {
    simulator = await RelaySimulator.listen({ port: 0, ...credentials });
    client = new RelayClient({ ...credentials, host: simulator.host, scheme: 'ws', contexts: ['default'] });
  });
  afterAll(async () => {
    client.close();
    await simulator.close();
  });

  const received = async (): Promise<{ call: Call; hangUp: () => void }> => {
    const call$ = firstValueFrom(client.calls$);
    const caller = simulator.call({ context: 'default' });
    const call = await call$;
    await firstValueFrom(call.answer());
    return { call, hangUp: () => caller.hangUp() };
  };

  it('reads an action to its terminal event', async () => {
    const { call, hangUp } = await received();
    const states: string[] = [];
    for await (const { state } of call.playSilence({ duration: 0.05 })) states.push(state);
    expect(states).toEqual(['playing', 'finished']);
    hangUp();
  });

  it('stops an action whose loop is left, and ends with the call', async () => {
    const { call, hangUp } = await received();
    const before = simulator.received('calling.play.stop').length;
    for await (const { state } of call.playSilence({ duration: 60 })) if (state === 'playing') break;
    // Requests arrive in order: once this is answered, the stop has been received.
    await firstValueFrom(call.denoise());
    expect(simulator.received('calling.play.stop')).toHaveLength(before + 1);
    const ended: string[] = [];
    const reading = (async () => {
      for await (const event of call) ended.push(event.type);
    })();
    hangUp();
    await reading;
    expect(ended).toContain('calling.call.state');
  });

  it('leaves `from(action)` the action itself', async () => {
    const { call, hangUp } = await received();
    const action = call.playSilence({ duration: 1 });
    expect(from(action)).toBe(action);
    hangUp();
  });
});
