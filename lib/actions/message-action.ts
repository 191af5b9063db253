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

/** The phase of a message: before it is sent, in transit, or over, with its last state event or without one. */
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
 * delivered, undelivered and failed. Later subscribers join; subscribing after the end sends it again. A sent message
 * cannot be cancelled: unsubscribing then only stops listening.
 *
 * It errors with `RelayError` when RELAY refuses it, and with `RelayConnectionError` when the connection ends.
 *
 * @see https://signalwire.com/docs/server-sdks/reference/python/relay/client/send-message
 */
export class MessageAction extends Observable<MessageStateEvent> {
  readonly #connection: Connection;
  #phase: Phase = { kind: 'idle' };

  /** @internal Made by `client.sendMessage`. */
  constructor(connection: Connection, params: object) {
    const run$ = defer(() => {
      this.#phase = { kind: 'running', messageId: undefined };
      return send(connection, params, (messageId) => (this.#phase = { kind: 'running', messageId }));
    }).pipe(
      tap({
        // Over before subscribers are notified, so that one of them may send it again.
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

  /** RELAY's id of the message; undefined until RELAY has answered. */
  get messageId(): string | undefined {
    return this.#phase.kind === 'idle' ? undefined : this.#phase.messageId;
  }

  /** Whether the latest run has ended, with a final state or without one. */
  get isDone(): boolean {
    return this.#phase.kind === 'ended';
  }

  /** Whether the latest run has ended with delivered, undelivered or failed. */
  get completed(): boolean {
    return this.result !== undefined;
  }

  /** The event with the final state of the latest run; undefined until there is one. */
  get result(): MessageStateEvent | undefined {
    return this.#phase.kind === 'ended' ? this.#phase.result : undefined;
  }

  /**
   * A promise of the final state: delivered, undelivered or failed. It resolves at once if there is one, and sends the
   * message if it is not in transit.
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
   * The events for `for await`. The loop sends the message or joins the run in progress, ends after the last event, and
   * throws the error of the stream. Leaving the loop early unsubscribes. Events are buffered until they are read.
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
      // It completes without an answer only when the user has closed the client.
      if (answer === undefined) return subscriber.complete();
      const { message_id: messageId } = answer;
      if (typeof messageId !== 'string') {
        return subscriber.error(new RelayError('', 'the answer names no message_id', METHOD));
      }
      sent(messageId);
      subscriber.add(connection.router.addMessage(messageId, listener));
      awaiting.unsubscribe();
    };
    // Part of the teardown: a message that was not sent by then is not sent.
    subscriber.add(
      connection
        // Its states go to the session's own context, unless another is given: a shared one deals them to any worker.
        .execute(METHOD, () => ({ context: connection.protocol, ...params }))
        .pipe(defaultIfEmpty(undefined))
        .subscribe({ next: answered, error: (error: unknown) => subscriber.error(error as Error) }),
    );
  });
}
