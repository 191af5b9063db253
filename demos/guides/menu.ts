// The guide to menus: the caller looks at the directions, returns, and asks for an operator.
import { filter } from 'rxjs';
import { DIRECTIONS, MAIN, information } from '../flows/information.js';
import { stage } from '../support/stage.js';

await stage({
  title: 'A menu with a way back',
  flow: information,
  isSilent: true,
  script: [
    { hear: MAIN },
    { wait: 1000 },
    { press: '2' },
    { hear: DIRECTIONS },
    { wait: 1000 },
    { press: '9' },
    { hear: MAIN },
    { wait: 1000 },
    { press: '0' },
  ],
  goal: 'the caller reaches the operator',
  reached: (caller) => caller.transferredTo$.pipe(filter((dest) => dest === 'operator')),
});
