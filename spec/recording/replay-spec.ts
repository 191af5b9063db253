import { digits, tts, type Call } from 'relay-rx';
import { readRecording, replay } from 'relay-rx/recording';
import { NEVER, concat, delay, from, ignoreElements, retry, switchMap, timer, type Observable } from 'rxjs';
import { menu } from '../../demos/flows/menu.js';
import { CallLog } from '../../demos/support/log.js';
import { Written, call as ids } from './written.js';

const recording = readRecording('demos/recordings/menu.jsonl');
const [callId] = recording.lines.flatMap((line) =>
  'frame' in line
    ? (/"calling\.call\.receive".*?"call_id":"([^"]+)/.exec(JSON.stringify(line.frame))?.[1] ?? [])
    : [],
);
/** What a mismatch says, up to the drawing, with the call by a short name. */
const words = (flow: (call: Call) => ReturnType<typeof menu>, options = {}): string | undefined =>
  replay(recording, flow, options).mismatch?.message.split('\n\n')[0]?.replaceAll(callId!, 'c-1');
const silent = new CallLog(() => undefined, 'caller');

/** The menu of the demo, with something about it changed. */
const changed =
  ({ max = 1, attempts = 2, support = 'support', thinking = 0 } = {}) =>
  (call: Call) =>
    concat(
      call.answer().pipe(delay(thinking)),
      call
        .playAndCollect({
          media: [tts('Press 1 for sales, 2 for support.')],
          collect: { initialTimeout: 3, digits: { max } },
        })
        .pipe(
          digits(),
          retry(attempts),
          switchMap((digit) => call.transfer({ dest: digit === '1' ? 'sales' : support })),
        ),
    );

describe('a recording of the menu, replayed', () => {
  it('is what the demo does', () => {
    const { mismatch, sent, errors } = replay(recording, (call) => menu(call, silent));

    expect(mismatch).toBeUndefined();
    expect(errors).toEqual([]);
    expect(sent.map(({ method }) => method)).toEqual([
      'calling.answer',
      'calling.play_and_collect',
      'calling.play_and_collect',
      'calling.transfer',
    ]);
  });

  it('does not notice that the client is a little faster or slower', () => {
    expect(words(changed({ thinking: 300 }))).toBeUndefined();
  });

  it('shows a param that is another', () => {
    expect(words(changed({ max: 2 }))).toBe(
      'At 0.0 s on call c-1: then calling.play_and_collect with collect.digits.max 1, now 2',
    );
  });

  it('shows a command that is another, and why when that was told', () => {
    expect(words(changed({ attempts: 0 }))).toBe(
      'At 5.2 s on call c-1: then calling.play_and_collect "Press 1 for sales, 2 for support.", now calling.end hangup\n' +
        'Reported on errors$: The flow of call c-1 failed: The caller gave no input: "Press 1 for sales, 2 for support."',
    );
  });

  it('shows a value at the end of the call', () => {
    expect(words(changed({ support: 'help' }))).toBe(
      'At 6.7 s on call c-1: then calling.transfer with dest "support", now "help"',
    );
  });

  it('shows that nothing was sent in time', () => {
    const nothing = 'then calling.play_and_collect "Press 1 for sales, 2 for support.", now nothing was sent';

    expect(words(changed({ thinking: 700 }))).toBe(`At 0.0 s on call c-1: ${nothing}`);
    expect(words(changed({ thinking: 700 }), { tolerance: 1000 })).toBeUndefined();
    expect(words((call) => call.answer())).toBe(`At 0.0 s on call c-1: ${nothing}`);
  });

  describe('says that a flow may wait for a promise', () => {
    const promised = (call: Call) =>
      concat(call.answer(), from(Promise.resolve()).pipe(ignoreElements()), call.hangup());
    const perhaps = /now nothing was sent\nThe flow has not ended .* such as a promise$/;

    it('when it does, though the flow is one of many things going on', () => {
      expect(words(promised)).toMatch(perhaps);
      expect(replay(recording, { calls: promised, client: () => NEVER }).mismatch?.message).toMatch(
        new RegExp(perhaps, 'm'),
      );
      expect(replay(recording, async () => Promise.resolve()).mismatch?.message).toMatch(
        /such as a promise$/m,
      );
    });

    it.each<[string, (call: Call) => ReturnType<typeof menu>]>([
      ['it has ended', (call) => call.answer()],
      ['a timer of it runs', changed({ thinking: 700 })],
      ['it sends another command', changed({ max: 2 })],
      ['it sends one command more', (call) => concat(changed()(call), call.hangup(), promised(call))],
    ])('and not when %s', (_, flow) => {
      expect(words(flow)).toBeDefined();
      expect(words(flow)).not.toContain('promise');
    });
  });

  it.each([-1, 3_600_001, Infinity, NaN])('refuses a tolerance of %p', (tolerance) => {
    const refused = () => replay(recording, changed(), { tolerance });

    expect(refused).toThrow(RangeError);
    expect(refused).toThrow(
      `replay.tolerance must be a number of milliseconds from 0 to 3600000; got ${tolerance}`,
    );
    expect(replay(recording, changed(), { tolerance: 3_600_000 }).mismatch).toBeUndefined();
  });

  it('shows one command more', () => {
    expect(words((call) => concat(changed()(call), call.hangup()))).toBe(
      'At 6.7 s on call c-1: one more command, now calling.end hangup',
    );
  });

  it('draws then and now, one above the other', () => {
    const { mismatch } = replay(recording, changed({ support: 'help' }));

    expect(mismatch?.message.split('\n\n')[1]?.split('\n')).toEqual([
      '      0s          1s          2s          3s         4s          5s          6s',
      '      +-----------+-----------+-----------+----------+-----------+-----------+--------',
      'then  (AP)---------------------------------------------------------P-----------------T',
      'now   (AP)---------------------------------------------------------P-----------------R',
      `${' '.repeat(85)}^`,
      '      A calling.answer',
      '      P calling.play_and_collect "Press 1 for sales, 2 for support."',
      '      T calling.transfer support   R calling.transfer help',
    ]);
  });

  it('ends, whatever the flow goes on with', () => {
    const { mismatch } = replay(recording, (call) => concat(changed()(call), timer(0, 1)));

    expect(mismatch).toBeUndefined();
  });
});

describe('a flow that fails where it used to hang up', () => {
  const { recording: hungUp } = new Written()
    .connect(0, 'session')
    .received(20)
    .ask(30, 'calling.answer', ids())
    .ask(1000, 'calling.end', { ...ids(), reason: 'hangup' })
    .ended(1100);
  const then = (end: (call: Call) => Observable<unknown>) => (call: Call) =>
    concat(call.answer(), timer(970).pipe(switchMap(() => end(call))));

  it('does not match, though what it sends is the same', () => {
    const { mismatch, errors, sent } = replay(
      hungUp,
      then(() => {
        throw new TypeError('a bug');
      }),
    );
    expect(sent.map(({ method }) => method)).toEqual(['calling.answer', 'calling.end']);
    expect(errors).toEqual([expect.objectContaining({ name: 'FlowError' })]);
    expect(mismatch).toMatchObject({ kind: 'failed', at: 1000 });
    expect(mismatch?.message.split('\n\n')[0]).toBe(
      'At 1.0 s on call c-1: what was sent is the same, and now the flow failed\n' +
        'Reported on errors$: The flow of call c-1 failed: a bug',
    );
  });

  it('has not when it hangs up as it did', () => {
    expect(
      replay(
        hungUp,
        then((call) => call.hangup()),
      ).mismatch,
    ).toBeUndefined();
  });
});
