import { endsPlay, type PlayEvent } from '../../../lib/protocol/events/play.js';

describe('endsPlay', () => {
  it.each([
    ['playing', false],
    ['paused', false],
    ['finished', true],
    ['error', true],
    ['unheard_of', false],
  ])('%s: %s', (state, ends) => {
    expect(endsPlay({ state } as PlayEvent)).toBe(ends);
  });
});
