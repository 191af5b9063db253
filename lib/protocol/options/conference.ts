import type { CommandResult } from '../answer.js';
import type { Open } from '../events/open.js';
import { commandReader } from './command.js';
import { optional, record, required, type Schema } from './schema.js';
import { streamTarget } from './stream.js';
import { between, flag, httpMethod, oneOf, text, untouched, url } from './values.js';
import type { StreamParams } from './device-params.js';

/**
 * Options of `call.joinConference` and `call.conference`: `calling.join_conference`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/join-conference
 */
export interface JoinConferenceOptions {
  /** The name of the conference, which RELAY makes if it does not exist. */
  readonly name: string;
  /**
   * Whether the call joins without being heard.
   * @default `false`, by RELAY
   */
  readonly muted?: boolean | undefined;
  /**
   * When a beep is played: when a participant joins or leaves (`'true'`), on one of the two, or never.
   * @default `'true'`, by RELAY
   */
  readonly beep?: 'true' | 'false' | 'onEnter' | 'onExit' | undefined;
  /**
   * Whether the conference starts when this call joins.
   * @default `true`, by RELAY
   */
  readonly startOnEnter?: boolean | undefined;
  /**
   * Whether the conference ends when this call leaves.
   * @default `false`, by RELAY
   */
  readonly endOnExit?: boolean | undefined;
  /**
   * Media to play until the conference starts: the URL of a recording or a document.
   * @default music of RELAY's
   */
  readonly waitUrl?: string | undefined;
  /**
   * The most participants: 1 to 100,000.
   * @default 250, by RELAY
   */
  readonly maxParticipants?: number | undefined;
  /**
   * Whether the conference is recorded.
   * @default `do-not-record`, by RELAY
   */
  readonly record?: Open<'do-not-record' | 'record-from-start'> | undefined;
  /**
   * The region that hosts the conference.
   * @default `global`, by RELAY
   */
  readonly region?: Open<'global' | 'us' | 'eu'> | undefined;
  /**
   * Treatment of silence in the recording.
   * @default `trim-silence`, by RELAY
   */
  readonly trim?: 'trim-silence' | 'do-not-trim' | undefined;
  /** The id of the call that this one coaches: only that call hears it. */
  readonly coach?: string | undefined;
  /** URL to which RELAY posts the conference's events. */
  readonly statusCallback?: string | undefined;
  /** The events to post, separated by spaces: `start end join leave mute hold modify speaker announcement`. */
  readonly statusCallbackEvent?: string | undefined;
  /**
   * The format of the posts.
   * @default `relay`, by RELAY
   */
  readonly statusCallbackEventType?: Open<'relay' | 'cxml' | 'laml'> | undefined;
  /**
   * The HTTP method of the posts.
   * @default `POST`, by RELAY
   */
  readonly statusCallbackMethod?: 'GET' | 'POST' | undefined;
  /** URL to which RELAY posts the status of the recording. */
  readonly recordingStatusCallback?: string | undefined;
  /**
   * The statuses to post, separated by spaces: `in-progress completed absent`.
   * @default `completed`, by RELAY
   */
  readonly recordingStatusCallbackEvent?: string | undefined;
  /**
   * The format of the posts.
   * @default `relay`, by RELAY
   */
  readonly recordingStatusCallbackEventType?: Open<'relay' | 'cxml' | 'laml'> | undefined;
  /**
   * The HTTP method of the posts.
   * @default `POST`, by RELAY
   */
  readonly recordingStatusCallbackMethod?: 'GET' | 'POST' | undefined;
  /** A WebSocket that receives the conference's audio and sends audio into it. */
  readonly stream?: StreamParams | undefined;
  /** The access list of the conference, as it goes on the wire. */
  readonly acl?: unknown;
}

/**
 * Options of `call.leaveConference`: `calling.leave_conference`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/leave-conference
 */
export interface LeaveConferenceOptions {
  /** The id of the conference: `conference_id` of the answer to `joinConference`, or of `calling.conference` events. */
  readonly conferenceId: string;
}

/** A conference to leave: its id, or the answer to `joinConference`. */
export type LeaveConferenceForm = LeaveConferenceOptions | CommandResult;

/**
 * Options of `call.joinRoom`: `calling.join_room`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/join-room
 */
export interface JoinRoomOptions {
  /** The name of the room, which RELAY makes if it does not exist. */
  readonly name: string;
  /** URL to which RELAY posts the conference's events. */
  readonly statusUrl?: string | undefined;
}

export const joinConferenceSchema: Schema<JoinConferenceOptions> = {
  name: required(text),
  muted: optional(flag),
  beep: optional(oneOf('true', 'false', 'onEnter', 'onExit')),
  startOnEnter: optional(flag),
  endOnExit: optional(flag),
  waitUrl: optional(url),
  maxParticipants: optional(between(1, 100_000)),
  record: optional(text),
  region: optional(text),
  trim: optional(oneOf('trim-silence', 'do-not-trim')),
  coach: optional(text),
  statusCallback: optional(url),
  statusCallbackEvent: optional(text),
  statusCallbackEventType: optional(text),
  statusCallbackMethod: optional(httpMethod),
  recordingStatusCallback: optional(url),
  recordingStatusCallbackEvent: optional(text),
  recordingStatusCallbackEventType: optional(text),
  recordingStatusCallbackMethod: optional(httpMethod),
  stream: optional(record<StreamParams>({ ...streamTarget, realtime: optional(flag) })),
  acl: optional(untouched),
};
export const leaveConferenceSchema: Schema<LeaveConferenceOptions> = { conferenceId: required(text) };
export const joinRoomSchema: Schema<JoinRoomOptions> = { name: required(text), statusUrl: optional(url) };

export const readJoinConference = commandReader<JoinConferenceOptions>(
  'joinConference',
  joinConferenceSchema,
);
const isAnswer = (options: unknown): options is CommandResult =>
  typeof options === 'object' && options !== null && 'code' in options;
const leave = commandReader<LeaveConferenceOptions>('leaveConference', leaveConferenceSchema);
/** The answer of `joinConference` has further fields besides the id of the conference. */
export function readLeaveConference(options: LeaveConferenceForm): Record<string, unknown> {
  if (!isAnswer(options)) return leave(options);
  const { conference_id } = options;
  return leave({ conferenceId: conference_id as string });
}
export const readJoinRoom = commandReader<JoinRoomOptions>('joinRoom', joinRoomSchema);
