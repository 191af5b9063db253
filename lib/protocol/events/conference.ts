import type { EventBase, EventCodec } from './event.js';
import { open, text } from './fields.js';
import { flatCodec } from './flat.js';
import type { Open } from './open.js';

/** The statuses of a conference: RELAY's short words, and the longer ones of its callbacks. */
export type ConferenceStatus =
  | 'start'
  | 'end'
  | 'join'
  | 'leave'
  | 'conference-start'
  | 'conference-end'
  | 'participant-join'
  | 'participant-leave'
  | 'participant-mute'
  | 'participant-unmute'
  | 'participant-hold'
  | 'participant-unhold'
  | 'participant-modify'
  | 'participant-speech-start'
  | 'participant-speech-stop'
  | 'record-start'
  | 'record-pause'
  | 'record-resume'
  | 'record-stop'
  | 'announcement-end'
  | 'announcement-fail';

/** `calling.conference`: an event of a conference, or of one participant if it has a `callId`. */
export interface ConferenceEvent extends EventBase<'calling.conference'> {
  /** The id of the conference. */
  readonly conferenceId: string | undefined;
  /** The name of the conference. */
  readonly name: string | undefined;
  /** The status: what has happened. */
  readonly status: Open<ConferenceStatus> | undefined;
}

export const conferenceEventCodec: EventCodec<ConferenceEvent> = flatCodec(
  'calling.conference',
  {},
  { conferenceId: text, name: text, status: open<ConferenceStatus>() },
);
