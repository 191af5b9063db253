import type { Observable } from 'rxjs';
import type { CollectAction } from 'relay-rx';
import { until } from '../clock.js';
import type { Stage } from '../stage.js';
import { aboutCall } from './flight.js';

export const PROMPT = 'calling.play_and_collect';

/** What prompts, however they are subscribed to, have in common. */
export const promptOf = ({ line: { call, caller }, simulator }: Stage, action: CollectAction) => {
  let heard = 0;
  caller.heard$.subscribe(() => (heard += 1));
  return {
    source$: action as Observable<unknown>,
    inProgress: () => until('the prompt is heard', () => heard > 0 && simulator.unacknowledged.length === 0),
    prove: () => caller.press('1'),
    isProof: (value: unknown) => (value as { result?: { type: string } }).result?.type === 'digit',
    isAbout: aboutCall(call),
    next$: action.volume(3),
    callEnds: () => caller.hangUp(),
  };
};

/** What they are told of alike. */
export const prompted = {
  fulfilled: 'continues to its result',
  answered: true,
  request: { which: 'next', method: `${PROMPT}.volume` },
  ordinary: [PROMPT, `${PROMPT}.volume`],
} as const;
