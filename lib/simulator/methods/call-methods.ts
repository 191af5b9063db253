import * as t from 'io-ts';

import { END_REASONS } from '../call/call-state.js';
import type { EndReason } from '../call/call-state.js';
import { Count, Name, Names } from '../wire/types.js';
import { answeredCallMethod, callMethod, done } from './call-method.js';
import { refused } from './method.js';

const reasons = t.keyof(
  Object.fromEntries(END_REASONS.map((reason) => [reason, null])) as Record<EndReason, null>,
  `one of ${END_REASONS.join(', ')}`,
);

/** `calling.answer`; `max_duration` is seconds, 0 for no limit. */
export const answer = callMethod(t.partial({ codecs: Names, max_duration: Count }), (to, params) => {
  if (to.call.state.kind === 'answered') return refused('409', 'Call is already answered', to.ids);
  return done('Answered', to, () => to.call.answer(to.session, (params.max_duration ?? 0) * 1000));
});

/** `calling.end` */
export const end = callMethod(t.partial({ reason: reasons }), (to, { reason = 'hangup' }) =>
  done('Ended', to, () => to.call.end(reason)),
);

/** `calling.pass`: the call is offered to the next session that has not passed it. */
export const pass = callMethod(t.UnknownRecord, (to) => {
  if (to.call.state.kind === 'answered') return refused('409', 'Call is already answered', to.ids);
  return done('Passed', to, () => {
    to.call.pass(to.session);
    to.exchange.world.dealer.add(to.call);
  });
});

/**
 * `calling.transfer`: the caller goes to `dest`, out of the app's reach. For the app that is the end of the
 * call, with the reason hangup.
 */
export const transfer = answeredCallMethod(t.type({ dest: Name }), (to, { dest }) =>
  done('Transferred', to, () => to.call.transfer(dest)),
);
