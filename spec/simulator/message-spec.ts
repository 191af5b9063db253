import { pending, stage } from './virtual-app.js';
import type { VirtualApp } from './virtual-app.js';

const SEND = { context: 'default', from_number: '+1', to_number: '+2', body: 'hello' };

const states = (app: VirtualApp): unknown[] =>
  app.told('messaging.state').map(([at, { message_state, reason }]) => [at, message_state, reason]);

describe('messaging.send', () => {
  it('is answered with an id, by which the states of the message are told', () => {
    const { app: open, clock } = stage();
    const app = open();
    const { code, message_id } = app.request('messaging.send', { ...SEND, tags: ['a'] })?.result ?? {};
    expect([code, message_id]).toEqual(['200', expect.any(String)]);
    clock.advance(10_000);
    expect(states(app)).toEqual([
      [0, 'queued', ''],
      [100, 'initiated', ''],
      [200, 'sent', ''],
      [1000, 'delivered', ''],
    ]);
    expect(app.eventsOf('messaging.state').at(-1)).toEqual({
      message_id,
      direction: 'outbound',
      message_state: 'delivered',
      media: [],
      segments: 1,
      reason: '',
      ...SEND,
      tags: ['a'],
    });
  });

  it.each([
    ['undelivered', ['queued', 'initiated', 'sent', 'undelivered']],
    ['failed', ['queued', 'initiated', 'failed']],
  ] as const)('ends as is said for the number: %s', (delivery, expected) => {
    const { app: open, clock, engine } = stage();
    const app = open();
    engine.recipient({ to: '+2', delivery, reason: 'no such number', after: 500 });
    app.request('messaging.send', SEND);
    clock.advance(10_000);
    expect(app.told('messaging.state').map(([, { message_state }]) => message_state)).toEqual(expected);
    expect(states(app).at(-1)).toEqual([500, delivery, 'no such number']);
  });

  it('is seen by whoever plays the recipient', () => {
    const { app: open, engine } = stage();
    const app = open();
    const sent: unknown[] = [];
    engine.messages$.subscribe((message) => sent.push(message));
    app.request('messaging.send', SEND);
    expect(sent).toMatchObject([{ from: '+1', to: '+2', body: 'hello', media: [] }]);
  });

  it('may be overtaken by the first state of its message', () => {
    const { app: open, engine } = stage();
    const app = open();
    engine.faults.overtake({ method: 'messaging.send' });
    app.request('messaging.send', SEND);
    const [event, answer] = app.frames.slice(-2);
    expect(event?.params).toMatchObject({ event_type: 'messaging.state' });
    expect(answer?.result).toMatchObject({ code: '200' });
  });

  it.each([
    [{ body: undefined }, 'body or media is missing: a message has one'],
    [{ body: undefined, media: [] }, 'body or media is missing: a message has one'],
    [{ to_number: undefined }, 'to_number is missing: it is a string that is not empty'],
  ])('is refused with 400 for %j', (params, message) => {
    expect(
      stage()
        .app()
        .request('messaging.send', { ...SEND, ...params })?.result,
    ).toEqual({
      code: '400',
      message,
    });
  });

  it('may be media alone', () => {
    const { app: open, engine, clock } = stage();
    const app = open();
    const media = ['https://example.test/a.png'];
    expect(app.request('messaging.send', { ...SEND, body: undefined, media })?.result).toMatchObject({
      code: '200',
    });
    engine.message({ media });
    clock.advance(0);
    expect(app.eventsOf('messaging.state')[0]).toMatchObject({ body: '', media, segments: 1 });
    expect(app.eventsOf('messaging.receive')[0]).toMatchObject({ body: '', media });
  });

  it('is forgotten with the session', () => {
    const { app: open, clock, engine } = stage();
    open().request('messaging.send', SEND);
    engine.close();
    expect(pending(clock)).toEqual([]);
  });
});

describe('a message that comes in', () => {
  it('is told to the app as RELAY tells it', () => {
    const { app: open, clock, engine } = stage();
    const app = open(['support']);
    const { messageId } = engine.message({ context: 'support', from: '+2', to: '+1', body: 'a'.repeat(161) });
    clock.advance(0);
    expect(app.eventsOf('messaging.receive')).toEqual([
      {
        message_id: messageId,
        context: 'support',
        direction: 'inbound',
        from_number: '+2',
        to_number: '+1',
        body: 'a'.repeat(161),
        media: [],
        segments: 2,
        message_state: 'received',
        tags: [],
      },
    ]);
  });

  it('goes to one of those who receive its context, in turn with calls, and waits for somebody who does', () => {
    const { app: open, clock, engine } = stage();
    engine.message({ body: 'first' });
    clock.advance(1000);
    const apps = [open(), open()];
    engine.call();
    engine.message({ body: 'second' });
    clock.advance(0);
    expect(apps.map((app) => app.eventsOf('messaging.receive').map(({ body }) => body))).toEqual([
      ['first', 'second'],
      [],
    ]);
  });
});
