import { CodedError, named } from './coded-error.js';

/**
 * RELAY refused a request: a `result.code` other than 2xx, or a JSON-RPC error.
 *
 * `code` is RELAY's code, always as a string (`'400'`, `'409'`, `'-32601'`); `message` is RELAY's text.
 */
export class RelayError extends CodedError {
  constructor(
    readonly code: string,
    message: string,
    /** The method that was refused, for example `calling.play_and_collect`. */
    readonly method: string,
  ) {
    super(message);
  }
}
named(RelayError, 'RelayError');

/** Options of a `RelayConnectionError`. */
export interface ConnectionErrorOptions {
  readonly cause?: unknown;
  readonly delivery?: 'unsent' | 'unknown';
  readonly status?: number | undefined;
  readonly retryAfter?: number | undefined;
}

/**
 * The connection could not carry out a request, or has ended for good.
 *
 * `delivery` says whether RELAY has received the request: `unsent` (it has not) or `unknown` (the request was sent, but
 * its answer or its later events were lost with the connection).
 */
export class RelayConnectionError extends CodedError {
  readonly code: string = 'ERR_RELAY_CONNECTION';
  readonly delivery: 'unsent' | 'unknown';
  /** The HTTP status of a server that refused to open a WebSocket. */
  readonly status?: number;
  /** How long that server asked to wait before the next attempt, in ms. */
  readonly retryAfter?: number;

  constructor(message: string, options: ConnectionErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : {});
    this.delivery = options.delivery ?? 'unsent';
    if (options.status !== undefined) this.status = options.status;
    if (options.retryAfter !== undefined) this.retryAfter = options.retryAfter;
  }
}
named(RelayConnectionError, 'RelayConnectionError');

/**
 * RELAY refused the credentials three times in a row (`reconnect: { refusals }` sets the number). The client does not
 * try again.
 */
export class RelayAuthenticationError extends RelayConnectionError {
  override readonly code: string = 'ERR_RELAY_AUTHENTICATION';
}
named(RelayAuthenticationError, 'RelayAuthenticationError');

/** The client has reconnected, but RELAY did not resume the session: the calls of the old session are out of reach. */
export class RelaySessionLostError extends RelayConnectionError {
  override readonly code: string = 'ERR_RELAY_SESSION_LOST';

  constructor(
    message = 'RELAY did not resume the session: its calls are out of reach',
    options: ConstructorParameters<typeof RelayConnectionError>[1] = {},
  ) {
    super(message, options);
  }
}
named(RelaySessionLostError, 'RelaySessionLostError');

/** The same error for an operation that RELAY had already received: its result is unknown. */
export function withUnknownDelivery(error: RelayConnectionError): RelayConnectionError {
  const Same = error.constructor as typeof RelayConnectionError;
  return new Same(error.message, { ...('cause' in error && { cause: error.cause }), delivery: 'unknown' });
}

/** A frame or event that is not valid RELAY has arrived. It is reported on `errors$`, and the connection continues. */
export class RelayProtocolError extends CodedError {
  readonly code = 'ERR_RELAY_PROTOCOL';
}
named(RelayProtocolError, 'RelayProtocolError');

/** The call ended, or was already gone, before the operation had a result. */
export class CallEndedError extends CodedError {
  readonly code = 'ERR_RELAY_CALL_ENDED';

  constructor(readonly callId: string) {
    super(`Call ${callId} ended before the operation had a result`);
  }
}
named(CallEndedError, 'CallEndedError');

/** A flow under `eachCall` failed with the error `cause`; its call was hung up. */
export class FlowError extends CodedError {
  readonly code = 'ERR_RELAY_FLOW';

  constructor(
    readonly callId: string,
    cause: unknown,
  ) {
    super(`The flow of call ${callId} failed: ${describe(cause)}`, { cause });
  }
}
named(FlowError, 'FlowError');

/** The notifier of a command operator failed with the error `cause`; the operation continues. */
export class NotifierError extends CodedError {
  readonly code = 'ERR_RELAY_NOTIFIER';

  constructor(
    readonly command: string,
    cause: unknown,
  ) {
    super(`The notifier of ${command} failed: ${describe(cause)}`, { cause });
  }
}
named(NotifierError, 'NotifierError');

/** An inbound call came while `maxActiveCalls` calls were live, and was passed on to another client. */
export class OverloadError extends CodedError {
  readonly code = 'ERR_RELAY_OVERLOAD';

  constructor(
    readonly callId: string,
    readonly maxActiveCalls: number,
  ) {
    super(`Call ${callId} was passed on: ${maxActiveCalls} calls are active, which is maxActiveCalls`);
  }
}
named(OverloadError, 'OverloadError');

/**
 * A likely mistake in an application, reported on `errors$`. `code` is one of:
 *
 * - `ERR_RELAY_CALL_ENDED_LOOP`: a loop keeps sending requests on a call that has ended;
 * - `ERR_RELAY_CLIENT_ENDED_LOOP`: a loop keeps using a client that is closed or draining;
 * - `ERR_RELAY_RESULT_LOST`: a recording, fax, transcription or payment was finished after its call, and nothing was
 *   subscribed to it;
 * - `ERR_RELAY_CALL_UNANSWERED`: a call is unanswered 5 s after its flow has completed;
 * - `ERR_RELAY_CALL_IDLE`: a call is still up 60 s after its flow has completed, with nothing running on it;
 * - `ERR_RELAY_NO_CONTEXTS`: `calls$` is subscribed to, but the client receives no context;
 * - `ERR_RELAY_UNIT`: a duration that is plausible only in the other unit: seconds instead of milliseconds, or the
 *   reverse;
 * - `ERR_RELAY_STILL_WORKING`: `drain` stops waiting for work that outlives its call.
 */
export class RelayWarning extends CodedError {
  constructor(
    readonly code:
      | 'ERR_RELAY_CALL_ENDED_LOOP'
      | 'ERR_RELAY_CLIENT_ENDED_LOOP'
      | 'ERR_RELAY_RESULT_LOST'
      | 'ERR_RELAY_CALL_UNANSWERED'
      | 'ERR_RELAY_CALL_IDLE'
      | 'ERR_RELAY_NO_CONTEXTS'
      | 'ERR_RELAY_UNIT'
      | 'ERR_RELAY_STILL_WORKING',
    message: string,
    /** The id of the call, if it is about one. */
    readonly callId?: string,
  ) {
    super(message);
  }
}
named(RelayWarning, 'RelayWarning');

/** Whether RELAY refused because the call or the operation does not exist any more (404, 410). */
export function isGone(error: unknown): error is RelayError {
  return error instanceof RelayError && (error.code === '404' || error.code === '410');
}

/**
 * The JSON-RPC error codes of requests that were not carried out: parse error, invalid request, unknown method, invalid
 * params.
 */
const NOT_CARRIED_OUT: ReadonlySet<string> = new Set(['-32700', '-32600', '-32601', '-32602']);

/** Whether RELAY may have carried out a request in spite of its error: then what it may have started is ended. */
export function leavesOpen(error: unknown): boolean {
  if (error instanceof RelayConnectionError) return error.delivery === 'unknown';
  if (!(error instanceof RelayError)) return false;
  const { code } = error;
  return code === '408' || /^5\d\d$/.test(code) || (code.startsWith('-') && !NOT_CARRIED_OUT.has(code));
}

export function describe(cause: unknown): string {
  try {
    // RELAY's text alone seldom says which request it refused.
    if (cause instanceof RelayError && cause.code !== '')
      return `RELAY refused ${cause.method} (${cause.code}): ${cause.message}`;
    return cause instanceof Error ? cause.message : String(cause);
  } catch {
    return 'a value that is no text';
  }
}
