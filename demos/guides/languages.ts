// The guide to languages: a caller who speaks Spanish.
import { filter } from 'rxjs';
import { languages, spanish } from '../flows/languages.js';
import { stage } from '../support/stage.js';

await stage({
  title: 'Two languages',
  flow: languages,
  isSilent: true,
  script: [
    { hear: spanish.choose },
    { press: '2' },
    { hear: spanish.menu },
    { wait: 500 },
    { say: 'agente' },
  ],
  goal: 'the call goes to an agent who speaks Spanish',
  reached: (caller) => caller.transferredTo$.pipe(filter((dest) => dest === 'agents-es-MX')),
});
