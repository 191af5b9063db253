import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

import { filter, firstValueFrom, lastValueFrom, take, toArray } from 'rxjs';

import { RelaySimulator } from '../../lib/simulator/index.js';

/** What the app reports: what it was about, and what came of it. */
interface Report {
  readonly what: string;
  readonly result: unknown;
}

jest.setTimeout(60_000);

describe('@signalwire/realtime-api, on the simulator', () => {
  let simulator: RelaySimulator;
  let app: ChildProcess;
  const reports: Report[] = [];
  let noted: () => void = () => undefined;

  /** The next report of this kind. */
  const reported = async (what: string): Promise<unknown> => {
    for (;;) {
      const index = reports.findIndex((report) => report.what === what);
      if (index >= 0) return reports.splice(index, 1)[0]?.result;
      await new Promise<void>((resolve) => (noted = resolve));
    }
  };
  const order = (name: string, params: object = {}): Promise<unknown> => {
    app.send({ order: name, ...params });
    return reported(name);
  };

  beforeAll(async () => {
    simulator = await RelaySimulator.listen({
      project: 'p',
      token: 't',
      wordsPerMinute: 3000,
      sessionTimeout: 60_000,
    });
    const env = { ...process.env, HOST: simulator.url, PROJECT: 'p', TOKEN: 't' };
    app = fork('spec/interop/realtime-app.mjs', [], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    app.on('message', (report: Report) => {
      reports.push(report);
      noted();
    });
    await reported('ready');
  });

  afterAll(async () => {
    const gone = once(app, 'exit');
    app.send({ order: 'end' });
    await gone;
    await simulator.close();
  });

  it('connects with version 3, and receives the context', () => {
    expect(simulator.received('signalwire.connect')).toMatchObject([{ params: { version: { major: 3 } } }]);
    expect(simulator.sessions).toMatchObject([{ contexts: ['office'], state: 'connected' }]);
  });

  it('collects digits', async () => {
    const caller = simulator.call({
      context: 'office',
      to: '+15550201',
      script: [{ hear: 'Press one' }, { press: '2' }],
    });
    const heard$ = caller.heard$.pipe(toArray());
    const heard = lastValueFrom(heard$);
    expect(await reported('+15550201')).toBe('2');
    expect(await heard).toMatchObject([{ text: 'Press one or two' }, { text: 'You pressed 2' }]);
    expect(caller.endReason).toBe('hangup');
  });

  it('collects speech', async () => {
    const script = [{ hear: 'department' }, { say: 'sales please', confidence: 91 }];
    simulator.call({ context: 'office', to: '+15550202', script });
    expect(await reported('+15550202')).toEqual({ text: 'sales please', confidence: 91 });
  });

  it('records', async () => {
    simulator.call({
      context: 'office',
      to: '+15550203',
      script: [{ wait: 300 }, { say: 'please call me back' }],
    });
    expect(await reported('+15550203')).toEqual({
      state: 'finished',
      url: expect.stringMatching(/^https:.*\.mp3$/),
    });
  });

  it('dials: answered and busy', async () => {
    const answered = simulator.callee({ to: '+15550301', after: 50 });
    const busy = simulator.callee({ to: '+15550303', answer: 'busy', after: 50 });
    expect(await order('dial', { to: '+15550301' })).toBe('+15550301');
    expect(await order('dial', { to: '+15550303' })).toMatchObject({ failed: { dialState: 'failed' } });
    answered.unsubscribe();
    busy.unsubscribe();
  });

  it('tells an answering machine', async () => {
    const machine = simulator.callee({
      to: '+15550304',
      answer: 'machine',
      after: 50,
      greeting: 'Leave a message',
    });
    expect(await order('machine', { to: '+15550304' })).toBe('machine');
    machine.unsubscribe();
  });

  it('bridges a caller with a phone', async () => {
    const callee = simulator.callee({ to: '+15550302', after: 50 });
    const connected = firstValueFrom(
      simulator.frames$.pipe(
        filter(({ frame }) => JSON.stringify(frame).includes('"connect_state":"connected"')),
        take(1),
      ),
    );
    const caller = simulator.call({ context: 'office', to: '+15550204' });
    await connected;
    caller.hangUp();
    expect(await reported('+15550204')).toEqual({ peer: 'string', state: 'ended' });
    callee.unsubscribe();
  });

  it('sends a message and is told of its delivery, and receives one', async () => {
    simulator.recipient({ to: '+15550305', after: 100 });
    app.send({ order: 'send', to: '+15550305' });
    expect(await reported('message')).toEqual(['queued', 'initiated', 'sent', 'delivered']);
    simulator.message({ context: 'office', from: '+15550306', body: 'Where is my parcel?' });
    expect(await reported('message received')).toEqual({ from: '+15550306', body: 'Where is my parcel?' });
  });

  it('comes back after a drop, and its call goes on', async () => {
    const caller = simulator.call({ context: 'office', to: '+15550201' });
    await firstValueFrom(caller.heard$);
    const [session] = simulator.sessions;
    const resumed = firstValueFrom(simulator.sessionEvents$.pipe(filter(({ kind }) => kind === 'resumed')));
    simulator.faults.drop();
    expect((await resumed).session).toBe(session);
    caller.press('1');
    expect(await reported('+15550201')).toBe('1');
    const [, again] = simulator.received('signalwire.connect');
    expect(again?.params).toMatchObject({ protocol: session?.protocol });
    expect(again?.params).not.toHaveProperty('authorization_state');
  });
});
