// The guide to speech: the caller is not understood, and chooses with the keys.
import { filter } from 'rxjs';
import { KEYS, QUESTION, enquiry } from '../flows/enquiry.js';
import { stage } from '../support/stage.js';

await stage({
  title: 'Speech, or keys',
  flow: (call, log) => enquiry(call, (soFar) => log.app('understands', soFar)),
  isSilent: true,
  script: [
    { hear: QUESTION },
    { wait: 500 },
    { say: 'my bicycle' },
    { hear: QUESTION },
    { wait: 500 },
    { mumble: true },
    { hear: KEYS },
    { wait: 500 },
    { press: '2' },
  ],
  goal: 'the call goes to the repairs',
  reached: (caller) => caller.transferredTo$.pipe(filter((dest) => dest === 'repair')),
});
