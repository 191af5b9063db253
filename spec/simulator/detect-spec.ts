import { conversation, pending, phone, stage } from './virtual-app.js';
import type { CallOptions } from '../../lib/simulator/index.js';

const found = (options: CallOptions, detect: object, params: object = {}): unknown[] => {
  const talk = conversation({}, options);
  talk.ask('calling.detect', { control_id: 'd1', detect, ...params });
  talk.clock.advance(60_000);
  expect(pending(talk.clock)).toEqual([]);
  return talk.app
    .told('calling.call.detect')
    .map(([at, said]) => [at, (said['detect'] as { params: { event: string } }).params.event]);
};

const MACHINE = { type: 'machine', params: {} };
const GREETING = 'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen';

describe('calling.detect of a machine', () => {
  it('finds a human', () => {
    expect(found({}, MACHINE)).toEqual([
      [1000, 'HUMAN'],
      [1000, 'finished'],
    ]);
  });

  it('finds a machine, and is over at once when it need not wait for the beep', () => {
    const detect = { type: 'machine', params: { detect_message_end: false } };
    expect(found({ answeredBy: 'machine' }, detect)).toEqual([
      [1000, 'MACHINE'],
      [1000, 'finished'],
    ]);
  });

  it.each([{}, { detect_message_end: true }])('waits for the end of the greeting with %j', (params) => {
    const detect = { type: 'machine', params };
    expect(found({ answeredBy: 'machine', greeting: GREETING }, detect)).toEqual([
      [1000, 'MACHINE'],
      [1500, 'READY'],
      [1500, 'finished'],
    ]);
    expect(found({ answeredBy: 'machine', greeting: 'hello' }, detect)[1]).toEqual([1000, 'READY']);
  });

  it.each(['unknown', 'fax'] as const)('does not know what %s is when the time is up', (answeredBy) => {
    expect(found({ answeredBy }, MACHINE, { timeout: 5 })).toEqual([
      [5000, 'UNKNOWN'],
      [5000, 'finished'],
    ]);
  });

  it('is finished at once when it is stopped', () => {
    const talk = conversation();
    talk.ask('calling.detect', { control_id: 'd1', detect: MACHINE });
    talk.ask('calling.detect.stop', { control_id: 'd1' });
    expect(talk.app.told('calling.call.detect')).toEqual([
      [0, { detect: { type: 'machine', params: { event: 'finished' } } }],
    ]);
  });

  it('finds the machine that answers a number which the app calls', () => {
    const { app: open, engine, clock } = stage();
    const app = open();
    engine.callee({ to: '+1', answer: 'machine' });
    app.request('calling.dial', { tag: 't1', devices: [[phone('+1')]] });
    clock.advance(1000);
    const { call_id, node_id } = app.eventsOf('calling.call.state')[0]!;
    app.request('calling.detect', { call_id, node_id, control_id: 'd1', detect: MACHINE });
    clock.advance(1000);
    expect(app.eventsOf('calling.call.detect')[0]).toMatchObject({
      detect: { params: { event: 'MACHINE' } },
    });
  });
});

describe('calling.detect of a fax', () => {
  it('finds the tone of a fax that calls', () => {
    expect(found({ answeredBy: 'fax' }, { type: 'fax' })).toEqual([
      [1000, 'CNG'],
      [1000, 'finished'],
    ]);
  });

  it('finds nothing when there is no fax, or the other tone is looked for', () => {
    const nothing = [[30_000, 'finished']];
    expect(found({}, { type: 'fax' })).toEqual(nothing);
    expect(found({ answeredBy: 'fax' }, { type: 'fax', params: { tone: 'CED' } })).toEqual(nothing);
  });
});

describe('calling.detect of digits', () => {
  it('finds the keys that it looks for, one after the other, until the time is up', () => {
    const script = [{ wait: 500 }, { press: '193', gap: 100 }];
    expect(found({ script }, { type: 'digit', params: { digits: '123' } }, { timeout: 2 })).toEqual([
      [500, '1'],
      [700, '3'],
      [2000, 'finished'],
    ]);
  });
});

it.each([
  [{}, 'detect is missing: it is an object {type, params}'],
  [{ detect: { type: 'cat' } }, 'detect.type is one of machine, fax, digit, not "cat"'],
  [{ detect: { type: 'fax', params: { tone: 'C' } } }, 'detect.params.tone is one of CED, CNG, not "C"'],
])('calling.detect is refused with 400 for %j', (params, message) => {
  expect(conversation().ask('calling.detect', { control_id: 'd1', ...params })).toMatchObject({
    code: '400',
    message,
  });
});
