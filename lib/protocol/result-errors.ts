import { CodedError, named } from './coded-error.js';
import { CallEndedError, RelayConnectionError, RelayError } from './errors.js';
import { promptOf } from './event-prompt.js';
import type { CollectEvent } from './events/collect.js';
import type { DetectEvent } from './events/detect.js';
import type { PayEvent, Payment, PaymentResult } from './events/pay.js';
import type { PlayEvent } from './events/play.js';
import type { RecordEvent } from './events/record.js';

/** Adds a property that JSON and `util.inspect` do not show: it may contain input of the caller, such as a PIN. */
function conceal(error: object, name: string, value: unknown): void {
  Object.defineProperty(error, name, { value, configurable: true, writable: true });
}

/**
 * Base of the errors of a collect without a value. `event` is the event that ended it; it is not enumerable, so that a
 * logged error shows no input of the caller. The message names the prompt.
 */
abstract class CollectFailureError extends CodedError {
  declare readonly event: CollectEvent;

  constructor(message: string, event: CollectEvent) {
    const prompt = promptOf(event);
    super(prompt === undefined ? message : `${message}: ${prompt}`);
    conceal(this, 'event', event);
  }
}

/** The caller gave no input within `initialTimeout`. */
export class NoInputError extends CollectFailureError {
  readonly code = 'ERR_RELAY_NO_INPUT';

  constructor(event: CollectEvent) {
    super('The caller gave no input', event);
  }
}
named(NoInputError, 'NoInputError');

/**
 * The caller's input matched nothing: it was not recognised, was outside the limits, or was digits instead of speech or
 * the reverse.
 */
export class NoMatchError extends CollectFailureError {
  readonly code = 'ERR_RELAY_NO_MATCH';

  constructor(event: CollectEvent) {
    super("The caller's input matched nothing that was asked for", event);
  }
}
named(NoMatchError, 'NoMatchError');

/** RELAY could not collect input: a result or state `error`. */
export class CollectError extends CollectFailureError {
  readonly code = 'ERR_RELAY_COLLECT';

  constructor(event: CollectEvent) {
    super('RELAY could not collect input', event);
  }
}
named(CollectError, 'CollectError');

/** RELAY could not play: a playback ended with `error`. The message names the media; `event` is not enumerable. */
export class PlaybackError extends CodedError {
  readonly code = 'ERR_RELAY_PLAYBACK';
  readonly callId: string | undefined;
  declare readonly event: PlayEvent;

  constructor(event: PlayEvent) {
    const media = promptOf(event) ?? 'the media';
    super(`RELAY could not play ${media}${event.error === undefined ? '' : ` (${event.error})`}`);
    this.callId = event.callId;
    conceal(this, 'event', event);
  }
}
named(PlaybackError, 'PlaybackError');

/** There is no recording: nobody spoke (`no_input`), or RELAY could not record. `event` is not enumerable. */
export class RecordError extends CodedError {
  readonly code = 'ERR_RELAY_RECORD';
  readonly callId: string | undefined;
  declare readonly event: RecordEvent;

  constructor(event: RecordEvent) {
    super(
      event.state === 'no_input'
        ? 'There is no recording: the caller said nothing'
        : `RELAY could not record (${event.state})`,
    );
    this.callId = event.callId;
    conceal(this, 'event', event);
  }
}
named(RecordError, 'RecordError');

/** RELAY ended a detector with `error`. */
export class DetectError extends CodedError {
  readonly code = 'ERR_RELAY_DETECT';
  readonly callId: string | undefined;
  declare readonly event: DetectEvent;

  constructor(event: DetectEvent) {
    super('RELAY could not listen for what was to be detected');
    this.callId = event.callId;
    conceal(this, 'event', event);
  }
}
named(DetectError, 'DetectError');

/** A call could not be connected to another party. `reason` is RELAY's `failed_reason`, if it gives one. */
export class ConnectError extends CodedError {
  readonly code = 'ERR_RELAY_CONNECT';

  constructor(
    readonly callId: string,
    readonly reason: string | undefined,
  ) {
    super(
      `Call ${callId} could not be connected: nobody answered${reason === undefined ? '' : ` (${reason})`}`,
    );
  }
}
named(ConnectError, 'ConnectError');

/**
 * A payment failed. `result` is RELAY's reason (`caller-interrupted-with-star`, `payment-connector-error` …). `payment`
 * and `event` contain card data, and are not enumerable.
 */
export class PaymentError extends CodedError {
  readonly code = 'ERR_RELAY_PAYMENT';
  readonly callId: string | undefined;
  readonly result: PaymentResult;
  /** The error code of the payment connector; undefined if it gives none. */
  readonly errorCode: string | undefined;
  declare readonly payment: Payment;
  declare readonly event: PayEvent;

  constructor(payment: Payment, event: PayEvent) {
    const { result, error, errorCode } = payment;
    super(
      `The payment failed: ${[result, error, errorCode].filter((each) => each !== undefined).join(', ')}`,
    );
    this.callId = event.callId;
    this.result = result;
    this.errorCode = errorCode;
    conceal(this, 'payment', payment);
    conceal(this, 'event', event);
  }
}
named(PaymentError, 'PaymentError');

/** Nobody answered a dial. `reason` is RELAY's end reason (`busy`, `noAnswer`, `decline` …), or `timeout`. */
export class DialError extends CodedError {
  readonly code = 'ERR_RELAY_DIAL';

  constructor(
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}
named(DialError, 'DialError');

/** The caller did not confirm a value. `value` is not enumerable. */
export class NotConfirmedError extends CodedError {
  readonly code = 'ERR_RELAY_NOT_CONFIRMED';

  declare readonly value: unknown;

  constructor(value: unknown) {
    super('The caller did not confirm');
    conceal(this, 'value', value);
  }
}
named(NotConfirmedError, 'NotConfirmedError');

/**
 * The errors with which a collect can fail: no input, no match, an error of RELAY, the end of the call, a refusal, or
 * the loss of the connection.
 */
export type CollectFailure =
  NoInputError | NoMatchError | CollectError | CallEndedError | RelayError | RelayConnectionError;

/** Whether an error is one with which a collect can fail. */
export const isCollectFailure = (error: unknown): error is CollectFailure =>
  error instanceof NoInputError ||
  error instanceof NoMatchError ||
  error instanceof CollectError ||
  error instanceof CallEndedError ||
  error instanceof RelayError ||
  error instanceof RelayConnectionError;
