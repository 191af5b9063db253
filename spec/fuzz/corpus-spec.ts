import { corpus } from './corpus.js';
import { execute } from './execute.js';

/** Whatever RELAY sends, the client tells of it, acknowledges what is to be, and goes on; see `finish.ts`. */
describe.each([...corpus()])('the client goes on after %s:', (_, entries) => {
  it.each(entries.map(({ what, steps }) => [what, steps] as const))('%s', (_what, steps) => {
    expect(execute(steps).wrong).toBeUndefined();
  });
});
