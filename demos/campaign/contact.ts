// A contact and its result.

/** Somebody who is to be called. */
export interface Contact {
  /** One contact has one id, and is never called for a finished job again, however often it is loaded. */
  readonly id: string;
  readonly name: string;
  /** E.164. */
  readonly phone: string;
  /** An IANA time zone, for example Europe/Berlin. */
  readonly timeZone: string;
  /** When they may be called, in minutes of their own day: `from` is in it, `to` is not. */
  readonly window: CallingWindow;
  /** Whether they may be sent a text message when they are not reached. */
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
 * What came of a contact: the appointment was confirmed; a person heard the message; a machine has it; a text message
 * went out; they do not want to be called; the line was busy or nobody answered, each time; it could not be done; or
 * nobody can say, because a worker was lost in the middle of a call.
 */
export type Outcome = (typeof OUTCOMES)[number];

export interface Result {
  readonly outcome: Outcome;
  /** What there is to say beside that, for people. */
  readonly detail: string;
  /** How many times they were called. */
  readonly calls: number;
  /** When this was known, in ms since 1970. */
  readonly at: number;
}

/** A contact with its result. */
export interface Finished {
  readonly contact: Contact;
  readonly result: Result;
}
