import { RelayConnectionError } from 'relay-rx';
import { request, type Heard } from '../connection/support.js';
import type { ExpectedEnds } from './expected-ends.js';
import { HELD } from './server.js';
import { CALLS, type Subject, type ObservedOperation } from './subject.js';
import { require } from './wrong.js';

/** Longer than the longest way back, in ms: a disconnect, a handshake, and the longest wait between attempts. */
const RECOVERY = 180_000;

const PROBE = 'spec.probe';

/** An event of a time that no other has: none of a run's is the same. */
const event = (type: string, params: object, id: string): object =>
  request('signalwire.event', { event_type: type, timestamp: 1_800_000_000.5, params }, id);

const callEnded = (callId: string): object =>
  event(
    'calling.call.state',
    { call_id: callId, node_id: 'n', call_state: 'ended', end_reason: 'hangup' },
    'finish-call',
  );

/**
 * The end of a run: whatever came, what is valid must still get through, what was asked must still be answered, and
 * when the client is closed nothing must be left of it.
 */
export function finish(subject: Subject, expectedEnds: ExpectedEnds, say: (frame: object) => void): void {
  const { server, clock, events, client } = subject;
  server.mode = 'same';
  answerHeld(subject, say);
  clock.advance(RECOVERY);
  expectedEnds.check();
  if (events.ended === undefined) continueAll(subject, expectedEnds, say);
  else require(events.error instanceof RelayConnectionError, `The client ended with ${String(events.error)}`);
  client.close();
  server.stop();
  checkNothingIsLeft(subject);
}

/** What has been asked all along gets its answer, where the connection it was asked on is still there. */
function answerHeld({ server, pending, messages }: Subject, say: (frame: object) => void): void {
  const [asked, send] = HELD as [string, string];
  if (server.answerHeld(asked, { code: '200', message: 'OK' }) && !wasTooLate(pending))
    require(pending.ended === 'completed' &&
      pending.values.length === 1, 'A request has not heard its answer');
  const message = messages.at(-1);
  if (!server.answerHeld(send, { code: '200', message: 'OK', message_id: 'message-2' })) return;
  if (wasTooLate(message)) return;
  say(event('messaging.state', { message_id: 'message-2', message_state: 'delivered' }, 'finish-message'));
  require(message?.ended === 'completed', 'A message has not heard that it was delivered');
}

/** Whether a request was given up because its answer did not come in time. */
const wasTooLate = (asked: Heard<unknown> | undefined): boolean =>
  asked?.error instanceof RelayConnectionError && asked.error.delivery === 'unknown';

function continueAll(subject: Subject, expectedEnds: ExpectedEnds, say: (frame: object) => void): void {
  const { streams, ends, events, connection } = subject;
  require(streams['status$']?.values.at(-1) === 'connected', 'The client does not come back');
  say(event(PROBE, { call_id: 'no-such-call' }, 'finish-probe'));
  require(String(events.values.at(-1)?.type) === PROBE, 'A valid event does not get through');
  // What each of them then must have come to is checked with the frame.
  for (const operation of expectedEnds.running) say(terminal(operation));
  require(expectedEnds.running.length === 0, 'An operation is not over after its terminal event');
  require(connection.size.operations === 0, 'An operation holds its place after its end');
  for (const callId of CALLS) say(callEnded(callId));
  for (const ended of ends) require(ended.ended !== undefined, 'A call is not over after its last event');
}

function terminal({ eventType, callId, controlId }: ObservedOperation): object {
  const said =
    eventType === 'calling.call.collect'
      ? { result: { type: 'digit', params: { digits: '1', terminator: '' } } }
      : { state: 'finished', url: 'https://relay.invalid/1.mp3' };
  return event(
    eventType,
    { call_id: callId, node_id: 'n', control_id: controlId, ...said },
    'finish-operation',
  );
}

function checkNothingIsLeft({ streams, connection, clock, server }: Subject): void {
  const open = Object.entries(streams).filter(([, { ended }]) => ended === undefined);
  require(open.length === 0, `Not ended: ${open.map(([name]) => name).join(', ')}`);
  const held = Object.entries(connection.size).filter(([, count]) => count !== 0);
  require(held.length === 0, `Not let go of: ${JSON.stringify(held)}`);
  const timers = clock.actions.filter(({ closed }) => !closed).length;
  require(timers === 0, `${timers} timers are left`);
  require(!server.sockets.some(({ isOpen }) => isOpen), 'A socket is left open');
}
