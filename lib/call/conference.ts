import type { Observable } from 'rxjs';
import type { LiveCall } from '../actions/live-call.js';
import type { ConferenceEvent } from '../protocol/events/conference.js';
import { lastingCommand, type LastingCommand, type Stage } from './lasting-command.js';

/** The statuses that end a conference, and those of a call that has left, in RELAY's short and long forms. */
const END: ReadonlySet<string> = new Set(['end', 'conference-end']);
const LEAVE: ReadonlySet<string> = new Set(['leave', 'participant-leave']);

/** Whether a status is about the whole conference, and not about one call in it. */
const isOfAll = (status: string): boolean => /^(start|end|conference-.*)$/.test(status);

/** Puts a call into a conference for as long as it is subscribed to. `params` have its `name`. */
export const conference = (
  call: LiveCall,
  params: Readonly<Record<string, unknown>>,
): Observable<ConferenceEvent> =>
  lastingCommand(call, `conference ${String(params['name'])}`, () => conferenceCommand(call, params));

function conferenceCommand(
  call: LiveCall,
  params: Readonly<Record<string, unknown>>,
): LastingCommand<ConferenceEvent> {
  let conferenceId: string | undefined;

  const isOfThis = (event: ConferenceEvent): boolean =>
    conferenceId !== undefined && event.conferenceId !== undefined
      ? event.conferenceId === conferenceId
      : event.name === params['name'];

  return {
    method: 'calling.join_conference',
    params,
    // From all calls: RELAY names a call only in events about that call.
    events$: call.connection.on('calling.conference'),
    answered: ({ conference_id: id }) => {
      if (typeof id === 'string') conferenceId = id;
      return 'held';
    },
    event: (event): Stage => {
      const { status = '' } = event;
      const isOfAnother = event.callId !== undefined && event.callId !== call.callId;
      // Each call in the conference may receive its events.
      if (!isOfThis(event) || (isOfAnother && isOfAll(status))) return undefined;
      if (END.has(status) || (LEAVE.has(status) && !isOfAnother)) return 'over';
      if (isOfAnother) return 'begun';
      conferenceId ??= event.conferenceId;
      return 'held';
    },
    failure: () => undefined,
    undo: () =>
      conferenceId === undefined
        ? undefined
        : { method: 'calling.leave_conference', params: { conference_id: conferenceId } },
  };
}
