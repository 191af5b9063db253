import * as E from 'fp-ts/lib/Either.js';
import { Observable, map, type Subscription } from 'rxjs';
import type { CommandResult } from '../protocol/answer.js';
import {
  RelaySessionLostError,
  type RelayConnectionError,
  type RelayProtocolError,
} from '../protocol/errors.js';
import { isWireEvent } from '../protocol/events/event.js';
import { decodeEvent, type EventOfType, type RelayEvent } from '../protocol/events/index.js';
import type { ImplausibleDuration } from '../protocol/options/implausible-durations.js';
import { takeWireNames } from '../protocol/options/wire-names.js';
import { AnswersAfterEnd } from './answers-after-end.js';
import type { ConnectionSettings } from './connection-settings.js';
import { Contexts } from './contexts.js';
import { ErrorReports, labelOf } from './error-reports.js';
import { EventListeners } from './event-listeners.js';
import { Frames, type RelayFrame } from './frames.js';
import { isolated } from './isolated.js';
import { LateTimers } from './late-timers.js';
import { silentLogger, type Logger } from './logger.js';
import type { ConnectionMeter, RequestMeter } from './meter.js';
import { OwedRequests } from './owed-requests.js';
import type { Platform } from './platform.js';
import type { Request, RequestListener, RequestParams } from './request.js';
import { Requests } from './requests.js';
import { Router } from './router.js';
import { statusOf, type ConnectionStatus } from './session-state.js';
import { Session, type SessionSignal } from './session.js';
import { openSocket } from './socket.js';

/**
 * The live connection. It decodes the events of the session and routes them to their call, operation and subscribers;
 * `execute` sends requests.
 */
export class Connection {
  readonly router = new Router<RelayEvent>();
  /** Timers of answers to requests on calls that have ended. */
  readonly lateTimers: LateTimers;
  readonly platform: Platform;
  /** How long RELAY may take to answer, in ms. */
  readonly requestTimeout: number;
  /** The contexts that every connect names. */
  readonly contexts: Contexts;
  readonly logger: Logger;
  /** Every event, in order. Subscribing does not keep the connection open. */
  readonly events$: Observable<RelayEvent>;
  /** Errors that ended nothing. */
  readonly errors$: Observable<Error>;
  readonly status$: Observable<ConnectionStatus>;
  /** Every frame, with credentials masked. */
  readonly frames$: Observable<RelayFrame>;

  readonly #meter: ConnectionMeter;
  readonly #reports: ErrorReports;
  readonly #listeners = new EventListeners();
  readonly #frames: Frames;
  readonly #session: Session;
  readonly #requests: Requests;
  readonly #owed: OwedRequests;
  readonly #afterEnd: AnswersAfterEnd;
  /** Callbacks for the end of the connection. */
  readonly #atEnd: (() => void)[] = [];

  /** @param meter counts events, frames, requests and errors. */
  constructor(settings: ConnectionSettings, meter: ConnectionMeter) {
    const { platform, logger, requestTimeout, retryDelay } = settings;
    this.platform = platform;
    this.requestTimeout = requestTimeout;
    this.#meter = meter;
    this.#reports = new ErrorReports(logger, meter, settings.unobserved);
    this.lateTimers = new LateTimers(platform.scheduler);
    this.#afterEnd = new AnswersAfterEnd(this.lateTimers, (error) => this.report(error));
    this.contexts = new Contexts(settings.contexts);
    this.logger = logger;
    const requestMeter: RequestMeter = {
      settled: (method, outcome, latency) => {
        meter.settled(method, outcome, latency);
        if (logger !== silentLogger)
          logger.debug('A request is over', { method, outcome, ...(latency !== undefined && { latency }) });
      },
    };
    this.#frames = new Frames(
      platform.scheduler,
      (direction) => meter.frame(direction),
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
      meter: requestMeter,
      socket$: openSocket(
        settings.socket,
        settings.url,
        { handshakeTimeout: requestTimeout, ...settings.tls },
        platform.scheduler,
      ),
      frames: this.#frames,
      notify: (signal) => this.#hear(signal),
      connectParams: (memory) =>
        settings.authentication$.pipe(
          map((authentication) => settings.connectParams(authentication, memory, [...this.contexts])),
        ),
    });
    this.#requests = new Requests({
      session: this.#session,
      platform,
      requestTimeout,
      meter: requestMeter,
      maxWaiting: settings.maxWaiting,
    });
    this.#owed = new OwedRequests(this.#session, platform);
    this.events$ = this.#listeners.events$;
    this.errors$ = this.#reports.errors$;
    this.status$ = this.#session.status$;
    // eslint-disable-next-line rxjs-x/no-ignored-error -- a status does not fail
    this.status$.subscribe(() => meter.changed());
  }

  /** Keeps the connection open until the subscription ends. */
  hold(): Subscription {
    return this.#session.hold();
  }

  /** Adds a holder of the connection. */
  retain(): void {
    this.#session.retain();
  }

  /** Removes a holder. */
  release(): void {
    this.#session.release();
  }

  /** Mirrors `source$`, and keeps the connection open for as long as it is subscribed to. */
  held<T>(source$: Observable<T>): Observable<T> {
    return new Observable((subscriber) => {
      // Subscribed before the connection is opened, so that its first events are not missed.
      subscriber.add(source$.subscribe(isolated(subscriber)));
      if (!subscriber.closed) subscriber.add(this.hold());
    });
  }

  /**
   * Mirrors `source$` for users, who may subscribe in a loop: slows subscriptions down once the connection has ended.
   */
  loopSafe<T>(source$: Observable<T>): Observable<T> {
    return this.#afterEnd.slow(source$, () => this.isClosed);
  }

  /** The same for a request that a draining client refuses too. */
  loopSafeRequest<T>(source$: Observable<T>): Observable<T> {
    return this.#afterEnd.slow(source$, () => this.isClosed || this.isDraining);
  }

  /** The events of one type. Subscribing does not keep the connection open. */
  on<T extends string>(type: T): Observable<EventOfType<T>> {
    return this.#listeners.on(type);
  }

  /** Sends a request when it is subscribed to. `sent` is called just before it is sent. */
  execute(method: string, params: RequestParams, sent?: () => void): Observable<CommandResult> {
    return this.#requests.execute(method, params, sent);
  }

  /** Sends a request at once, as `execute` does. @param owner the owner of the request. */
  ask(method: string, params: RequestParams, listener: RequestListener, owner?: object): Request {
    return this.#requests.ask(method, params, listener, owner);
  }

  /** Fails the unsent requests of an owner, or completes them without an error. */
  failUnsent(owner: object, error: Error | undefined): void {
    this.#requests.failUnsent(owner, error);
  }

  /**
   * Sends a hang-up or a pass when it is subscribed to, and retries it until it is carried out, refused for good or
   * unsubscribed. Completes empty when the session is lost or the client is closed.
   */
  executeOwed(callId: string, method: string, params: object): Observable<CommandResult> {
    return this.#owed.execute(callId, method, params);
  }

  /** Reports an error on `errors$`. */
  report(error: Error): void {
    this.#reports.report(error);
  }

  /** Warns about durations that are plausible only in the other unit, once for each option. */
  warnOfUnits(method: string, durations: readonly ImplausibleDuration[]): void {
    this.#reports.warnOfUnits(method, durations);
  }

  /** Logs the camelCase name of each option that was given under its wire name. */
  logWireNames(): void {
    for (const { path, wire, name } of takeWireNames()) {
      this.logger.debug(`${path} is given by its name on the wire, ${wire}; in code it is ${name}`, {
        option: path,
        wire,
        name,
      });
    }
  }

  /** Calls `work` after `delay` ms, once the frames that have arrived by then are read. */
  whenLate(work: () => void, delay: number): Subscription {
    return this.#session.arrivals.whenLate(work, delay);
  }

  /** Calls `work` once the frames that have arrived are read. */
  whenRead(work: () => void): Subscription {
    return this.#session.arrivals.whenRead(work);
  }

  /** Notes that a call goes back to RELAY, which may offer it again. */
  handedBack(callId: string): void {
    this.#session.handedBack(callId);
  }

  /** Calls `work` when the connection has ended for good, after everything that was on it. */
  atEnd(work: () => void): void {
    this.#atEnd.push(work);
  }

  /** Whether the connection has no holders and is closed. */
  get isIdle(): boolean {
    return this.#session.state.kind === 'idle';
  }

  /** Whether the connection has ended for good. */
  get isClosed(): boolean {
    return this.#session.state.kind === 'closed';
  }

  /** Whether a request can be sent now. */
  get isReady(): boolean {
    return this.#session.canSend;
  }

  /** RELAY's name of the session, which is also a context that only this client receives. */
  get protocol(): string | undefined {
    const { state } = this.#session;
    return state.kind === 'closed' ? undefined : state.memory.protocol;
  }

  /** Whether the client is draining. */
  get isDraining(): boolean {
    const { state } = this.#session;
    return state.kind !== 'closed' && state.memory.draining;
  }

  /** Begins to drain: takes no new calls. */
  drain(): void {
    this.#session.dispatch({ kind: 'drain' });
  }

  /** Closes at once and for good. Everything completes. */
  close(): void {
    this.#session.dispatch({ kind: 'close' });
  }

  /** The resources in use, for tests: back at zero when everything has ended. */
  get size(): Router<RelayEvent>['size'] & Requests['size'] & { readonly types: number } {
    const { waiting, unanswered } = this.#requests.size;
    return {
      ...this.router.size,
      waiting: waiting + this.#owed.waiting,
      unanswered,
      types: this.#listeners.size,
    };
  }

  get status(): ConnectionStatus {
    return statusOf(this.#session.state);
  }

  #hear(signal: SessionSignal): void {
    switch (signal.kind) {
      case 'event':
        return this.#deliver(signal.params);
      case 'repeated':
        return this.#meter.repeatedEvent();
      case 'trouble':
        return this.report(signal.error);
      case 'ready':
        this.#meter.connected(signal.continuity);
        // The calls of the old session end first, so that no waiting request for them reaches the new session.
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
    this.#meter.event();
    const known = this.router.route(event);
    this.#listeners.emit(event);
    // The offer of a call is not an event of an unknown call.
    if (!known && event.callId !== undefined && event.type !== 'calling.call.receive') {
      this.#meter.eventForUnknownCall();
      this.logger.debug('An event of an unknown call', { type: event.type, callId: event.callId });
    }
  }

  /** Reports an event that does not decode, and ends the operations that may wait for it. */
  #undecoded(params: unknown, error: RelayProtocolError): void {
    this.report(error);
    if (isWireEvent(params)) this.router.undecoded(params.event_type, params.params, error);
  }

  /** Ends everything on the connection: first the calls, then the requests, then the subscribers of events. */
  #end(error: RelayConnectionError | undefined): void {
    if (error !== undefined)
      this.logger.error(`The connection cannot continue: ${error.message}`, labelOf(error));
    this.lateTimers.release();
    this.router.cutOff(error);
    this.#owed.end(error);
    this.#requests.end(error);
    this.#listeners.end(error);
    this.#reports.end();
    for (const work of this.#atEnd) work();
    this.#frames.end();
    this.#meter.end();
  }
}
