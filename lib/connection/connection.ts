import * as E from 'fp-ts/lib/Either.js';
import { Observable, Subject, map, type Subscription } from 'rxjs';
import type { CommandResult } from '../protocol/answer.js';
import {
  RelaySessionLostError,
  RelayWarning,
  type RelayConnectionError,
  type RelayProtocolError,
} from '../protocol/errors.js';
import { isWireEvent } from '../protocol/events/event.js';
import { decodeEvent, type EventOfType, type RelayEvent } from '../protocol/events/index.js';
import type { ImplausibleDuration } from '../protocol/options/implausible-durations.js';
import type { ActiveCall } from './active-calls.js';
import { AnswersAfterEnd } from './answers-after-end.js';
import { Contexts } from './contexts.js';
import { Frames, type RelayFrame } from './frames.js';
import { isolate, isolated } from './isolated.js';
import { LiveSet } from './live-set.js';
import { silentLogger, type Logger } from './logger.js';
import { Metrics, type Gauges, type RequestMeter } from './metrics.js';
import { OwedRequests } from './owed-requests.js';
import type { Platform } from './platform.js';
import { LateTimers } from './late-timers.js';
import type { Request, RequestListener, RequestParams } from './request.js';
import { MAX_WAITING, Requests } from './requests.js';
import { Router } from './router.js';
import { statusOf, type ConnectionStatus } from './session-state.js';
import { SilentCalls } from './silent-calls.js';
import { Session, type SessionSignal } from './session.js';
import type { Settings } from './settings.js';
import { openSocket } from './socket.js';

/**
 * The live connection: what comes over the session is read and brought to the call, the operation and the
 * listeners that it belongs to; what is asked goes out by `execute`.
 */
export class Connection {
  readonly router = new Router<RelayEvent>();
  readonly activeCalls = new LiveSet<ActiveCall>();
  /** Asks about calls of which nothing was heard for `callTimeout`. */
  readonly silentCalls = new SilentCalls(this.activeCalls, () => this.isReady);
  /** Calls that are being handed back before anybody was given them, by their ids. */
  readonly passes = new LiveSet<string>();
  /** Work that outlives its call, and that a drain waits for, by what it is. */
  readonly outlasting = new LiveSet<string>();
  /** Timers of answers to requests on calls that have ended. */
  readonly lateTimers: LateTimers;
  readonly metrics: Metrics;
  readonly platform: Platform;
  /** How long RELAY may take to answer, in ms. */
  readonly requestTimeout: number;
  /** The contexts that every connect asks for. */
  readonly contexts: Contexts;
  readonly logger: Logger;
  /** Every event, in order. Watching it does not hold the connection. */
  readonly events$: Observable<RelayEvent>;
  /** What went wrong without ending anything. */
  readonly errors$: Observable<Error>;
  readonly status$: Observable<ConnectionStatus>;
  /** Every frame that passes, its credentials masked. */
  readonly frames$: Observable<RelayFrame>;

  readonly #events$ = new Subject<RelayEvent>();
  readonly #errors$ = new Subject<Error>();
  /** Listeners of one event type, so that an event costs nothing to those of another. */
  readonly #types = new Map<string, Subject<RelayEvent>>();
  readonly #frames: Frames;
  readonly #session: Session;
  readonly #requests: Requests;
  readonly #unobserved: (error: Error) => void;
  /** The options whose unit was warned of. */
  readonly #unitsWarned = new Set<string>();
  readonly #owed: OwedRequests;
  readonly #afterEnd: AnswersAfterEnd;

  constructor(settings: Settings) {
    const { platform, logger, requestTimeout, retryDelay } = settings;
    this.platform = platform;
    this.requestTimeout = requestTimeout;
    this.#unobserved = settings.unobserved;
    this.lateTimers = new LateTimers(platform.scheduler);
    this.#afterEnd = new AnswersAfterEnd(this.lateTimers, (error) => this.report(error));
    this.contexts = new Contexts(settings.contexts);
    this.logger = logger;
    this.metrics = new Metrics(platform, () => this.#gauges());
    const meter: RequestMeter = {
      settled: (method, outcome, latency) => {
        this.metrics.settled(method, outcome, latency);
        if (logger !== silentLogger)
          logger.debug('A request is over', { method, outcome, ...(latency !== undefined && { latency }) });
      },
    };
    this.#frames = new Frames(
      platform.scheduler,
      (direction) => this.metrics.frame(direction),
      (text) => this.#session.secrets.mask(text),
    );
    this.frames$ = this.#frames.frames$;
    this.#session = new Session({
      platform,
      logger,
      requestTimeout,
      retryDelay,
      lasting: settings.lasting,
      rules: { refusals: settings.refusals, url: settings.url },
      meter,
      socket$: openSocket(
        settings.socket,
        settings.url,
        { handshakeTimeout: requestTimeout, ...settings.tls },
        platform.scheduler,
      ),
      frames: this.#frames,
      connectParams: (memory) =>
        settings.authentication$.pipe(
          map((authentication) => settings.connectParams(authentication, memory, [...this.contexts])),
        ),
    });
    this.#requests = new Requests({
      session: this.#session,
      platform,
      requestTimeout,
      meter,
      maxWaiting: Math.max(MAX_WAITING, settings.maxActiveCalls),
    });
    this.#owed = new OwedRequests(this.#session, platform);
    const { callTimeout } = settings;
    if (callTimeout !== undefined && callTimeout !== Infinity)
      this.silentCalls.watch(callTimeout, platform.scheduler, this.#session.arrivals);
    // Signals do not fail: an end with an error is a signal too.
    // eslint-disable-next-line rxjs-x/no-ignored-error
    this.#session.signals$.subscribe((signal) => this.#hear(signal));
    this.events$ = this.#events$.asObservable();
    this.errors$ = isolate(this.#errors$);
    this.status$ = this.#session.status$;
    // eslint-disable-next-line rxjs-x/no-ignored-error -- a status does not fail
    this.status$.subscribe(() => this.metrics.changed());
  }

  /** Keeps the connection up until the subscription ends. */
  hold(): Subscription {
    return this.#session.hold();
  }

  /** Counts one more who needs the connection. */
  retain(): void {
    this.#session.retain();
  }

  /** Counts one less. */
  release(): void {
    this.#session.release();
  }

  /** `source$`, holding the connection for as long as it is subscribed to. */
  held<T>(source$: Observable<T>): Observable<T> {
    return new Observable((subscriber) => {
      // Heard first and held then: what comes first over a new connection is not missed.
      subscriber.add(source$.subscribe(isolated(subscriber)));
      if (!subscriber.closed) subscriber.add(this.hold());
    });
  }

  /** `source$` for the user, who may subscribe to it in a loop: slowed down once the connection has ended. */
  loopSafe<T>(source$: Observable<T>): Observable<T> {
    return this.#afterEnd.slow(source$, () => this.isClosed);
  }

  /** The same for a request that a client which drains does not take either. */
  loopSafeRequest<T>(source$: Observable<T>): Observable<T> {
    return this.#afterEnd.slow(source$, () => this.isClosed || this.isDraining);
  }

  /** The events of one type. Watching it does not hold the connection. */
  on<T extends string>(type: T): Observable<EventOfType<T>> {
    return new Observable<RelayEvent>((subscriber) => {
      if (this.isClosed) return this.#events$.subscribe(subscriber);
      const listeners = this.#types.get(type) ?? new Subject<RelayEvent>();
      this.#types.set(type, listeners);
      listeners.subscribe(subscriber);
      return () => {
        if (!listeners.observed) this.#types.delete(type);
      };
    }) as Observable<EventOfType<T>>;
  }

  /** Sends a request when it is subscribed to. `sent` is told just before it leaves. */
  execute(method: string, params: RequestParams, sent?: () => void): Observable<CommandResult> {
    return this.#requests.execute(method, params, sent);
  }

  /** Sends a request at once, as `execute` does. @param owner whose it is. */
  ask(method: string, params: RequestParams, listener: RequestListener, owner?: object): Request {
    return this.#requests.ask(method, params, listener, owner);
  }

  /** Fails an owner's requests that have not left: without an error, they complete. */
  failUnsent(owner: object, error: Error | undefined): void {
    this.#requests.failUnsent(owner, error);
  }

  /**
   * Sends a hang-up or a pass when it is subscribed to, and does not give it up until it is carried out, refused for
   * good, or unsubscribed. Completes empty when the session is lost or the client is closed.
   */
  executeOwed(callId: string, method: string, params: object): Observable<CommandResult> {
    return this.#owed.execute(callId, method, params);
  }

  /** Tells of something that went wrong and ended nothing. */
  report(error: Error): void {
    this.logger.warn(error.message, labelOf(error));
    this.metrics.error();
    if (this.#errors$.observed) this.#errors$.next(error);
    else this.#unobserved(error);
  }

  /** Warns of durations that are plausible only in the other unit: once for each option. */
  warnOfUnits(method: string, durations: readonly ImplausibleDuration[]): void {
    for (const { name, value, unit, looksLike } of durations) {
      if (this.#unitsWarned.has(name)) continue;
      this.#unitsWarned.add(name);
      const option = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
      const message = `${method}: ${option} is in ${unit}, and ${value} looks like ${looksLike}`;
      this.report(new RelayWarning('ERR_RELAY_UNIT', message));
    }
  }

  /** Does `work` after `delay` ms, once what has arrived by then has been read. */
  whenLate(work: () => void, delay: number): Subscription {
    return this.#session.arrivals.whenLate(work, delay);
  }

  /** Takes down that a call goes back to RELAY, and why. */
  passing(callId: string, why: string): void {
    this.#session.handedBack(callId);
    this.metrics.call('passed');
    this.logger.info('A call is passed on', { callId, why });
  }

  /** Whether nobody holds the connection, so that there is none. */
  get isIdle(): boolean {
    return this.#session.state.kind === 'idle';
  }

  /** Whether the connection has ended for good. */
  get isClosed(): boolean {
    return this.#session.state.kind === 'closed';
  }

  /** Whether RELAY can be asked something at this moment. */
  get isReady(): boolean {
    return this.#session.canSend;
  }

  /** RELAY's name for the session, which is private to it: the context of what only this client is to receive. */
  get protocol(): string | undefined {
    const { state } = this.#session;
    return state.kind === 'closed' ? undefined : state.memory.protocol;
  }

  /** Whether nothing new is taken any more. */
  get isDraining(): boolean {
    const { state } = this.#session;
    return state.kind !== 'closed' && state.memory.draining;
  }

  /** Takes nothing new any more. */
  drain(): void {
    this.#session.dispatch({ kind: 'drain' });
  }

  /** Closes at once and for good; everything completes. */
  close(): void {
    this.#session.dispatch({ kind: 'close' });
  }

  /** What is held of other parties' behalf: shown to be back at zero when everything has ended. */
  get size(): Router<RelayEvent>['size'] & Requests['size'] & { readonly types: number } {
    const { waiting, unanswered } = this.#requests.size;
    return {
      ...this.router.size,
      waiting: waiting + this.#owed.waiting,
      unanswered,
      types: this.#types.size,
    };
  }

  #hear(signal: SessionSignal): void {
    switch (signal.kind) {
      case 'event':
        return this.#deliver(signal.params);
      case 'repeated':
        return this.metrics.repeatedEvent();
      case 'trouble':
        return this.report(signal.error);
      case 'ready':
        this.metrics.connected(signal.continuity);
        // Nothing that waits may reach a new session for a call of the old one: those end first.
        if (signal.continuity === 'lost') {
          this.router.cutOff(new RelaySessionLostError());
          this.#owed.sessionLost();
        }
        this.#requests.flush();
        return this.#owed.flush();
      case 'down':
        return this.#session.pending.lose();
      case 'ended':
        return this.#end(signal.error);
    }
  }

  #deliver(params: unknown): void {
    const decoded = decodeEvent(params);
    if (E.isLeft(decoded)) return this.#undecoded(params, decoded.left);
    const event = decoded.right;
    this.metrics.event();
    const known = this.router.route(event);
    this.#types.get(event.type)?.next(event);
    if (this.#events$.observed) this.#events$.next(event);
    // One that makes a call known is not one of an unknown call, whether it is taken or passed on.
    if (!known && event.callId !== undefined && event.type !== 'calling.call.receive') {
      this.metrics.eventForUnknownCall();
      this.logger.debug('An event for a call that is not known', { type: event.type, callId: event.callId });
    }
  }

  /** Reports an event that does not decode, and sees that nothing waits for ever because of it. */
  #undecoded(params: unknown, error: RelayProtocolError): void {
    this.report(error);
    if (isWireEvent(params)) this.router.undecoded(params.event_type, params.params, error);
  }

  /** The end of the connection: of the calls first, then of what was asked, then of those who only listen. */
  #end(error: RelayConnectionError | undefined): void {
    if (error !== undefined)
      this.logger.error(`The connection cannot continue: ${error.message}`, labelOf(error));
    this.lateTimers.release();
    this.router.cutOff(error);
    this.#owed.end(error);
    this.#requests.end(error);
    const listeners = [...this.#types.values(), this.#events$];
    this.#types.clear();
    for (const listener of listeners) {
      if (error === undefined) listener.complete();
      else listener.error(error);
    }
    this.#errors$.complete();
    this.activeCalls.end();
    this.passes.end();
    this.#frames.end();
    this.metrics.end();
  }

  #gauges(): Gauges {
    const { operations, dials, messages, waiting, unanswered } = this.size;
    return {
      status: statusOf(this.#session.state),
      activeCalls: this.activeCalls.size,
      activeActions: operations,
      activeDials: dials,
      activeMessages: messages,
      waitingRequests: waiting,
      unansweredRequests: unanswered,
    };
  }
}

/** What a log line says of an error besides its message. */
function labelOf(error: Error): object {
  const { code, method } = error as { code?: unknown; method?: unknown };
  return {
    name: error.name,
    ...(code !== undefined && { code }),
    ...(method !== undefined && { method }),
  };
}
