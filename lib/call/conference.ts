import type { Observable } from 'rxjs';
import type { LiveCall } from '../actions/live-call.js';
import type { ConferenceEvent } from '../protocol/events/conference.js';
import { lastingCommand, type LastingCommand, type Stage } from './lasting-command.js';

/** The statuses that say that the conference is over, and that a call has left it: RELAY's short words and long ones. */
const END: ReadonlySet<string> = new Set(['end', 'conference-end']);
const LEAVE: ReadonlySet<string> = new Set(['leave', 'participant-leave']);

/** Events of the conference as a whole, and not to one call in it. */
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
    // Of all calls: RELAY names one only where something happens to that.
    events$: call.connection.on('calling.conference'),
    answered: ({ conference_id: id }) => {
      if (typeof id === 'string') conferenceId = id;
      return 'held';
    },
    event: (event): Stage => {
      const { status = '' } = event;
      const isOfAnother = event.callId !== undefined && event.callId !== call.callId;
      // Each call in it may receive what happens to all.
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
