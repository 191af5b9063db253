import type { EventBase, EventCodec } from './event.js';
import { open, text } from './fields.js';
import { flatCodec } from './flat.js';
import type { Open } from './open.js';

/** RELAY's short words, and the longer ones of its callbacks. */
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

/** `calling.conference`: something happened in a conference; to one participant where there is a `callId`. */
export interface ConferenceEvent extends EventBase<'calling.conference'> {
  /** The id that RELAY has given the conference. */
  readonly conferenceId: string | undefined;
  /** The name under which calls join it. */
  readonly name: string | undefined;
  /** The event in the conference. */
  readonly status: Open<ConferenceStatus> | undefined;
}

export const conferenceEventCodec: EventCodec<ConferenceEvent> = flatCodec(
  'calling.conference',
  {},
  { conferenceId: text, name: text, status: open<ConferenceStatus>() },
);
