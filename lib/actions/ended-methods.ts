/**
 * Methods whose params name something besides the call: a queue, a conference, a room, a digit binding, a destination,
 * an AI session. A 404 or 410 then means that RELAY has no such thing; it says nothing about the call.
 */
const NAME_SOMETHING_ELSE: ReadonlySet<string> = new Set([
  'calling.ai_hold',
  'calling.ai_message',
  'calling.ai_unhold',
  'calling.bind_digit',
  'calling.clear_digit_bindings',
  'calling.connect',
  'calling.disconnect',
  'calling.join_conference',
  'calling.join_room',
  'calling.leave_conference',
  'calling.leave_room',
  'calling.queue.enter',
  'calling.queue.leave',
  'calling.refer',
  'calling.transfer',
]);

/** Whether a 404 or 410 to a method means that RELAY has no such call. */
export const isAboutTheCall = (method: string): boolean => !NAME_SOMETHING_ELSE.has(method);

/** Methods after which another worker may have the call: a 404 or 410 must not hang it up. */
const NEVER_HUNG_UP_AFTER: ReadonlySet<string> = new Set(['calling.answer', 'calling.end', 'calling.pass']);

/** Whether `calling.end` is sent for a call that RELAY says is gone, in case it is not. */
export const isHungUpAfter = (method: string): boolean => !NEVER_HUNG_UP_AFTER.has(method);

/** Methods that hand the call on, so that its flow may end without hanging up. */
const HAND_ON: ReadonlySet<string> = new Set([
  'calling.amazon_bedrock',
  'calling.connect',
  'calling.join_conference',
  'calling.join_room',
  'calling.queue.enter',
  'calling.refer',
  'calling.transfer',
]);

/** Whether a method hands the call on when it succeeds. */
export const handsOn = (method: string): boolean => HAND_ON.has(method);
