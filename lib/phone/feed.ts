/**
 * The server-sent events of `GET /_relay/phone` for an open web phone. Only types: the simulator writes the events, and
 * the page reads them.
 */
export interface Feed {
  /** The first event of each connection, with the complete state. */
  readonly hello: FeedHello;
  readonly status: FeedStatus;
  readonly call: FeedCall;
  readonly line: FeedLine;
  /** A frame of the call that this page watches. */
  readonly frame: FeedFrame;
  readonly message: FeedMessage;
  /** Sent when time was moved forward. */
  readonly clock: FeedClock;
  /** Sent when the simulator was reset. */
  readonly reset: object;
}

/** How calls that the app makes are answered while a page is open. */
export type Incoming = 'ring' | 'machine' | 'busy' | 'decline' | 'noAnswer';

export interface FeedClock {
  /** The simulator's time, in ms. */
  readonly now: number;
  /** How much faster than real time it passes. */
  readonly speed: number;
}

export interface FeedHello extends FeedClock {
  /** The number of this page, for `POST /_relay/phone/watch`. */
  readonly page: number;
}

export interface FeedStatus {
  /** The number of connected sessions. */
  readonly clients: number;
  readonly contexts: readonly string[];
  /** The environment variables that point a client here, as lines for a shell. */
  readonly environment: readonly string[];
  /** The module of the flow, for tests. */
  readonly flowModule: string;
  readonly incoming: Incoming;
}

export interface FeedCall {
  readonly callId: string;
  readonly direction: 'inbound' | 'outbound';
  readonly context: string;
  readonly from: string;
  readonly to: string;
  readonly state: 'ringing' | 'answered' | 'ended';
  /** Whether it rings on the open pages. */
  readonly rings: boolean;
  /** When it was placed, in ms of the simulator's time. */
  readonly at: number;
  readonly transferredTo?: string;
  readonly endReason?: string;
}

/** An act of the call, or its end. */
export type LineKind = 'heard' | 'pressed' | 'said' | 'mumbled' | 'hungUp' | 'transferredTo' | 'ended';

/** A line of a call's dialogue. A line that has grown is sent again with the same index. */
export interface FeedLine {
  readonly callId: string;
  readonly index: number;
  readonly at: number;
  readonly kind: LineKind;
  /** The text, URL or name that was heard, the key, the words, the destination, the reason. */
  readonly text: string;
  /** Kind of what is heard: `tts`, `audio`, `silence`, `ringtone`, `speech`. */
  readonly medium?: string;
  /** The confidence of the recognition, if it is not 90. */
  readonly confidence?: number;
  /** Set while the speech continues. */
  readonly open?: true;
}

export interface FeedFrame {
  readonly id: number;
  readonly callId: string;
  readonly at: number;
  /** `in` is from the app. */
  readonly direction: 'in' | 'out';
  /** The protocol of the session; null before there is one. */
  readonly session: string | null;
  readonly frame: unknown;
}

export interface FeedMessage {
  /** `sent` by the app, or `received` by it. */
  readonly direction: 'sent' | 'received';
  readonly messageId: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly media: readonly string[];
}
