import { conversation, pending, VirtualApp } from './virtual-app.js';
import type { Conversation } from './virtual-app.js';

const STARTS: readonly [kind: string, method: string, params: object][] = [
  ['record', 'calling.record', { record: { audio: { initial_timeout: 0 } } }],
  ['transcribe', 'calling.transcribe', {}],
  ['fax', 'calling.send_fax', { document: 'https://example.test/f.pdf' }],
  ['fax', 'calling.receive_fax', {}],
  ['pay', 'calling.pay', { payment_connector_url: 'https://example.test' }],
];

/** The moments of what ends: the operation, by its last event, and the call. */
const ends = ({ app }: Conversation, kind: string): unknown[] =>
  app.events
    .filter(({ type, params }) => type === `calling.call.${kind}` || params['call_state'] === 'ended')
    .slice(-2)
    .map(({ at, type }) => [at, type]);

describe.each(STARTS)('the result of a %s (%s), when its call ends', (kind, method, params) => {
  it('comes before the end of the call', () => {
    const talk = conversation();
    talk.ask(method, { control_id: 'x1', ...params });
    talk.clock.advance(500);
    talk.caller.hangUp();
    expect(ends(talk, kind)).toEqual([
      [500, `calling.call.${kind}`],
      [500, 'calling.call.state'],
    ]);
    expect(pending(talk.clock)).toEqual([]);
  });

  it('comes so long after it with lateResults', () => {
    const talk = conversation({ lateResults: 2000 });
    talk.ask(method, { control_id: 'x1', ...params });
    talk.clock.advance(500);
    talk.caller.hangUp();
    talk.clock.advance(5000);
    expect(ends(talk, kind)).toEqual([
      [500, 'calling.call.state'],
      [2500, `calling.call.${kind}`],
    ]);
    expect(talk.app.events.at(-1)?.params).toMatchObject({
      control_id: 'x1',
      call_id: talk.caller.callId,
    });
    expect(pending(talk.clock)).toEqual([]);
  });
});

describe('a late result', () => {
  const recording = (): Conversation => {
    const talk = conversation({ lateResults: 2000, sessionTimeout: 1000 });
    talk.ask('calling.record', { control_id: 'r1', record: { audio: { initial_timeout: 0 } } });
    talk.clock.advance(500);
    talk.caller.hangUp();
    return talk;
  };

  it('says how long the recording was at the end of the call', () => {
    const talk = recording();
    talk.clock.advance(2000);
    expect(talk.app.eventsOf('calling.call.record').at(-1)).toMatchObject({
      state: 'finished',
      duration: 0.5,
    });
  });

  it('waits for a session whose connection is away', () => {
    const { app, clock, engine } = recording();
    const { protocol } = engine.sessions[0]!;
    app.leave();
    clock.advance(900);
    const back = new VirtualApp(engine, clock);
    back.connect({ protocol, authorization_state: app.authorizationState });
    clock.advance(1100);
    expect(back.eventsOf('calling.call.record')).toMatchObject([{ state: 'finished' }]);
  });

  it('is dropped with a session that is lost', () => {
    const { app, clock } = recording();
    app.leave();
    clock.advance(1000);
    expect(pending(clock)).toEqual([]);
  });

  it('is dropped when the simulator is closed', () => {
    const { engine, clock } = recording();
    engine.close();
    expect(pending(clock)).toEqual([]);
  });

  it('is not waited for by a call without operations', () => {
    const { caller, clock } = conversation({ lateResults: 2000 });
    caller.hangUp();
    expect(pending(clock)).toEqual([]);
  });

  it('cannot be a negative time', () => {
    expect(() => conversation({ lateResults: -1 })).toThrow(/lateResults is a number of at least 0, not -1/);
  });
});
