/**
 * Methods that name something else than their call: a queue, a conference, a room, a digit binding, a destination, an AI
 * session. A 404 or 410 to one of them says that this thing is not there, and nothing about the call.
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

/** Methods after which another worker may have the call, or nobody: it is not hung up to be safe. */
const NEVER_HUNG_UP_AFTER: ReadonlySet<string> = new Set(['calling.answer', 'calling.end', 'calling.pass']);

/** Whether a call that RELAY says is gone is hung up all the same, in case it is not. */
export const isHungUpAfter = (method: string): boolean => !NEVER_HUNG_UP_AFTER.has(method);

/** Methods that give the call to somebody or something else: a flow may end after one of them. */
const HAND_ON: ReadonlySet<string> = new Set([
  'calling.amazon_bedrock',
  'calling.connect',
  'calling.join_conference',
  'calling.join_room',
  'calling.queue.enter',
  'calling.refer',
  'calling.transfer',
]);

/** Whether a call is in other hands after a method has succeeded. */
export const handsOn = (method: string): boolean => HAND_ON.has(method);
