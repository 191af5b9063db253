import { RelayConnectionError, digits, tts, type Call, type RelayClient } from 'relay-rx';
import { RecordingError, replay } from 'relay-rx/recording';
import { NEVER, concat, merge, switchMap, tap, timer } from 'rxjs';
import { Written, call as ids } from './written.js';

const prompt = (call: Call) =>
  call.playAndCollect({ media: [tts('Press 1.')], collect: { digits: { max: 1 } } }).pipe(
    digits(),
    switchMap((dest) => call.transfer({ dest })),
  );
const asked = {
  ...ids(),
  play: [{ type: 'tts', params: { text: 'Press 1.' } }],
  collect: { digits: { max: 1 } },
};
const pressed = (at: number, recording: Written, controlId = 'theirs') =>
  recording.tell(at, 'calling.call.collect', {
    ...ids(),
    control_id: controlId,
    result: { type: 'digit', params: { digits: '1', terminator: '' } },
  });

describe('a connection that dropped in a recording', () => {
  it('drops in its replay, is resumed, and brings what came after that', () => {
    const written = new Written()
      .connect(0, 'session')
      .received(20)
      .ask(30, 'calling.play_and_collect', { ...asked, control_id: 'theirs' })
      .close(1000, 1006)
      .connect(3000, 'session', { protocol: 'session' });
    pressed(4000, written)
      .ask(4005, 'calling.transfer', { ...ids(), dest: '1' })
      .ended(4100);

    const { mismatch, sent, errors } = replay(written.recording, prompt);

    expect(mismatch).toBeUndefined();
    expect(sent.map(({ at, method }) => [at, method])).toEqual([
      [20, 'calling.play_and_collect'],
      [4000, 'calling.transfer'],
    ]);
    expect(errors).toEqual([expect.any(RelayConnectionError)]);
  });

  it('holds back what the flow sends meanwhile, as it did then', () => {
    const written = new Written()
      .connect(0, 'session')
      .received(20)
      .close(1000, 1006)
      .connect(3000, 'session', { protocol: 'session' })
      .ask(3015, 'calling.answer', ids())
      .ended(3100);

    const { mismatch, sent } = replay(written.recording, (call) =>
      timer(2000).pipe(switchMap(() => call.answer())),
    );

    expect(mismatch).toBeUndefined();
    expect(sent.map(({ at }) => at)).toEqual([3010]);
  });

  it('is lost in its replay where it was lost then, with the calls of its session', () => {
    const written = new Written()
      .connect(0, 'session')
      .received(20)
      .close(1000, 1006)
      .connect(3000, 'another', { protocol: 'session' })
      .received(3100, 'c-2')
      .ask(3105, 'calling.answer', ids('c-2'))
      .ended(3200, 'c-2');

    const { mismatch, errors } = replay(written.recording, (call) =>
      call.callId === 'c-1' ? merge(call.ended$, NEVER) : call.answer(),
    );

    expect(mismatch).toBeUndefined();
    expect(errors.map(({ name }) => name)).toEqual(['RelayConnectionError']);
  });

  it('connects afresh at once where the resume was refused', () => {
    const written = new Written()
      .connect(0, 'session')
      .close(1000, 1006)
      .connect(2000, undefined, { protocol: 'session' });
    const refusal = { jsonrpc: '2.0', id: 'then-2', error: { code: -32002, message: 'no such session' } };
    written
      .line({ at: 2010, direction: 'received', frame: refusal })
      .close(2011, 1000)
      .connect(2012, 'another')
      .received(2100)
      .ask(2105, 'calling.answer', ids())
      .ended(2200);

    expect(replay(written.recording, (call) => call.answer()).mismatch).toBeUndefined();
  });

  it('comes back by the signal of the time, however long the flow would have waited', () => {
    const written = new Written()
      .connect(0, 'session')
      .close(10, 1006)
      .connect(600_000, 'session', { protocol: 'session' })
      .received(600_100)
      .ask(600_105, 'calling.answer', ids())
      .ended(600_200);

    expect(replay(written.recording, (call) => call.answer()).mismatch).toBeUndefined();
  });

  it('gives up its place to no second one: a replay is of one client', () => {
    const recording = new Written().connect(0, 'session').connect(100, 'another').recording;

    expect(() => replay(recording, () => NEVER)).toThrow(RecordingError);
    expect(() => replay(recording, () => NEVER)).toThrow('connections 1 and 2 at the same time');
  });
});

describe('a replay', () => {
  it('gives the names of the time for those of now: control ids, and the ids of requests', () => {
    const written = new Written().connect(0, 'session').received(20);
    written.ask(30, 'calling.play_and_collect', { ...asked, control_id: 'first' });
    written.tell(50, 'calling.call.collect', { ...ids(), control_id: 'first', result: { type: 'no_input' } });
    written.ask(55, 'calling.play_and_collect', { ...asked, control_id: 'second' });
    pressed(90, written, 'second')
      .ask(95, 'calling.transfer', { ...ids(), dest: '1' })
      .ended(200);

    const { mismatch, sent } = replay(written.recording, (call) =>
      prompt(call).pipe((flow) =>
        concat(
          call.playAndCollect({
            media: [tts('Press 1.')],
            collect: { digits: { max: 1 } },
          }),
          flow,
        ),
      ),
    );

    expect(mismatch).toBeUndefined();
    expect(sent.map(({ params }) => params['control_id'])).not.toContain('first');
  });

  it('finds a command on the wrong operation', () => {
    const written = new Written().connect(0, 'session').received(20);
    for (const [index, id] of ['a', 'b'].entries())
      written.ask(30 + index, 'calling.play', { ...ids(), play: asked.play, control_id: id });
    written.ask(100, 'calling.play.stop', { ...ids(), control_id: 'a' }).ended(200);
    const stopping = (which: number) => (call: Call) => {
      const plays = [0, 1].map(() => call.playTTS({ text: 'Press 1.' }));
      return merge(...plays, timer(80).pipe(switchMap(() => plays[which]!.stop())));
    };

    expect(replay(written.recording, stopping(0)).mismatch).toBeUndefined();
    expect(replay(written.recording, stopping(1)).mismatch?.message).toMatch(
      /^At 0\.1 s on call c-1: then calling\.play\.stop with control_id "a", now "replay-\d+"/,
    );
  });

  it('lets an answer take as long after its request as it did, and events come when they came', () => {
    const written = new Written().connect(0, 'session').received(20);
    // The client of the time was slow: 300 ms.
    written
      .ask(320, 'calling.answer', ids())
      .tell(900, 'calling.call.state', { ...ids(), call_state: 'answered' });
    written.ended(1000);
    const times: number[] = [];

    const { mismatch } = replay(written.recording, {
      calls: (call) => call.answer(),
      client: (client) =>
        client.on('calling.call.state').pipe(tap(({ timestamp }) => times.push(timestamp! * 1000))),
    });

    expect(mismatch).toBeUndefined();
    expect(times).toEqual([900, 1000]);
  });

  it('finds a command that comes much sooner than it did', () => {
    const written = new Written()
      .connect(0, 'session')
      .received(20)
      .ask(5000, 'calling.answer', ids())
      .ended(6000);
    const after = (ms: number) => (call: Call) => timer(ms).pipe(switchMap(() => call.answer()));

    expect(replay(written.recording, after(4970)).mismatch).toBeUndefined();
    expect(replay(written.recording, after(1000)).mismatch?.message).toMatch(
      /^At 1\.0 s on call c-1: calling\.answer, which then was not sent before 5\.0 s\n/,
    );
  });

  it('does what the client does by itself, too', () => {
    const device = { type: 'phone', params: { to_number: '+15550102', from_number: '+15550100' } };
    const written = new Written()
      .connect(0, 'session')
      .ask(20, 'calling.dial', { tag: 'theirs', devices: [[device]] })
      .tell(100, 'calling.call.state', { ...ids('leg'), tag: 'theirs', call_state: 'created' })
      .tell(200, 'calling.call.dial', {
        tag: 'theirs',
        node_id: 'n-1',
        dial_state: 'answered',
        call: { ...ids('leg'), dial_winner: true },
      })
      .ask(205, 'calling.end', { ...ids('leg'), reason: 'hangup' })
      .ended(300, 'leg');
    const dialling = (toNumber: string) => ({
      client: (client: RelayClient) =>
        client
          .dial({ devices: [[{ type: 'phone', params: { toNumber, fromNumber: '+15550100' } }]] })
          .pipe(switchMap((leg) => leg.hangup())),
    });

    expect(replay(written.recording, dialling('+15550102')).mismatch).toBeUndefined();
    expect(replay(written.recording, dialling('+15550103')).mismatch?.message).toMatch(
      /^At 0\.0 s: then calling\.dial with devices\[0\]\[0\]\.params\.to_number "\+15550102", now "\+15550103"\n/,
    );
  });

  it('goes no further than a recording that was cut off in the middle of a call', () => {
    const written = new Written().connect(0, 'session').received(20).ask(25, 'calling.answer', ids());
    const flow = (call: Call) => concat(call.answer(), timer(100).pipe(switchMap(() => call.hangup())));

    expect(replay(written.recording, flow).mismatch).toBeUndefined();
    expect(replay(written.ended(30).recording, flow).mismatch).toBeUndefined();
    expect(replay(written.close(2000).recording, () => NEVER).mismatch?.kind).toBe('missing');
  });

  it('leaves out the commands on a call that was there before the recording', () => {
    const written = new Written().connect(0, 'session').ask(30, 'calling.end', ids('earlier')).close(100);

    expect(replay(written.recording, () => NEVER).mismatch).toBeUndefined();
  });

  it('reads a frame that was garbled as garbled', () => {
    const written = new Written()
      .connect(0, 'session')
      .line({ at: 15, direction: 'received', frame: '(not JSON: 7 characters)' })
      .received(20)
      .ask(25, 'calling.answer', ids())
      .ended(30);

    const { mismatch, errors } = replay(written.recording, (call) => call.answer());

    expect(mismatch).toBeUndefined();
    expect(errors.map(({ name }) => name)).toEqual(['RelayProtocolError']);
  });

  it.each([
    ['tolerance', -1, 'replay.tolerance must be a number of milliseconds from 0 to 3600000; got -1'],
    ['client', 'x', "replay.client must be an object; got 'x'"],
    ['speed', 2, 'replay.speed is not an option; the options are tolerance, client'],
  ])('refuses the option %s: %p', (name, value, message) => {
    const { recording } = new Written().connect(0, 'session');

    expect(() => replay(recording, () => NEVER, { [name]: value })).toThrow(message);
  });

  it('refuses to replay nothing', () => {
    expect(() => replay(new Written().recording, {})).toThrow('replay: flow must be a function of a call');
  });
});

describe('a masked recording, replayed', () => {
  it('takes any number for a placeholder, and always the same', () => {
    const written = new Written(['credentials', 'numbers'])
      .connect(0, 'session')
      .received(20, 'c-1', { from_number: '+15550000001' });
    for (const [at, to] of [
      [30, '+15550000002'],
      [60, '+15550000002'],
      [90, '+15550000001'],
    ] as const)
      written.ask(
        at,
        'messaging.send',
        {
          context: 'session',
          to_number: to,
          from_number: '+15550000003',
          body: 'Hi',
        },
        { code: '200', message_id: `m-${at}` },
      );
    written.ended(200);
    const sending = (...numbers: readonly string[]) => ({
      calls: () => NEVER,
      client: (client: RelayClient) =>
        merge(
          ...numbers.map((toNumber, index) =>
            timer(25 + index * 30).pipe(
              switchMap(() => client.sendMessage({ toNumber, fromNumber: '+12025550100', body: 'Hi' })),
            ),
          ),
        ),
    });

    // The caller's own number is the placeholder: that is what the flow is told.
    expect(
      replay(written.recording, sending('+12025550111', '+12025550111', '+15550000001')).mismatch,
    ).toBeUndefined();
    expect(
      replay(written.recording, sending('+12025550111', '+12025550112', '+15550000001')).mismatch?.kind,
    ).toBe('different');
    expect(
      replay(written.recording, sending('+12025550111', '+12025550111', '+12025550113')).mismatch?.kind,
    ).toBe('different');
  });

  it('compares digits by their number', () => {
    const written = new Written(['credentials', 'digits'])
      .connect(0, 'session')
      .received(20)
      .ask(30, 'calling.send_digits', { ...ids(), control_id: 'theirs', digits: '0000w00' })
      .ended(100);

    expect(
      replay(written.recording, (call) => call.sendDigits({ digits: '4711w1#' })).mismatch,
    ).toBeUndefined();
    expect(replay(written.recording, (call) => call.sendDigits({ digits: '471w11#' })).mismatch?.kind).toBe(
      'different',
    );
  });
});
