import type { CommandResult } from '../answer.js';
import type { Open } from '../events/open.js';
import { commandReader } from './command.js';
import { optional, record, required, type Schema } from './schema.js';
import { streamTarget } from './stream.js';
import { between, flag, httpMethod, oneOf, text, untouched, url } from './values.js';
import type { StreamParams } from './device-params.js';

/**
 * `calling.join_conference`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/join-conference
 */
export interface JoinConferenceOptions {
  /** The conference, which is made when there is none of that name. */
  readonly name: string;
  /**
   * Whether the call joins without being heard.
   * @default `false`, by RELAY
   */
  readonly muted?: boolean | undefined;
  /** When there is a beep: when somebody comes or goes (`'true'`, RELAY's default), one of the two, or never. */
  readonly beep?: 'true' | 'false' | 'onEnter' | 'onExit' | undefined;
  /**
   * Whether it starts with this call.
   * @default `true`, by RELAY
   */
  readonly startOnEnter?: boolean | undefined;
  /**
   * Whether it ends with this call.
   * @default `false`, by RELAY
   */
  readonly endOnExit?: boolean | undefined;
  /** Media until it starts: the URL of a recording or a document. RELAY plays music when it is left out. */
  readonly waitUrl?: string | undefined;
  /**
   * 1 to 100,000.
   * @default 250, by RELAY
   */
  readonly maxParticipants?: number | undefined;
  /**
   * Whether the conference is recorded.
   * @default `do-not-record`, by RELAY
   */
  readonly record?: Open<'do-not-record' | 'record-from-start'> | undefined;
  /**
   * Where in the world it is held.
   * @default `global`, by RELAY
   */
  readonly region?: Open<'global' | 'us' | 'eu'> | undefined;
  /**
   * Treatment of silence in the recording.
   * @default `trim-silence`, by RELAY
   */
  readonly trim?: 'trim-silence' | 'do-not-trim' | undefined;
  /** The id of the call that this one coaches: only that hears it. */
  readonly coach?: string | undefined;
  /** Where RELAY posts what happens in it. */
  readonly statusCallback?: string | undefined;
  /** Which of it, with spaces between: `start end join leave mute hold modify speaker announcement`. */
  readonly statusCallbackEvent?: string | undefined;
  /**
   * The form of what RELAY posts.
   * @default `relay`, by RELAY
   */
  readonly statusCallbackEventType?: Open<'relay' | 'cxml' | 'laml'> | undefined;
  /**
   * The HTTP method by which RELAY posts it.
   * @default `POST`, by RELAY
   */
  readonly statusCallbackMethod?: 'GET' | 'POST' | undefined;
  /** URL to which RELAY posts the status of the recording. */
  readonly recordingStatusCallback?: string | undefined;
  /**
   * Which of it, with spaces between: `in-progress completed absent`.
   * @default `completed`, by RELAY
   */
  readonly recordingStatusCallbackEvent?: string | undefined;
  /**
   * The form of what RELAY posts.
   * @default `relay`, by RELAY
   */
  readonly recordingStatusCallbackEventType?: Open<'relay' | 'cxml' | 'laml'> | undefined;
  /**
   * The HTTP method by which RELAY posts it.
   * @default `POST`, by RELAY
   */
  readonly recordingStatusCallbackMethod?: 'GET' | 'POST' | undefined;
  /** A WebSocket that hears the conference and speaks in it. */
  readonly stream?: StreamParams | undefined;
  /** Access list of those who may join, as it goes on the wire. */
  readonly acl?: unknown;
}

/**
 * `calling.leave_conference`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/leave-conference
 */
export interface LeaveConferenceOptions {
  /** As the answer to `joinConference` (`conference_id`) and `calling.conference` events give it. */
  readonly conferenceId: string;
}

/** A conference to leave: its id, or the answer to `joinConference`. */
export type LeaveConferenceForm = LeaveConferenceOptions | CommandResult;

/**
 * `calling.join_room`.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/call/join-room
 */
export interface JoinRoomOptions {
  /** The room, which is made when there is none of that name. */
  readonly name: string;
  /** Where RELAY posts what happens in it. */
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
/** The answer that `joinConference` emits names the conference beside what every answer has. */
export function readLeaveConference(options: LeaveConferenceForm): Record<string, unknown> {
  if (!isAnswer(options)) return leave(options);
  const { conference_id } = options;
  return leave({ conferenceId: conference_id as string });
}
export const readJoinRoom = commandReader<JoinRoomOptions>('joinRoom', joinRoomSchema);
