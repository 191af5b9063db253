import { Subscription } from 'rxjs';
import type { LiveCall } from '../actions/live-call.js';
import { RelayWarning } from '../protocol/errors.js';

/** How long a call may stay unanswered after the end of its flow, in ms. */
export const ANSWER_GRACE = 5_000;

/** How long a call may stay up after the end of its flow, with nothing running on it, in ms. */
export const IDLE_GRACE = 60_000;

/** Watches a call whose flow has completed, and warns once when the call looks forgotten. */
export function watchUnattended(call: LiveCall): Subscription {
  const { connection } = call;
  const { scheduler } = connection.platform;
  const watch = new Subscription();
  const checkAnswer = (): void => {
    if (call.isOffered) {
      connection.report(unanswered(call.callId));
      watch.unsubscribe();
    } else {
      watch.add(scheduler.schedule(checkIdle, IDLE_GRACE - ANSWER_GRACE));
    }
  };
  const checkIdle = (): void => {
    if (call.isHandedOn || call.isBeingHungUp) return;
    if (call.isBusy) watch.add(scheduler.schedule(checkIdle, IDLE_GRACE));
    else connection.report(idle(call.callId));
  };
  watch.add(scheduler.schedule(checkAnswer, ANSWER_GRACE));
  return watch;
}

const unanswered = (callId: string): RelayWarning =>
  new RelayWarning(
    'ERR_RELAY_CALL_UNANSWERED',
    `Call ${callId} is still unanswered ${ANSWER_GRACE / 1000} s after its flow has completed: begin the flow with ` +
      'call.answer(), or end it with call.pass() or call.hangup()',
    callId,
  );

const idle = (callId: string): RelayWarning =>
  new RelayWarning(
    'ERR_RELAY_CALL_IDLE',
    `Call ${callId} is still up ${IDLE_GRACE / 1000} s after its flow has completed, with nothing running on it: end the ` +
      'flow with call.hangup(), or with what the call does next',
    callId,
  );
