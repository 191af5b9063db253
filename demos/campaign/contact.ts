// A contact and its result.

/** A person to call. */
export interface Contact {
  /** A contact has one id. Its job is done once, however often the contact is loaded. */
  readonly id: string;
  readonly name: string;
  /** E.164. */
  readonly phone: string;
  /** An IANA time zone, for example Europe/Berlin. */
  readonly timeZone: string;
  /** The calling window, in minutes of the contact's day: `from` is included, `to` is not. */
  readonly window: CallingWindow;
  /** Whether to send a text message when no call reaches the contact. */
  readonly mayText: boolean;
}

export interface CallingWindow {
  readonly from: number;
  readonly to: number;
}

export const OUTCOMES = [
  'confirmed',
  'delivered',
  'voicemail',
  'texted',
  'doNotCall',
  'busy',
  'noAnswer',
  'failed',
  'unknown',
] as const;

/**
 * The result of a contact: the appointment was confirmed; a person heard the message; a machine recorded it; a text
 * message was sent; the contact does not want to be called; the line was busy each time; nobody answered each time; it
 * failed; or unknown, because a worker was lost in the middle of a call.
 */
export type Outcome = (typeof OUTCOMES)[number];

export interface Result {
  readonly outcome: Outcome;
  /** A remark for people. */
  readonly detail: string;
  /** The number of calls. */
  readonly calls: number;
  /** The time of the result, in ms since 1970. */
  readonly at: number;
}

/** A contact with its result. */
export interface Finished {
  readonly contact: Contact;
  readonly result: Result;
}
