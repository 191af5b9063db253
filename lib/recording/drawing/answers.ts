import type { Traffic } from '../traffic.js';

type Event = Pick<Extract<Traffic, { kind: 'event' }>, 'type' | 'params'>;

/** The state of the call that a command brings about. */
const CALL_STATES: Readonly<Record<string, string>> = {
  'calling.answer': 'answered',
  'calling.end': 'ended',
  'calling.transfer': 'ended',
};

/** The states of an operation that its commands bring about; a command that is not here brings no event. */
const STATES: Readonly<Record<string, readonly string[]>> = {
  pause: ['paused'],
  resume: ['playing', 'recording'],
};

/**
 * Whether an event answers a command on its lane: the first event of an operation that the command began, the last one
 * of an operation that it stopped, or the state that it asked for.
 */
export function isAnswer(method: string, { type, params }: Event, isLast: boolean): boolean {
  const state = CALL_STATES[method];
  if (state !== undefined) return type === 'calling.call.state' && params['call_state'] === state;
  const [namespace, operation = '', command] = method.split('.');
  if (namespace !== 'calling') return type === 'messaging.state' && method === 'messaging.send';
  if (command === 'stop') return isLast;
  if (command !== undefined) return STATES[command]?.includes(String(params['state'])) === true;
  // On the lane of an operation every event is its own.
  if (params['control_id'] !== undefined) return true;
  return type === 'calling.conference'
    ? /_conference$/.test(operation)
    : type === `calling.call.${operation}`;
}
