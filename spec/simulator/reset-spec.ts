import { Clock, conversation, stage, tts, type VirtualApp } from './virtual-app.js';

/** How the one call is addressed. */
const addressOf = (app: VirtualApp): Record<string, unknown> => {
  const { call_id, node_id } = app.eventsOf('calling.call.receive')[0] ?? {};
  return { call_id, node_id };
};

describe('reset', () => {
  it('ends every call as if its caller hung up, and keeps the clients', () => {
    const { app, engine, caller, clock } = conversation();
    const ringing = engine.call({ context: 'nobody' });
    engine.reset();
    clock.advance(0);
    expect([caller.state, caller.endReason]).toEqual(['ended', 'hangup']);
    expect([ringing.state, ringing.endReason]).toEqual(['ended', 'cancel']);
    expect(app.closeCode).toBeUndefined();
    expect(engine.calls).toEqual([]);
  });

  it('forgets faults to come, and lets stalled connections go on', () => {
    const { app, engine } = conversation();
    engine.faults.refuse('*', 500);
    engine.faults.ignore('*');
    engine.faults.repeat(3);
    engine.faults.stall();
    engine.reset();
    expect(
      app.request('calling.play', { ...addressOf(app), control_id: 'p', play: [tts('x')] }),
    ).toMatchObject({
      result: { code: '410' },
    });
  });

  it('forgets callees, recipients and messages that nobody received', () => {
    const { engine, app, clock } = stage();
    const one = app();
    engine.callee({ answer: 'busy' });
    engine.recipient({ delivery: 'failed' });
    engine.message({ context: 'later', body: 'old' });
    engine.reset();
    const late = app(['later']);
    one.request('messaging.send', {
      context: 'default',
      from_number: '+15550101',
      to_number: '+15550102',
      body: 'x',
    });
    const device = { type: 'phone', params: { from_number: '+15550101', to_number: '+15550102' } };
    one.request('calling.dial', { tag: 'd', devices: [[device]] });
    clock.advance(3000);
    expect(late.eventsOf('messaging.receive')).toEqual([]);
    expect(one.eventsOf('messaging.state').at(-1)).toMatchObject({ message_state: 'delivered' });
    expect(one.eventsOf('calling.call.dial').at(-1)).toMatchObject({ dial_state: 'answered' });
  });
});

describe('a fault of any method', () => {
  it('refuses the next request, whatever it is, and leaves the connection its own', () => {
    const { app, engine } = conversation();
    engine.faults.refuse('*', 503, 'busy');
    expect(app.request('signalwire.ping')).not.toMatchObject({ result: { code: '503' } });
    expect(app.request('calling.hold', addressOf(app))).toMatchObject({
      result: { code: '503', message: 'busy' },
    });
    expect(app.request('calling.hold', addressOf(app))).toMatchObject({
      result: { code: '200' },
    });
  });
});

describe('connectionScheduler', () => {
  it('keeps pings and session timeouts apart from the time of calls', () => {
    const wall = new Clock();
    const { engine, app, clock } = stage({
      connectionScheduler: wall,
      pingInterval: 1000,
      sessionTimeout: 5000,
    });
    const one = app();
    clock.advance(60_000);
    expect(one.frames.filter(({ method }) => method === 'signalwire.ping')).toEqual([]);
    wall.advance(1000);
    expect(one.frames.filter(({ method }) => method === 'signalwire.ping')).toHaveLength(1);
    one.leave();
    clock.advance(60_000);
    expect(engine.sessions).toHaveLength(1);
    wall.advance(5000);
    expect(engine.sessions).toEqual([]);
  });
});
