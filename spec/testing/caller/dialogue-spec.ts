import { concat, ignoreElements, merge, takeUntil, timer, type Observable } from 'rxjs';
import { audio, digits, eachCall, speech, tts, type Call } from 'relay-rx';
import { MarbleScriptError, type DialogueEntry } from 'relay-rx/testing';
import { marbles } from '../../support/marbles.js';
import { failureOf, lines, messageOf } from '../failure.js';

const { runCaller } = marbles();
const answered = (call: Call, ...then: Observable<unknown>[]) => concat(call.answer(), ...then);
const menu = (call: Call) =>
  call.playAndCollect({ media: [tts('Press 1 for sales.')], collect: { digits: { max: 2 } } }).pipe(digits());

/** Presses a key or two, hears something, and is hung up on. */
const flow = (call: Call) =>
  answered(call, menu(call), call.playTTS({ text: 'Goodbye now.' }), call.hangup());

const test = (expected: readonly DialogueEntry[]) => () =>
  runCaller(({ call, caller, expectObservable, expectDialogue }) => {
    caller.onHearing('Press 1', '1s 1 1s 2');
    expectObservable(flow(call));
    expectDialogue(expected);
  });

describe('expectDialogue', () => {
  it('is what the caller heard and did, in order and without times', () => {
    test([{ heard: 'Press 1' }, { pressed: '12' }, { heard: /^Goodbye/ }, { ended: true }])();
    test([
      { heard: 'sales' },
      { pressed: '1' },
      { pressed: '2' },
      { heard: 'Goodbye now.' },
      { ended: 'hangup' },
    ])();
  });

  it('knows what is said, mumbled, and that the caller hung up', () => {
    runCaller(({ call, caller, expectObservable, expectDialogue }) => {
      caller('1s "sales please" 2s ~ 2s |');
      expectObservable(answered(call, call.collect({ speech: {} }).pipe(speech())));
      expectDialogue([{ said: 'sales' }, { mumbled: true }, { hungUp: true }]);
    });
  });

  it('knows where the caller was transferred to, and leaves silence out', () => {
    runCaller(({ call, expectObservable, expectDialogue }) => {
      const url = 'https://example.test/wait.mp3';
      const play = call.play({
        media: [
          { type: 'silence', params: { duration: 1 } },
          { type: 'audio', params: { url } },
        ],
      });
      expectObservable(answered(call, play.pipe(ignoreElements()), call.transfer({ dest: 'sales' })));
      expectDialogue([{ heard: 'wait.mp3' }, { transferredTo: 'sales' }]);
    });
  });

  it('has what a playback repeats once, and what is played again by another twice', () => {
    runCaller(({ call, caller, expectFlow, expectDialogue }) => {
      caller('10s 1 20s |');
      const music = call.play({ media: [audio('https://example.test/music.mp3')], loop: 0 });
      const question = call.playTTS({ text: 'Still there?' });
      expectFlow(() => answered(call, music.pipe(takeUntil(timer(20_000))), question, question, music));
      expectDialogue([
        { heard: 'music' },
        { pressed: '1' },
        { heard: 'Still there?' },
        { heard: 'Still there?' },
        { heard: 'music' },
        { hungUp: true },
      ]);
    });
  });

  it('is about another caller when it is given one', () => {
    runCaller(({ client, ring, expectDialogue }) => {
      client.calls$
        .pipe(eachCall((call) => answered(call, merge(call.playTTS({ text: `Hello ${call.callId}.` })))))
        .subscribe();
      const other = ring();
      other('10ms 1 |');
      expectDialogue([{ heard: `Hello ${other.callId}.` }, { pressed: '1' }, { hungUp: true }], other);
    });
  });

  it.each<[string, DialogueEntry[], string]>([
    [
      'something else came',
      [{ heard: 'Press 2' }, { pressed: '12' }, { heard: 'Goodbye' }, { ended: true }],
      "In line 1 what was expected is: heard 'Press 2'; what came was: heard 'Press 1 for sales.'.",
    ],
    [
      'more came',
      [{ heard: 'Press 1' }, { pressed: '12' }, { heard: 'Goodbye' }],
      "In line 4 nothing more was expected; what came was: ended 'hangup'.",
    ],
    [
      'less came',
      [{ heard: 'Press 1' }, { pressed: '12' }, { heard: 'Goodbye' }, { ended: true }, { heard: 'more' }],
      "In line 5 what was expected is: heard 'more'; nothing more came.",
    ],
    [
      'other keys were pressed, of which a part is not enough',
      [{ heard: 'Press 1' }, { pressed: '1' }, { heard: 'Goodbye' }, { ended: true }],
      "In line 2 what was expected is: pressed '1'; what came was: pressed '12'.",
    ],
    [
      'it ended otherwise',
      [{ heard: 'Press 1' }, { pressed: '12' }, { heard: 'Goodbye' }, { hungUp: true }],
      "In line 4 what was expected is: hungUp; what came was: ended 'hangup'.",
    ],
    [
      'it ended for another reason',
      [{ heard: 'Press 1' }, { pressed: '12' }, { heard: 'Goodbye' }, { ended: 'busy' }],
      "In line 4 what was expected is: ended 'busy'; what came was: ended 'hangup'.",
    ],
  ])('fails when %s', (_, expected, words) => {
    expect(failureOf(test(expected)).message).toContain(words);
  });

  it('shows both sides, and where it was written', () => {
    const wrong = test([{ heard: 'Press 1' }, { pressed: /3/ }]);
    expect(messageOf(wrong)).toBe(
      lines(
        'expectDialogue: what happened is not what was expected.',
        "  expected  1  heard 'Press 1'",
        '            2  pressed /3/',
        "  actual    1  heard 'Press 1 for sales.'",
        "            2  pressed '12'",
        "            3  heard 'Goodbye now.'",
        "            4  ended 'hangup'",
        "In line 2 what was expected is: pressed /3/; what came was: pressed '12'.",
      ),
    );
    expect(failureOf(wrong).stack).toContain(__filename);
  });

  it.each<[unknown, string]>([
    [undefined, 'expects a list of entries; got undefined'],
    [['heard: Press 1'], 'entry 1 must be an object with one of heard, pressed, said'],
    [
      [{ heard: 'a' }, { herd: 'b' }],
      "entry 2 must be an object with one of heard, pressed, said, transferredTo, mumbled, hungUp, ended; got { herd: 'b' }",
    ],
    [[{ heard: 'a', pressed: '1' }], 'entry 1 must be an object with one of'],
    [[{ heard: '' }], "entry 1 must have heard as a text that is not empty, or as a RegExp; got ''"],
    [[{ pressed: 1 }], 'entry 1 must have pressed as a text that is not empty, or as a RegExp; got 1'],
    [[{ hungUp: false }], 'entry 1 must have hungUp: true; got false'],
    [[{ ended: 'bored' }], 'entry 1 must have ended: true, or one of hangup,'],
  ])('refuses entries that can never be: %j', (entries, message) => {
    const error = failureOf(test(entries as never));
    expect(error).toBeInstanceOf(MarbleScriptError);
    expect(error.message).toContain(`expectDialogue: ${message}`);
  });
});
