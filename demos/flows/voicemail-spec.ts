// Run by the suite, and written as a test of your own would be, with jest.
import { relayMarbles } from 'relay-rx/testing';
import { GREETING, voicemail, type Mailbox } from './voicemail.js';

const { runCaller } = relayMarbles((actual, expected) => expect(actual).toStrictEqual(expected), {
  strict: true,
});

/** A mailbox, and what was saved in it. */
const newMailbox = () => {
  const saved: string[] = [];
  const mailbox: Mailbox = {
    save: ({ from, url = 'no url' }) => {
      saved.push(`${from}: ${new URL(url).pathname}`);
      return Promise.resolve();
    },
  };
  return { mailbox, saved };
};

const MESSAGE = '4s "Please call me back tomorrow."';
const caller = { from: '+15550100' };
const oneMessage = [expect.stringMatching(/^\+15550100: .*\.mp3$/)];

it.each([
  ['before', undefined],
  ['2 s after', 2000],
])(
  'saves a message that ends by hanging up, when RELAY finishes it %s the end of the call',
  (_when, lateResults) => {
    const { mailbox, saved } = newMailbox();
    runCaller(
      ({ caller, expectFlow, expectDialogue }) => {
        caller(`${MESSAGE} 3s |`);
        expectFlow((call) => voicemail(call, mailbox)).toBe('-');
        expectDialogue([{ heard: GREETING }, { said: 'call me back' }, { hungUp: true }]);
      },
      { ...caller, lateResults },
    );
    expect(saved).toEqual(oneMessage);
  },
);

it('saves nothing for a caller who hangs up before the beep', () => {
  const { mailbox, saved } = newMailbox();
  runCaller(({ caller, expectFlow }) => {
    caller('1s |');
    expectFlow((call) => voicemail(call, mailbox)).toBe('-');
  }, caller);
  expect(saved).toEqual([]);
});

it('saves nothing for a caller who says nothing, and says goodbye', () => {
  const { mailbox, saved } = newMailbox();
  runCaller(({ expectFlow, expectDialogue }) => {
    expectFlow((call) => voicemail(call, mailbox)).toBe('9s |');
    expectDialogue([{ heard: GREETING }, { heard: 'Goodbye' }, { ended: 'hangup' }]);
  }, caller);
  expect(saved).toEqual([]);
});
