// Run by the suite, and written as a test of your own would be, with jest.
import type { Call } from 'relay-rx';
import { relayMarbles } from 'relay-rx/testing';
import { concat, ignoreElements, tap } from 'rxjs';
import { KEYS, MESSAGE, QUESTION, remind } from './reminder.js';

const { runCaller } = relayMarbles((actual, expected) => expect(actual).toStrictEqual(expected), {
  strict: true,
});

/** The flow for a call that has been answered, and what it emits. */
const reminded = () => {
  const outcomes: string[] = [];
  const flow = (call: Call) =>
    concat(
      call.answer().pipe(ignoreElements()),
      remind(call, () => undefined).pipe(tap((outcome) => outcomes.push(outcome))),
    );
  return { flow, outcomes };
};

it('has a person confirm, and asks again after another key', () => {
  const { flow, outcomes } = reminded();
  runCaller(({ caller, expectFlow, expectDialogue }) => {
    caller('500ms "hello"');
    caller.onHearing(QUESTION, '4s 5');
    caller.onHearing('Sorry?', '3s 1');
    expectFlow(flow);
    expectDialogue([
      { said: 'hello' },
      { heard: QUESTION },
      { pressed: '5' },
      { heard: `Sorry? ${KEYS}` },
      { pressed: '1' },
      { heard: 'Thank you' },
      { ended: 'hangup' },
    ]);
  });
  expect(outcomes).toEqual(['confirmed']);
});

it('moves the appointment, once the new day is confirmed', () => {
  const { flow, outcomes } = reminded();
  runCaller(({ caller, expectFlow, expectDialogue }) => {
    caller('500ms "hello"');
    caller.onHearing(QUESTION, '4s 2');
    caller.onHearing('Press 1 for Wednesday', ['3s 1', '3s 2']);
    caller.onHearing('Wednesday at nine. Press', '3s 2');
    caller.onHearing('Friday at noon. Press', '3s 1');
    expectFlow(flow);
    expectDialogue([
      { said: 'hello' },
      { heard: QUESTION },
      { pressed: '2' },
      { heard: 'Press 1 for Wednesday' },
      { pressed: '1' },
      { heard: 'Wednesday at nine. Press 1' },
      { pressed: '2' },
      { heard: 'Press 1 for Wednesday' },
      { pressed: '2' },
      { heard: 'Friday at noon. Press 1' },
      { pressed: '1' },
      { heard: 'Thank you' },
      { ended: 'hangup' },
    ]);
  });
  expect(outcomes).toEqual(['moved']);
});

it('leaves a message after the beep of a machine', () => {
  const { flow, outcomes } = reminded();
  runCaller(
    ({ expectFlow, expectDialogue }) => {
      expectFlow(flow);
      expectDialogue([{ heard: MESSAGE }, { ended: 'hangup' }]);
    },
    { answeredBy: 'machine', greeting: 'This is Ben. Leave me a message.' },
  );
  expect(outcomes).toEqual(['left a message']);
});

it('counts nobody as reminded who hangs up', () => {
  const { flow, outcomes } = reminded();
  runCaller(({ caller, expectFlow, expectDialogue }) => {
    caller('500ms "hello"');
    caller.onHearing(QUESTION, '2s |');
    expectFlow(flow);
    expectDialogue([{ said: 'hello' }, { heard: QUESTION }, { hungUp: true }]);
  });
  expect(outcomes).toEqual([]);
});
