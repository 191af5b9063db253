// A menu: 1 is sales, 2 is support, and whoever presses neither is asked again.
import { filter } from 'rxjs';
import { menu, script } from './flows/menu.js';
import { stage } from './support/stage.js';

await stage({
  title: 'A menu',
  flow: menu,
  script,
  goal: 'the call goes to support',
  reached: (caller) => caller.transferredTo$.pipe(filter((dest) => dest === 'support')),
});
