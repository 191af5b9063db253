import { map, merge, repeat, timer } from 'rxjs';
import {
  RelayConnectionError,
  RelayError,
  RelaySessionLostError,
  type MessageAction,
  type RelayClient,
} from 'relay-rx';
import { command, messageReceived, messageState, refusal, success } from 'relay-rx/testing';
import { held, run } from '../support/marbles.js';

const numbers = { toNumber: '+15550100', fromNumber: '+15550101' };
const sms = (client: RelayClient): MessageAction => client.sendMessage({ ...numbers, body: 'Hello.' });
const state = (to: Parameters<typeof messageState>[0], id = 'm-1') => messageState(to, id);
const events = {
  q: state('queued'),
  s: state('sent'),
  d: state('delivered'),
  u: state('undelivered'),
  f: state('failed'),
  o: state('delivered', 'm-2'),
};
const a = success({ message_id: 'm-1' });
const states = map(({ messageState }: { messageState: string }) => messageState);
const names = { q: 'queued', s: 'sent', d: 'delivered', u: 'undelivered', f: 'failed' };

describe('sendMessage', () => {
  it('sends the message when it is subscribed to', () => {
    run(({ client, relay, expectObservable, expectCommands }) => {
      relay.answers('messaging.send', 'a', { a });
      const message = client.sendMessage({
        ...numbers,
        body: 'Hello.',
        media: ['https://example.test/a.png'],
        tags: ['x'],
        region: 'us',
      });
      expectObservable(message).toBe('-');
      expectCommands().toBe('m', {
        m: command('messaging.send', {
          context: 'session-1',
          to_number: '+15550100',
          from_number: '+15550101',
          body: 'Hello.',
          media: ['https://example.test/a.png'],
          tags: ['x'],
          region: 'us',
        }),
      });
    });
  });

  it('asks for its states in the context that it is given, or in that of the session it is sent in', () => {
    run(({ client, relay, expectObservable, expectCommands }) => {
      relay.connection('d--n');
      relay.answers('messaging.send', 'a', { a });
      const wire = { to_number: '+15550100', from_number: '+15550101', body: 'Hello.' };
      const office = client.sendMessage({ ...numbers, body: 'Hello.', context: 'office' });
      for (const message of [sms(client), office]) expectObservable(message, '-^').toBe('-');
      expectCommands().toBe('---(mn)', {
        m: command('messaging.send', { context: 'session-2', ...wire }),
        n: command('messaging.send', { context: 'office', ...wire }),
      });
    });
  });

  it.each(['d', 'u', 'f'])('emits its states, and completes on the last (%s)', (last) => {
    run(({ client, relay, expectObservable }) => {
      relay.answers('messaging.send', 'a', { a });
      relay.events(`-qos${last}`, events);
      expectObservable(sms(client).pipe(states)).toBe(`-q-s(${last}|)`, names);
    });
  });

  it('holds the events that overtake the answer which names their message', () => {
    run(({ client, call, relay, expectObservable }) => {
      relay.answers('messaging.send', '-----a', { a });
      relay.events('-oqsd', events);
      expectObservable(sms(client).pipe(states)).toBe('-----(qsd|)', names);
      expectObservable(timer(7).pipe(map(() => held(call)))).toBe('-------(h|)', {
        h: expect.objectContaining({ messages: 0, held: 0 }) as unknown,
      });
    });
  });

  it('is one message for all subscribers, and another one after the end', () => {
    run(({ client, relay, expectObservable, expectCommands }) => {
      const message = sms(client);
      relay.answers('messaging.send', 'a', { a });
      relay.events('-q-d--d', events);
      expectObservable(message.pipe(states)).toBe('-q-(d|)', names);
      expectObservable(message.pipe(states), '--^').toBe('---(d|)', names);
      expectObservable(message.pipe(states), '-----^').toBe('------(d|)', names);
      expectCommands().toBe('m----m', { m: command('messaging.send') });
    });
  });

  it('knows how it is going', () => {
    run(({ client, relay, expectObservable }) => {
      const message = sms(client);
      relay.answers('messaging.send', 'a', { a });
      relay.events('--d', events);
      const read = map(() => [
        message.messageId,
        message.isDone,
        message.completed,
        message.result?.messageState,
      ]);
      expect([message.messageId, message.isDone, message.completed]).toEqual([undefined, false, false]);
      message.subscribe();
      expectObservable(merge(timer(1), timer(3)).pipe(read)).toBe('-a-(b|)', {
        a: ['m-1', false, false, undefined],
        b: ['m-1', true, true, 'delivered'],
      });
    });
  });

  it('is done, without a result, when it is refused or nobody listens any more', () => {
    run(({ client, relay, expectObservable }) => {
      relay.answers('messaging.send', 'r', { r: refusal('400') });
      const refused = sms(client);
      refused.subscribe({ error: () => undefined });
      relay.answers('messaging.send', 'a', { a });
      const left = sms(client);
      left.subscribe().unsubscribe();
      const read = map(() => [refused, left].map(({ isDone, completed }) => [isDone, completed]));
      expectObservable(timer(1).pipe(read)).toBe('-(x|)', {
        x: [
          [true, false],
          [true, false],
        ],
      });
    });
  });

  it('is taken back when it is left before it could be sent', () => {
    run(({ client, relay, expectObservable, expectCommands }) => {
      relay.connection('d---u');
      expectObservable(sms(client), '-^-!').toBe('----');
      expectCommands().toBe('');
    });
  });

  it('holds nothing of other messages once it knows its own', () => {
    run(({ client, call, relay, expectObservable }) => {
      relay.answers('messaging.send', 'a', { a });
      relay.events('-o-', events);
      expectObservable(sms(client), '^---!').toBe('-----');
      expectObservable(timer(2).pipe(map(() => held(call).held))).toBe('--(n|)', { n: 0 });
    });
  });

  it('may be waited for, and gives its last state whatever that is', async () => {
    const waited = run(({ client, relay }) => {
      relay.answers('messaging.send', 'a', { a });
      relay.events('--u', events);
      return sms(client).wait({ timeout: 10 });
    });
    await expect(waited).resolves.toMatchObject({ messageState: 'undelivered' });
  });

  it('rejects when it is refused, and when it is not over in time', async () => {
    const refused = run(({ client, relay }) => {
      relay.answers('messaging.send', 'r', { r: refusal('400', 'no') });
      return sms(client).wait();
    });
    await expect(refused).rejects.toBeInstanceOf(RelayError);
    const late = run(({ client, relay }) => {
      relay.answers('messaging.send', 'a', { a });
      return sms(client).wait({ timeout: 5 });
    });
    await expect(late).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('errors with the refusal, the lost session, the lost connection; completes when the client is closed', () => {
    run(({ client, relay, expectObservable }) => {
      relay.answers('messaging.send', '-r', { r: refusal('400', 'no') });
      expectObservable(sms(client)).toBe('-#', {}, new RelayError('400', 'no', 'messaging.send'));
    });
    for (const [connection, marbles, error] of [
      ['-d-n', '---#', new RelaySessionLostError()],
      ['-d-x', '---#', expect.any(RelayConnectionError)],
    ] as const) {
      run(({ client, call, relay, expectObservable }) => {
        relay.answers('messaging.send', 'a', { a });
        relay.connection(connection);
        expectObservable(sms(client)).toBe(marbles, {}, error);
        expectObservable(timer(5).pipe(map(() => held(call).messages))).toBe('-----(n|)', { n: 0 });
      });
    }
    run(({ client, relay, expectObservable }) => {
      relay.answers('messaging.send', 'a', { a });
      expectObservable(sms(client)).toBe('--|');
      timer(2).subscribe(() => client.close());
    });
  });

  it('goes on over a drop', () => {
    run(({ client, relay, expectObservable }) => {
      relay.answers('messaging.send', 'a', { a });
      relay.connection('-d-u');
      relay.events('----d', events);
      expectObservable(sms(client).pipe(states)).toBe('----(d|)', names);
    });
  });

  it('is on its way again, and not done, when it is sent again from within its end', () => {
    run(({ client, relay, expectObservable }) => {
      const message = sms(client);
      relay.answers('messaging.send', 'a', { a });
      relay.events('-d', events);
      message.subscribe({ complete: () => void message.subscribe() });
      expectObservable(timer(2).pipe(map(() => [message.isDone, message.result]))).toBe('--(x|)', {
        x: [false, undefined],
      });
    });
  });

  it('may be sent again from within its last state', () => {
    run(({ client, relay, expectObservable, expectCommands }) => {
      relay.answers('messaging.send', 'a', { a });
      relay.events('-d-d', events);
      expectObservable(sms(client).pipe(repeat(2), states)).toBe('-d-(d|)', names);
      expectCommands().toBe('mm', { m: command('messaging.send') });
    });
  });

  it.each([[{ ...numbers }], [{ body: 'x' }], [{ ...numbers, media: ['no url'] }]])('refuses %j', (wrong) => {
    run(({ client, expectCommands }) => {
      expect(() => client.sendMessage(wrong as typeof numbers)).toThrow(/sendMessage/);
      expectCommands().toBe('');
    });
  });
});

describe('messages$', () => {
  it('gives inbound messages', () => {
    run(({ client, relay, expectObservable }) => {
      relay.events('-m', { m: messageReceived({ messageId: 'm-9', body: 'hello', segments: 1 }) });
      expectObservable(client.messages$).toBe('-m', {
        m: expect.objectContaining({
          messageId: 'm-9',
          fromNumber: '+15550100',
          toNumber: '+15550101',
          body: 'hello',
          state: 'received',
          segments: 1,
        }) as never,
      });
    });
  });
});
