// The guide to conferences: the moderator starts one and ends it.
import { filter } from 'rxjs';
import { CODE, conferenceLine } from '../flows/conference-line.js';
import { stage } from '../support/stage.js';

const invitations = new Map([
  ['1111', { conference: 'monday', isModerator: false }],
  ['9999', { conference: 'monday', isModerator: true }],
]);

await stage({
  title: 'A conference with a moderator',
  flow: (call) => conferenceLine(call, invitations),
  isSilent: true,
  script: [
    { hear: CODE },
    { press: '1234#' },
    { hear: 'There is no such conference' },
    { press: '9999#' },
    { hear: 'You are the moderator' },
    { wait: 4000 },
    { press: '*' },
  ],
  goal: 'the moderator ends the conference',
  reached: (caller) =>
    caller.heard$.pipe(filter((heard) => heard.kind === 'tts' && heard.text.includes('is over'))),
});
