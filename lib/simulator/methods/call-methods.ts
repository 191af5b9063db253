import * as t from 'io-ts';

import { END_REASONS } from '../../protocol/constants.js';
import type { EndReason } from '../call/call-state.js';
import type { Call } from '../call/call.js';
import { Count, Name, Names, Params } from '../wire/types.js';
import { answeredCallMethod, callMethod, done } from './call-method.js';
import type { Addressed } from './call-method.js';
import { refused } from './method.js';
import type { Reply } from './method.js';

const reasons = t.keyof(
  Object.fromEntries(END_REASONS.map((reason) => [reason, null])) as Record<EndReason, null>,
  `one of ${END_REASONS.join(', ')}`,
);

/** Only an inbound call that is still ringing can be answered or passed. */
const notOffered = ({ call, ids }: Addressed): Reply | undefined => {
  if (call.description.direction === 'outbound') return refused('409', 'Call is an outbound one', ids);
  if (call.state.kind === 'answered') return refused('409', 'Call is already answered', ids);
  return undefined;
};

/** An outbound call that was not answered ends with `cancel` instead of `hangup`. */
const endReason = ({ description, state }: Call, reason: EndReason): EndReason =>
  reason === 'hangup' && description.direction === 'outbound' && state.kind !== 'answered'
    ? 'cancel'
    : reason;

/** `calling.answer`; `max_duration` is in seconds, 0 for no limit. */
export const answer = callMethod(t.partial({ codecs: Names, max_duration: Count }), (to, params) => {
  // Answering an answered call succeeds and does nothing.
  if (to.call.state.kind !== 'answered') {
    const refusal = notOffered(to);
    if (refusal !== undefined) return refusal;
  }
  return done('Answered', to, () => to.call.answer((params.max_duration ?? 0) * 1000));
});

/** `calling.end` */
export const end = callMethod(t.partial({ reason: reasons }), (to, { reason = 'hangup' }) =>
  done('Ended', to, () => to.call.end(endReason(to.call, reason))),
);

/** `calling.pass`: offers the call to the next session that has not passed it. */
export const pass = callMethod(t.UnknownRecord, (to) => {
  const refusal = notOffered(to);
  if (refusal !== undefined) return refusal;
  return done('Passed', to, () => {
    to.call.pass(to.session);
    to.request.engine.roundRobin.add(to.call);
  });
});

/** A name, a URL, or a SWML document. */
const Destination = t.union([Name, Params], 'a string that is not empty, or an object');

/**
 * `calling.transfer`: moves the caller to `dest`. For the app the call ends there, with the reason hangup.
 */
export const transfer = answeredCallMethod(t.type({ dest: Destination }), (to, { dest }) =>
  done('Transferred', to, () => to.call.transfer(typeof dest === 'string' ? dest : JSON.stringify(dest))),
);
