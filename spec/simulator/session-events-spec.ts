import { another, conversation, phone, stage, VirtualApp } from './virtual-app.js';
import type { Stage } from './virtual-app.js';
import type { SessionEvent, SimulatedSession } from '../../lib/simulator/index.js';

/** An app that calls itself by a name. */
const worker = ({ engine, clock }: Stage, agent: string, contexts = ['default']): VirtualApp => {
  const app = new VirtualApp(engine, clock);
  app.connect({ agent, contexts });
  return app;
};

const nameOf = (session: SimulatedSession | undefined): string | undefined => session?.agent;

/** What is told of the sessions, in short. */
const watch = ({ engine }: Pick<Stage, 'engine'>): unknown[] => {
  const told: unknown[] = [];
  engine.sessionEvents$.subscribe((event: SessionEvent) => {
    const { kind, session } = event;
    if (kind !== 'lost') told.push([kind, session.agent]);
    else told.push([kind, session.agent, event.reason, event.ended.length, event.unanswered.length]);
  });
  return told;
};

const resume = ({ engine, clock }: Pick<Stage, 'engine' | 'clock'>, app: VirtualApp): VirtualApp => {
  const { protocol } = app.frames.find(({ result }) => result?.['protocol'] !== undefined)?.result ?? {};
  const back = new VirtualApp(engine, clock);
  back.connect({
    protocol,
    authorization_state: app.authorizationState,
    agent: 'again',
    contexts: ['default'],
  });
  return back;
};

const answer = (app: VirtualApp, callId: string): unknown =>
  app.request('calling.answer', { node_id: 'id-1', call_id: callId })?.result?.['code'];

describe('a session, to whoever watches', () => {
  it('has the name and the contexts of its latest connect, and shows how it stands', () => {
    const setting = stage();
    const app = worker(setting, 'worker-1', ['sales']);
    const [session] = setting.engine.sessions;
    expect(session).toMatchObject({ agent: 'worker-1', contexts: ['sales'], state: 'connected' });
    expect(session?.protocol).toBe(app.frames[0]?.result?.['protocol']);
    app.leave();
    expect(session?.state).toBe('away');
    resume(setting, app);
    expect(session).toMatchObject({ agent: 'again', contexts: ['default'], state: 'connected' });
    expect(setting.engine.sessions).toEqual([session]);
    setting.engine.faults.restart();
    expect(session?.state).toBe('lost');
  });

  it('has no name when its client does not give one', () => {
    const { app, engine, clock } = stage();
    app().leave();
    new VirtualApp(engine, clock).connect({ agent: undefined });
    expect(engine.sessions.map(nameOf)).toEqual(['spec', undefined]);
  });

  it('is opened, away and resumed, and lost with its calls when it stays away', () => {
    const talk = conversation({ sessionTimeout: 5000 });
    const told = watch(talk);
    talk.app.leave();
    const back = resume(talk, talk.app);
    back.leave();
    talk.clock.advance(4999);
    expect(told).toEqual([
      ['away', 'spec'],
      ['resumed', 'again'],
      ['away', 'again'],
    ]);
    talk.clock.advance(1);
    expect(told.at(-1)).toEqual(['lost', 'again', 'timeout', 1, 0]);
    expect([talk.caller.endReason, talk.caller.lostWith?.agent]).toEqual(['error', 'again']);
  });

  it('is told to be opened before it is dealt a call', () => {
    const setting = stage();
    const told = watch(setting);
    const caller = setting.engine.call();
    caller.servedBy$.subscribe((session) => told.push(session?.agent));
    worker(setting, 'worker-1');
    setting.clock.advance(0);
    expect(told).toEqual([undefined, ['opened', 'worker-1'], 'worker-1']);
  });

  it('is resumed, and never away, when a newer connection takes it over', () => {
    const talk = conversation();
    const told = watch(talk);
    resume(talk, talk.app);
    expect(told).toEqual([['resumed', 'again']]);
  });

  it.each([
    ['the service restarts', ({ engine }: Stage) => engine.faults.restart()],
    ['it is told to forget it', ({ engine }: Stage) => engine.faults.disconnect({ restart: true })],
  ])('is lost by a restart when %s', (_, act) => {
    const setting = stage();
    worker(setting, 'worker-1');
    const told = watch(setting);
    act(setting);
    expect(told).toEqual([
      ['away', 'worker-1'],
      ['lost', 'worker-1', 'restart', 0, 0],
    ]);
  });

  it('is not told of any more when the simulator is closed', () => {
    const setting = stage();
    worker(setting, 'worker-1');
    const told = watch(setting);
    let completed = false;
    setting.engine.sessionEvents$.subscribe({ complete: () => (completed = true) });
    setting.engine.close();
    expect(completed).toBe(true);
    expect(told).toEqual([['away', 'worker-1']]);
    expect(setting.engine.sessions).toEqual([]);
  });
});

describe('a loss', () => {
  it('names the calls that it ended and those that ring on, and touches no others', () => {
    const setting = stage({ sessionTimeout: 5000 });
    const { engine, clock } = setting;
    const first = worker(setting, 'worker-1');
    const answered = engine.call();
    clock.advance(0);
    answer(first, answered.callId);
    const ringing = engine.call();
    clock.advance(0);
    const second = worker(setting, 'worker-2');
    const others = engine.call();
    clock.advance(0);
    answer(second, others.callId);
    const losses: SessionEvent[] = [];
    engine.sessionEvents$.subscribe((event) => losses.push(event));

    first.leave();
    clock.advance(5000);

    expect(losses.at(-1)).toMatchObject({ kind: 'lost', ended: [answered], unanswered: [ringing] });
    expect([answered, ringing, others].map(({ state }) => state)).toEqual(['ended', 'ringing', 'answered']);
    expect([answered, ringing, others].map((caller) => nameOf(caller.servedBy))).toEqual([
      'worker-1',
      'worker-2',
      'worker-2',
    ]);
    expect(ringing.offers.map(nameOf)).toEqual(['worker-1', 'worker-2']);
    expect([answered, ringing, others].map((caller) => nameOf(caller.lostWith))).toEqual([
      'worker-1',
      undefined,
      undefined,
    ]);
  });

  it('is not what a call ended with that had ended before, whatever the reason was', () => {
    const talk = conversation({ sessionTimeout: 5000 });
    const told = watch(talk);
    talk.ask('calling.end', { reason: 'error' });
    talk.app.leave();
    talk.clock.advance(5000);
    expect(told.at(-1)).toEqual(['lost', 'spec', 'timeout', 0, 0]);
    expect([talk.caller.endReason, talk.caller.lostWith]).toEqual(['error', undefined]);
  });

  it('takes the phones that ring for a dial along, and calls nobody else', () => {
    const setting = stage({ sessionTimeout: 5000 });
    const { engine, clock } = setting;
    engine.callee({ answer: 'noAnswer' });
    const app = worker(setting, 'worker-1');
    const told = watch(setting);
    const called: string[] = [];
    engine.dialled$.subscribe(({ to }) => called.push(to));
    app.request('calling.dial', { tag: 't', devices: [[phone('+15550111')], [phone('+15550112')]] });
    clock.advance(0);
    const [callee] = engine.calls;
    app.leave();
    clock.advance(60_000);
    expect(told.at(-1)).toEqual(['lost', 'worker-1', 'timeout', 1, 0]);
    expect([callee?.endReason, callee?.lostWith?.agent]).toEqual(['error', 'worker-1']);
    expect([called, engine.calls]).toEqual([['+15550111'], []]);
  });

  it('takes both sides of a connection along', () => {
    const talk = conversation({ sessionTimeout: 5000 });
    const { engine, clock, ask, app, caller } = talk;
    engine.callee({ after: 0 });
    ask('calling.connect', { devices: [[phone('+15550111')]] });
    clock.advance(10);
    const [, callee] = engine.calls;
    expect(callee?.state).toBe('answered');
    const bystander = another({ ...talk, app: new VirtualApp(engine, clock) });
    app.leave();
    clock.advance(5000);
    expect([caller, callee].map((party) => [party?.endReason, party?.lostWith?.agent])).toEqual([
      ['error', 'spec'],
      ['error', 'spec'],
    ]);
    expect(bystander.caller.state).toBe('ringing');
  });
});

describe('servedBy$', () => {
  it('is undefined while nobody has the call, and names whoever is offered it next', () => {
    const setting = stage();
    const { engine, clock } = setting;
    const caller = engine.call();
    const served: unknown[] = [];
    caller.servedBy$.subscribe({
      next: (session) => served.push(session?.agent),
      complete: () => served.push('over'),
    });
    const first = worker(setting, 'worker-1');
    clock.advance(0);
    first.request('calling.pass', { node_id: 'id-1', call_id: caller.callId });
    clock.advance(1000);
    const second = worker(setting, 'worker-2');
    clock.advance(0);
    answer(second, caller.callId);
    caller.hangUp();
    expect(served).toEqual([undefined, 'worker-1', undefined, 'worker-2', 'over']);
    expect([caller.servedBy?.agent, caller.offers.map(nameOf)]).toEqual([
      'worker-2',
      ['worker-1', 'worker-2'],
    ]);
  });

  it('ends with nobody when the caller gives up before anybody is offered the call', () => {
    const { engine } = stage();
    const caller = engine.call();
    caller.hangUp();
    expect([caller.servedBy, caller.offers, caller.lostWith]).toEqual([undefined, [], undefined]);
  });
});
