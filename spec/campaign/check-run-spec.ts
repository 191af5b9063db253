// What judges the campaign of the fleet: what it lets pass is what the demo lets pass.
import { MESSAGE, THANKS } from '../../demos/campaign/call-contact.js';
import type { Contact, Finished, Outcome } from '../../demos/campaign/contact.js';
import { problemsOf, type CallSeen, type FleetCampaign } from '../../demos/campaign/fleet/check-run.js';
import { BEHAVIOURS } from '../../demos/campaign/people.js';

const contact = (id: string): Contact => ({
  id,
  name: id,
  phone: `+1${id}`,
  timeZone: 'UTC',
  window: { from: 0, to: 1440 },
  mayText: false,
});
const finished = (id: string, outcome: Outcome, calls = 1, detail = ''): Finished => ({
  contact: contact(id),
  result: { outcome, detail, calls, at: 0 },
});
const call = (agent: string, heard = `${MESSAGE} ${THANKS}`, isLost = false): CallSeen => ({
  agent,
  isLost,
  hasHeard: (text) => heard.includes(text),
});

const good: FleetCampaign = {
  contacts: ['1', '2', '3'].map(contact),
  people: { '+11': BEHAVIOURS.confirms, '+12': BEHAVIOURS.busyAndTexted, '+13': BEHAVIOURS.confirms },
  finished: [finished('1', 'confirmed'), finished('2', 'texted', 2), finished('3', 'unknown')],
  calls: new Map([
    ['+11', [call('a')]],
    ['+12', [call('b', ''), call('a', '')]],
    ['+13', [call('c', '', true)]],
  ]),
  texts: new Map([['+12', 1]]),
  attempts: 3,
  rate: 20,
  most: 20,
  drained: 'b',
  killed: 'c',
  exits: new Map([
    ['a', 'exit 0'],
    ['b', 'exit 0'],
    ['c', 'SIGKILL'],
  ]),
};
const results = (...all: Finished[]): Partial<FleetCampaign> => ({
  finished: good.finished.map((each) => all.find(({ contact: { id } }) => id === each.contact.id) ?? each),
});
const calls = (phone: string, ...all: CallSeen[]): Partial<FleetCampaign> => ({
  calls: new Map([...good.calls, [phone, all]]),
});

describe('the verdict on a campaign', () => {
  it('finds nothing wrong with a good run', () => {
    expect(problemsOf(good)).toEqual([]);
  });

  it('lets the result pass that a killed worker had kept, and a call that it had announced alone', () => {
    expect(problemsOf({ ...good, ...results(finished('3', 'delivered')) })).toEqual([]);
    expect(problemsOf({ ...good, ...calls('+13') })).toEqual([]);
  });

  it.each<[string, Partial<FleetCampaign>, string]>([
    ['a contact without a result', { finished: good.finished.slice(1) }, '1 has 0 results.'],
    ['two results', { finished: [...good.finished, finished('1', 'confirmed')] }, '1 has 2 results.'],
    ['another result', results(finished('1', 'voicemail')), '1 is voicemail, and should be confirmed.'],
    ['a result that nobody heard', calls('+11', call('a', '')), '1 is confirmed, and has not heard'],
    [
      'an unknown of a worker that was not killed',
      results(finished('1', 'unknown')),
      '1 is unknown, and was last called by a',
    ],
    [
      'a call after the last worker was lost',
      calls('+13', call('c', '', true), call('a')),
      '3 was called 2 times, and 1 of them',
    ],
    [
      'a call after it was confirmed',
      { ...results(finished('1', 'confirmed', 2)), ...calls('+11', call('a'), call('a')) },
      '1 was called 2 times, and was reached at call 1.',
    ],
    [
      'too many calls',
      calls('+12', ...Array.from({ length: 4 }, () => call('a', ''))),
      '2 was called 4 times.',
    ],
    ['a second text message', { texts: new Map([['+12', 2]]) }, '2 was sent 2 text messages.'],
    ['a text message that was not sent', { texts: new Map() }, '2 is texted, and got no text message.'],
    [
      'calls that others lost',
      calls('+11', call('a', undefined, true)),
      '1 calls were lost by workers that were not killed.',
    ],
    [
      'a drain that failed',
      { exits: new Map([...good.exits, ['b', 'exit 1']]) },
      'b ended with exit 1, not with exit 0.',
    ],
    ['no kill', { killed: undefined }, 'No worker was killed.'],
    ['no drain', { drained: undefined }, 'No worker was drained.'],
    ['a burst', { most: 38 }, '38 calls began within a second, and 20 were allowed.'],
  ])('finds %s', (_, change, fault) => {
    expect(problemsOf({ ...good, ...change }).join('\n')).toContain(fault);
  });
});
