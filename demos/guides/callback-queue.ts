// The guide to a callback queue: an agent is free after a while, and the two talk.
import { filter, map, timer } from 'rxjs';
import { waitingLine } from '../flows/waiting-line.js';
import { settings } from '../support/run.js';
import { stage } from '../support/stage.js';

const { QUEUE_AGENT: agent } = settings({ QUEUE_AGENT: '+15550102' });

await stage({
  title: 'A line of callers',
  flow: (call, log) =>
    waitingLine(call, {
      placeOf: () => 1,
      agentFor: () => timer(6000).pipe(map(() => agent)),
      keepPlace: (number) => log.app('keeps', `the place of ...${number.slice(-4)}`),
    }),
  isSilent: true,
  script: [{ hear: 'How can I help' }, { wait: 300 }, { hangUp: true }],
  cast: { agent: { to: agent, after: 1000, script: [{ wait: 300 }, { say: 'How can I help?' }] } },
  goal: 'the caller hears the place, music and then an agent',
  reached: (caller) => caller.heard$.pipe(filter((heard) => heard.kind === 'speech')),
});
