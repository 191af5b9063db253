import { another, conversation, pending } from './virtual-app.js';

describe.each([
  [
    'tap',
    'tapping',
    {
      tap: { type: 'audio', params: { direction: 'both' } },
      device: { type: 'ws', params: { uri: 'wss://example.test' } },
    },
  ],
  ['stream', 'streaming', { url: 'wss://example.test', name: 's' }],
])('calling.%s', (kind, state, params) => {
  it('goes on until it is stopped', () => {
    const { ask, app, clock } = conversation();
    expect(ask(`calling.${kind}`, { control_id: 'x1', ...params })['code']).toBe('200');
    clock.advance(60_000);
    expect(ask(`calling.${kind}.stop`, { control_id: 'x1' })['code']).toBe('200');
    expect(app.told(`calling.call.${kind}`)).toEqual([
      [0, { state, ...params }],
      [60_000, { state: 'finished', ...params }],
    ]);
    expect(ask(`calling.${kind}.stop`, { control_id: 'x1' })['code']).toBe('404');
  });
});

it('calling.transcribe says in the end where the text is, and how long it was', () => {
  const { ask, app, clock } = conversation();
  ask('calling.transcribe', { control_id: 'x1' });
  clock.advance(2000);
  ask('calling.transcribe.stop', { control_id: 'x1' });
  expect(app.told('calling.call.transcribe')).toMatchObject([
    [0, { state: 'transcribing' }],
    [2000, { state: 'finished', url: expect.stringMatching(/^https:/), duration: 2, size: 30 }],
  ]);
});

describe('a fax', () => {
  const faxes = (talk: ReturnType<typeof conversation>): unknown[] =>
    talk.app.told('calling.call.fax').map(([at, { fax }]) => [at, fax]);

  it('is sent page by page to a fax', () => {
    const talk = conversation({}, { answeredBy: 'fax', from: '+1', to: '+2' });
    talk.ask('calling.send_fax', { control_id: 'f1', document: 'https://example.test/f.pdf' });
    talk.clock.advance(60_000);
    expect(faxes(talk)).toEqual([
      [3000, { type: 'page', params: { direction: 'send', number: 1 } }],
      [6000, { type: 'page', params: { direction: 'send', number: 2 } }],
      [
        6000,
        {
          type: 'finished',
          params: {
            direction: 'send',
            identity: '+2',
            remote_identity: '+1',
            document: 'https://example.test/f.pdf',
            pages: 2,
            success: true,
            result: '200',
            result_text: 'OK',
          },
        },
      ],
    ]);
  });

  it('is received with a document', () => {
    const talk = conversation({}, { answeredBy: 'fax' });
    talk.ask('calling.receive_fax', { control_id: 'f1' });
    talk.clock.advance(60_000);
    expect(faxes(talk).at(-1)).toMatchObject([
      6000,
      { params: { document: expect.stringMatching(/^https:.*\.pdf$/), direction: 'receive' } },
    ]);
  });

  it('fails when there is nobody but a human', () => {
    const talk = conversation();
    talk.ask('calling.send_fax', { control_id: 'f1', document: 'https://example.test/f.pdf' });
    talk.clock.advance(60_000);
    expect(faxes(talk)).toMatchObject([[10_000, { type: 'error' }]]);
    expect(pending(talk.clock)).toEqual([]);
  });

  it('is finished without success when it is stopped', () => {
    const talk = conversation({}, { answeredBy: 'fax' });
    talk.ask('calling.receive_fax', { control_id: 'f1' });
    talk.clock.advance(4000);
    talk.ask('calling.receive_fax.stop', { control_id: 'f1' });
    talk.clock.advance(60_000);
    expect(faxes(talk).slice(1)).toMatchObject([
      [4000, { type: 'finished', params: { pages: 1, success: false } }],
    ]);
  });
});

describe('calling.ai', () => {
  it('is finished when it is stopped, and can be told things until then', () => {
    const { ask, app } = conversation();
    const tell = (): unknown => ask('calling.ai_message', { message_text: 'hurry', role: 'system' })['code'];
    expect(tell()).toBe('409');
    ask('calling.ai', { control_id: 'a1', prompt: { text: 'You are helpful.' } });
    expect([tell(), ask('calling.ai_hold')['code'], ask('calling.ai_unhold')['code']]).toEqual(
      Array(3).fill('200'),
    );
    ask('calling.ai.stop', { control_id: 'a1' });
    expect(app.told('calling.call.ai')).toEqual([[0, { state: 'finished' }]]);
    expect(tell()).toBe('409');
  });

  it('may be a Bedrock agent, which ends with the call', () => {
    const { ask } = conversation();
    expect(ask('calling.amazon_bedrock', { prompt: { text: 'You are helpful.' } })['code']).toBe('200');
    expect(ask('calling.ai_hold')['code']).toBe('200');
  });
});

it.each([
  ['calling.live_transcribe', { action: 'start' }],
  ['calling.live_translate', { action: { start: { from_lang: 'en-US', to_lang: 'es-ES' } } }],
  ['calling.user_event', { event: { type: 'hello' } }],
])('%s is acknowledged, and can be seen by what was received', (method, params) => {
  const { ask, engine } = conversation();
  expect(ask(method, params)['code']).toBe('200');
  expect(engine.received(method)).toMatchObject([{ params }]);
});

describe('calling.bind_digit', () => {
  const HOLD = { digits: '*1', bind_method: 'calling.hold', realm: 'agent' };

  it('carries the method out each time that the keys are pressed', () => {
    const { ask, app, caller, engine, clock } = conversation();
    expect(ask('calling.bind_digit', HOLD)['code']).toBe('200');
    clock.advance(500);
    caller.press('9*1*');
    caller.press('1');
    expect(app.told('calling.call.hold')).toEqual([
      [500, { state: 'hold' }],
      [500, { state: 'hold' }],
    ]);
    expect(engine.triggers[0]).toEqual({
      at: 500,
      callId: caller.callId,
      digits: '*1',
      realm: 'agent',
      method: 'calling.hold',
      params: {},
      answer: { code: '200', message: 'Held', call_id: caller.callId, node_id: 'id-1' },
    });
  });

  it('does so with the params that were bound, as often as max_triggers says', () => {
    const { ask, caller, engine } = conversation();
    ask('calling.bind_digit', {
      digits: '0',
      bind_method: 'calling.send_digits',
      params: { control_id: 's1', digits: '5' },
      max_triggers: 1,
    });
    const received: string[] = [];
    caller.receivedDigits$.subscribe((key) => received.push(key));
    caller.press('00');
    expect(received).toEqual(['5']);
    expect(engine.triggers).toHaveLength(1);
  });

  it('does so without a limit when max_triggers is 0', () => {
    const { ask, caller, engine } = conversation();
    ask('calling.bind_digit', { digits: '0', bind_method: 'calling.hold', max_triggers: 0 });
    caller.press('00000');
    expect(engine.triggers).toHaveLength(5);
  });

  it('says what was wrong with what was bound', () => {
    const { ask, caller, engine } = conversation();
    ask('calling.bind_digit', { digits: '0', bind_method: 'calling.levitate' });
    ask('calling.bind_digit', { digits: '1', bind_method: 'calling.play' });
    caller.press('01');
    expect(engine.triggers.map(({ answer }) => answer['code'])).toEqual(['404', '400']);
  });

  it('is undone by calling.clear_digit_bindings, of one realm or of all, on that call alone', () => {
    const talk = conversation();
    const other = another(talk);
    for (const { ask } of [talk, other]) {
      ask('calling.bind_digit', HOLD);
      ask('calling.bind_digit', { ...HOLD, digits: '2', realm: '' });
    }
    talk.ask('calling.clear_digit_bindings', { realm: 'agent' });
    talk.caller.press('*12');
    talk.ask('calling.clear_digit_bindings');
    talk.caller.press('2');
    other.caller.press('*1');
    expect(talk.engine.triggers.map(({ callId, digits }) => [callId, digits])).toEqual([
      [talk.caller.callId, '2'],
      [other.caller.callId, '*1'],
    ]);
  });
});
