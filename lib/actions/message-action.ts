import { Observable, defaultIfEmpty, defer, share, tap } from 'rxjs';
import type { Connection } from '../connection/connection.js';
import { finish } from '../connection/subscriber-list.js';
import type { CommandResult } from '../protocol/answer.js';
import { RelayConnectionError, RelayError, withUnknownDelivery } from '../protocol/errors.js';
import { endsMessage, type MessageStateEvent } from '../protocol/events/message.js';
import type { WireParams } from '../protocol/events/event.js';
import type { RelayEvent } from '../protocol/events/index.js';
import { mayHaveEnded } from '../protocol/events/undecoded.js';
import { AsyncEvents } from './async-events.js';
import { waitFor, type WaitOptions } from './wait.js';

/** Where a message stands: before it is sent, on its way, or over, with its last state event or without one. */
type Phase =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly messageId: string | undefined }
  | {
      readonly kind: 'ended';
      readonly messageId: string | undefined;
      readonly result: MessageStateEvent | undefined;
    };

/**
 * An outbound message: `messaging.send`. Subscribing sends it; it emits `messaging.state` events, and completes on
 * delivered, undelivered and failed. Later subscribers join; subscribing after the end sends it again. A message that
 * has left cannot be taken back: unsubscribing after that only stops listening.
 *
 * It errors with `RelayError` when RELAY refuses it, and with `RelayConnectionError` when the connection ends.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/client/send-message
 */
export class MessageAction extends Observable<MessageStateEvent> {
  readonly #connection: Connection;
  #phase: Phase = { kind: 'idle' };

  /** @internal A client makes these. */
  constructor(connection: Connection, params: object) {
    const run$ = defer(() => {
      this.#phase = { kind: 'running', messageId: undefined };
      return send(connection, params, (messageId) => (this.#phase = { kind: 'running', messageId }));
    }).pipe(
      tap({
        // Over before it is reported, so that a subscriber who sends it again from within finds it so.
        next: (event) => {
          if (endsMessage(event)) this.#end(event);
        },
        finalize: () => this.#end(undefined),
      }),
      share(),
    );
    super((subscriber) => connection.loopSafe(run$).subscribe(subscriber));
    this.#connection = connection;
  }

  /** RELAY's id of the message, once it has answered. */
  get messageId(): string | undefined {
    return this.#phase.kind === 'idle' ? undefined : this.#phase.messageId;
  }

  /** Whether the latest run has ended, however. */
  get isDone(): boolean {
    return this.#phase.kind === 'ended';
  }

  /** Whether the latest run has ended with delivered, undelivered or failed. */
  get completed(): boolean {
    return this.result !== undefined;
  }

  /** The event of the last state of the latest run, once there is one. */
  get result(): MessageStateEvent | undefined {
    return this.#phase.kind === 'ended' ? this.#phase.result : undefined;
  }

  /**
   * A promise of the last state, be it delivered, undelivered or failed: at once when there is one; sends the message
   * when it is not on its way.
   *
   * @throws {RangeError} when `timeout` is not 0 or more.
   */
  wait(options: WaitOptions = {}): Promise<MessageStateEvent> {
    return waitFor(
      {
        source$: this,
        answer: this.result,
        answers: endsMessage,
        missing: () =>
          new RelayConnectionError('The client was closed before the message had its last state', {
            delivery: 'unknown',
          }),
        timers: this.#connection.lateTimers,
      },
      options,
    );
  }

  /**
   * The events for `for await`: the loop sends the message, or joins the run in progress, ends after the last event, throws what
   * the stream fails with, and unsubscribes when the loop ends early. Events are kept until they are read.
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<MessageStateEvent> {
    return new AsyncEvents(this);
  }

  #end(result: MessageStateEvent | undefined): void {
    if (this.#phase.kind !== 'running') return;
    this.#phase = { kind: 'ended', messageId: this.#phase.messageId, result };
  }
}

const METHOD = 'messaging.send';

/** Sends a message when it is subscribed to; its id comes with the answer, which its events may overtake. */
function send(
  connection: Connection,
  params: object,
  sent: (messageId: string) => void,
): Observable<MessageStateEvent> {
  return new Observable((subscriber) => {
    const awaiting = connection.router.awaitMessage();
    subscriber.add(awaiting);
    subscriber.add(connection.hold());

    const listener = {
      event: (event: RelayEvent) => {
        if (event.type !== 'messaging.state' || subscriber.closed) return;
        subscriber.next(event);
        if (endsMessage(event)) subscriber.complete();
      },
      cutOff: (error: RelayConnectionError | undefined) =>
        finish(subscriber, error && withUnknownDelivery(error)),
      undecoded: (type: string, params: WireParams, error: Error) => {
        if (mayHaveEnded(type, params)) finish(subscriber, error);
      },
    };
    const answered = (answer: CommandResult | undefined): void => {
      // Without an answer there is no connection any more: the user has closed it.
      if (answer === undefined) return subscriber.complete();
      const { message_id: messageId } = answer;
      if (typeof messageId !== 'string') {
        return subscriber.error(new RelayError('', 'the answer names no message_id', METHOD));
      }
      sent(messageId);
      subscriber.add(connection.router.addMessage(messageId, listener));
      awaiting.unsubscribe();
    };
    // Left with the rest: a message that has not been sent by then is not sent.
    subscriber.add(
      connection
        // Its states go to the session's own context, unless another is given: a shared one deals them to any worker.
        .execute(METHOD, () => ({ context: connection.protocol, ...params }))
        .pipe(defaultIfEmpty(undefined))
        .subscribe({ next: answered, error: (error: unknown) => subscriber.error(error as Error) }),
    );
  });
}
