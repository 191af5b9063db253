import { EMPTY, Subject, Subscription, concat, map, of, tap, timer } from 'rxjs';
import type { Observable, SchedulerLike } from 'rxjs';

import type { Fields } from '../wire/json-rpc.js';
import { Behaviours } from './behaviours.js';
import type { RoundRobin } from './round-robin.js';
import type { Session } from './session.js';
import { duration } from './settings.js';
import type { Settings } from './settings.js';

/** The delivery of the app's messages to a number. */
export interface RecipientOptions {
  /** The number. @default every one without a behaviour of its own */
  readonly to?: string | undefined;
  /** The final state of the message. @default 'delivered' */
  readonly delivery?: 'delivered' | 'undelivered' | 'failed' | undefined;
  /** The reason of a failed delivery. @default '' */
  readonly reason?: string | undefined;
  /** Time in ms until that state. @default 1000 */
  readonly after?: number | undefined;
  /** Time in ms from the delivery to the state `read`. @default never */
  readonly readAfter?: number | undefined;
}

/** A text message, inbound or outbound. */
export interface SimulatedMessage {
  readonly messageId: string;
  readonly context: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  /** URLs */
  readonly media: readonly string[];
  readonly tags: readonly string[];
}

/** An inbound message. */
export type MessageOptions = Partial<Omit<SimulatedMessage, 'messageId'>>;

type MessageState =
  'read' | 'received' | 'queued' | 'initiated' | 'sent' | 'delivered' | 'undelivered' | 'failed';

/** Characters in one part of a long message. */
const SEGMENT = 160;

const paramsOf = (
  message: SimulatedMessage,
  state: MessageState,
  direction: 'inbound' | 'outbound',
): Fields => ({
  message_id: message.messageId,
  context: message.context,
  direction,
  from_number: message.from,
  to_number: message.to,
  body: message.body,
  media: message.media,
  segments: Math.max(1, Math.ceil(message.body.length / SEGMENT)),
  message_state: state,
  tags: message.tags,
});

/** Milliseconds between two states before the final one. */
const STEP = 100;

/** The delivery states of an outbound message over time. */
const journey = (
  { delivery = 'delivered', after = 1000, readAfter }: RecipientOptions,
  scheduler: SchedulerLike,
): Observable<MessageState> => {
  const underway: readonly MessageState[] =
    delivery === 'failed' ? ['queued', 'initiated'] : ['queued', 'initiated', 'sent'];
  const step = Math.min(STEP, after / underway.length);
  const [first = 'queued', ...others] = underway;
  return concat(
    of(first),
    ...others.map((state) => timer(step, scheduler).pipe(map(() => state))),
    timer(after - step * others.length, scheduler).pipe(map(() => delivery)),
    delivery === 'delivered' && readAfter !== undefined
      ? timer(readAfter, scheduler).pipe(map((): MessageState => 'read'))
      : EMPTY,
  );
};

/** Inbound and outbound text messages. */
export class Messages {
  /** The app's messages, each when it is accepted. */
  readonly sent$: Observable<SimulatedMessage>;
  readonly #sent$ = new Subject<SimulatedMessage>();
  readonly #journeys = new Subscription();
  readonly #recipients = new Behaviours<RecipientOptions>();

  constructor(
    private readonly settings: Settings,
    private readonly roundRobin: RoundRobin,
  ) {
    this.sent$ = this.#sent$.asObservable();
  }

  recipient(options: RecipientOptions): Subscription {
    duration('after', options.after ?? 0);
    duration('readAfter', options.readAfter ?? 0);
    return this.#recipients.set(options);
  }

  /** Removes all recipients. */
  clear(): void {
    this.#recipients.clear();
  }

  /** Offers an inbound message to sessions in turn, like a call. It cannot be passed. */
  receive(options: MessageOptions): SimulatedMessage {
    const { context = 'default', from = '+15550100', to = '+15550101', media = [], tags = [] } = options;
    const { body = media.length === 0 ? 'hello' : '' } = options;
    const messageId = this.settings.generateId();
    const message: SimulatedMessage = { messageId, context, from, to, body, media, tags };
    let isOpen = true;
    this.roundRobin.add({
      context,
      get isOpen() {
        return isOpen;
      },
      isRefusedBy: () => false,
      offer: (session) => {
        isOpen = false;
        session.emit('messaging.receive', paramsOf(message, 'received', 'inbound'));
      },
    });
    return message;
  }

  /**
   * Delivers a message of the app.
   *
   * @param receiver looks up the session for the delivery states; called for each state
   */
  send(message: SimulatedMessage, receiver: () => Session | undefined): void {
    const recipient = this.#recipients.of(message.to) ?? {};
    this.#sent$.next(message);
    const states$ = journey(recipient, this.settings.scheduler).pipe(
      tap((state) => {
        const reason = state === recipient.delivery ? (recipient.reason ?? '') : '';
        receiver()?.emit('messaging.state', { ...paramsOf(message, state, 'outbound'), reason });
      }),
    );
    this.#journeys.add(states$.subscribe());
  }

  close(): void {
    this.#journeys.unsubscribe();
    this.#sent$.complete();
  }
}
