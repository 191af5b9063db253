import { merge } from 'rxjs';
import { digits, type CallEnd } from 'relay-rx';
import { prompt } from '../stage.js';
import { aboutCall, always, atOnce, type Flight } from './flight.js';
import { PROMPT, promptOf, prompted } from './prompt.js';

/** What a call has in flight, beside prompts. */
export const CALLS = {
  offered: {
    title: 'an inbound call that nobody has answered',
    unasked: true,
    fulfilled: 'continues: can be answered',
    answered: false,
    request: { which: 'next', method: 'calling.answer' },
    ordinary: ['calling.answer'],
    begin({ line: { call, caller } }) {
      return {
        source$: merge(call.state$, call.ended$),
        inProgress: atOnce,
        prove: () => void call.answer().subscribe({ error: () => undefined }),
        isProof: (state) => state === 'answered',
        isAbout: aboutCall(call),
        next$: call.answer(),
        callEnds: () => caller.hangUp(),
      };
    },
  },
  command: {
    title: '`call.answer()`, sent and not answered',
    fulfilled: 'is answered',
    answered: false,
    request: { which: 'first', method: 'calling.answer' },
    unanswered: true,
    ordinary: ['calling.answer'],
    begin({ line: { call, caller } }) {
      return {
        source$: call.answer(),
        inProgress: atOnce,
        prove: () => undefined,
        isProof: always,
        isAbout: aboutCall(call),
        callEnds: () => caller.hangUp(),
      };
    },
  },
  flow: {
    ...prompted,
    title: "a call's flow under `eachCall`, with a prompt up",
    fulfilled: 'continues: has the digit',
    inFlow: true,
    request: { which: 'first', method: PROMPT },
    ordinary: [PROMPT],
    begin(stage) {
      const { next$, ...flowing } = promptOf(stage, prompt(stage.line.call));
      return {
        ...flowing,
        source$: prompt(stage.line.call).pipe(digits()),
        isProof: (value) => value === '1',
      };
    },
  },
  ended: {
    title: '`ended$` of a call',
    unasked: true,
    fulfilled: 'continues: reports the end',
    answered: true,
    request: { which: 'next', method: 'calling.hold' },
    ordinary: ['calling.hold'],
    begin({ line: { call, caller } }) {
      return {
        source$: call.ended$,
        inProgress: atOnce,
        prove: () => caller.hangUp(),
        isProof: (end) => (end as CallEnd).reason === 'hangup',
        isAbout: aboutCall(call),
        next$: call.hold(),
        callEnds: () => caller.hangUp(),
      };
    },
  },
} as const satisfies Record<string, Flight>;
