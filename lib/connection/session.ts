import {
  BehaviorSubject,
  EMPTY,
  Subscription,
  catchError,
  defer,
  distinctUntilChanged,
  endWith,
  finalize,
  map,
  merge,
  of,
  switchMap,
  take,
  timer,
  type Observable,
} from 'rxjs';
import type { CommandResult } from '../protocol/answer.js';
import { RelayConnectionError, RelayProtocolError, describe } from '../protocol/errors.js';
import type { FrameWatch } from './frames.js';
import { CONNECT, authenticate } from './authentication.js';
import { isolate } from './isolated.js';
import { Arrivals } from './arrivals.js';
import { link, type LinkSignal } from './link.js';
import type { Logger } from './logger.js';
import type { RequestMeter } from './meter.js';
import { Pending } from './pending.js';
import type { Platform } from './platform.js';
import type { RetryDelay } from './reconnect.js';
import { DuplicateEvents } from './duplicate-events.js';
import { SessionSecrets, type Confidential } from './session-secrets.js';
import {
  initialState,
  openLink,
  statusOf,
  step,
  type ConnectionStatus,
  type Continuity,
  type Memory,
  type Send,
  type SessionInput,
  type SessionState,
} from './session-state.js';
import type { SocketEvent } from './socket.js';
import type { Rules, Setback } from './setback.js';
import { reportUnhandled } from './subscriber-list.js';
import { Watchdog } from './watchdog.js';

/** Options of a session. */
export interface SessionConfig {
  readonly platform: Platform;
  readonly logger: Logger;
  /** Opens a socket when it is subscribed to. */
  readonly socket$: Observable<SocketEvent>;
  /** Receives each frame. */
  readonly frames?: FrameWatch;
  /** Emits the current params of `signalwire.connect`, once. */
  readonly connectParams: (memory: Memory) => Observable<Confidential>;
  readonly retryDelay: RetryDelay;
  /** How long a connection has to last before the backoff is reset, in ms. */
  readonly lasting: number;
  readonly rules: Rules;
  /** In ms. */
  readonly requestTimeout: number;
  readonly meter: RequestMeter;
  /** Called with each notification. */
  readonly notify: (signal: SessionSignal) => void;
}

/** Notifications of a session to the layers above it. */
export type SessionSignal =
  | Extract<LinkSignal, { kind: 'event' | 'repeated' }>
  /** A frame that could not be read, or why there is no connection for the moment. */
  | { readonly kind: 'trouble'; readonly error: RelayProtocolError | RelayConnectionError }
  | { readonly kind: 'ready'; readonly continuity: Continuity }
  /** The socket is gone, and with it the answers to whatever was sent. */
  | { readonly kind: 'down' }
  | { readonly kind: 'ended'; readonly error: RelayConnectionError | undefined };

/** How long RELAY may take to close after `signalwire.disconnect`, in ms. */
const DISCONNECT_TIMEOUT = 5_000;

/**
 * The one connection of a client: kept open while it is held, authenticated, resumed, and replaced when it fails. A
 * pure function (`step`) computes its states; this class carries out what follows from each.
 */
export class Session {
  /** Unanswered requests on the current socket. */
  readonly pending: Pending;
  /** The secrets to mask in RELAY's texts. */
  readonly secrets = new SessionSecrets();
  /** The arrivals over the current socket. */
  readonly arrivals: Arrivals;
  /** The current status, then each change. */
  readonly status$: Observable<ConnectionStatus>;

  readonly #state$ = new BehaviorSubject<SessionState>(initialState);
  readonly #config: SessionConfig;
  readonly #inputs: SessionInput[] = [];
  /** One for all sockets: duplicates come over the next socket. */
  readonly #duplicates = new DuplicateEvents();
  #stepping = false;
  #holders = 0;
  /** Whether the current socket takes frames. */
  #canSend: () => boolean = () => false;
  #watchdog: Watchdog | undefined;

  constructor(config: SessionConfig) {
    this.#config = config;
    const { platform, requestTimeout, meter } = config;
    this.arrivals = new Arrivals(platform.scheduler);
    this.pending = new Pending({
      platform,
      requestTimeout,
      meter,
      arrivals: this.arrivals,
      // A request without an answer fails by itself, unless it shows that the connection is dead.
      late: ({ method, since }) => {
        if (this.#watchdog?.late(since) === true)
          this.dispatch({ kind: 'setback', setback: { kind: 'silent', method } });
      },
      mask: (text) => this.secrets.mask(text),
    });
    this.status$ = isolate(
      defer(() => (this.state.kind === 'closed' ? of(this.state) : this.#state$)).pipe(
        map(statusOf),
        distinctUntilChanged(),
      ),
    );

    // The socket is switched before the phase, so that a phase acts on its own socket. Neither can fail: errors of a
    // socket or a phase are inputs.
    /* eslint-disable rxjs-x/no-ignored-error */
    this.#state$
      .pipe(
        map(openLink),
        distinctUntilChanged(),
        switchMap((number) => (number === undefined ? EMPTY : this.#link())),
      )
      .subscribe((signal) => this.#hear(signal));
    this.#state$
      .pipe(
        distinctUntilChanged((a, b) => a.kind === b.kind && openLink(a) === openLink(b)),
        switchMap((state) => this.#phase(state)),
      )
      .subscribe((input) => this.dispatch(input));
    /* eslint-enable rxjs-x/no-ignored-error */
  }

  get state(): SessionState {
    return this.#state$.value;
  }

  /**
   * Keeps the connection open until the subscription ends. When the last one ends, it closes at the end of the turn.
   */
  hold(): Subscription {
    this.retain();
    return new Subscription(() => this.release());
  }

  /** Adds a holder of the connection. */
  retain(): void {
    this.#holders += 1;
    this.dispatch({ kind: 'hold' });
  }

  /** Removes a holder. */
  release(): void {
    this.#holders -= 1;
    if (this.#holders > 0 || this.state.kind === 'closed') return;
    this.#config.platform.scheduler.schedule(() => {
      if (this.#holders === 0) this.dispatch({ kind: 'release' });
    });
  }

  /** Notes that a call goes back to RELAY, which may offer it to this client again. */
  handedBack(callId: string): void {
    this.#duplicates.handedBack(callId);
  }

  /** Whether a request can be sent now. A socket may be dead before the session has noticed. */
  get canSend(): boolean {
    return this.state.kind === 'ready' && this.#canSend();
  }

  /** Steps the state. An input that comes while another is being handled waits for its turn. */
  dispatch(input: SessionInput): void {
    this.#inputs.push(input);
    if (this.#stepping) return;
    this.#stepping = true;
    try {
      for (let next = this.#inputs.shift(); next !== undefined; next = this.#inputs.shift()) this.#step(next);
    } finally {
      this.#stepping = false;
    }
  }

  #step(input: SessionInput): void {
    const state = step(this.state, input, this.#config.rules);
    if (state === this.state) return;
    if (state.kind !== this.state.kind)
      this.#config.logger.info(`The connection is ${state.kind}`, circumstances(state));
    this.#state$.next(state);
    if (state.kind === 'closed') this.#state$.complete();
  }

  /** Notifies the layers above. What they throw must not end what keeps the session going. */
  #notify(signal: SessionSignal): void {
    try {
      this.#config.notify(signal);
    } catch (error) {
      reportUnhandled(error);
    }
  }

  /** One socket, for as long as it should be open. */
  #link(): Observable<LinkSignal> {
    this.#duplicates.renew();
    return link(this.#config.socket$, this.#duplicates, this.#config.frames).pipe(
      finalize(() => {
        if (this.state.kind !== 'closed') this.#notify({ kind: 'down' });
      }),
    );
  }

  #hear(signal: LinkSignal): void {
    this.arrivals.note();
    switch (signal.kind) {
      case 'event':
      case 'repeated':
        return this.#notify(signal);
      case 'trouble': {
        const { message } = signal.error;
        const shown = this.secrets.mask(message);
        const error = shown === message ? signal.error : new RelayProtocolError(shown);
        return this.#notify({ kind: 'trouble', error });
      }
      case 'answer':
        if (this.pending.settle(signal.answer)) return;
        return this.#notify({
          kind: 'trouble',
          error: new RelayProtocolError('An answer to an unknown request'),
        });
      case 'ping':
        return;
      case 'open':
        this.#canSend = signal.canSend;
        return this.dispatch({ kind: 'opened', send: signal.send });
      case 'closed':
        return this.dispatch({ kind: 'setback', setback: this.#closed(signal) });
      case 'authorized':
        this.secrets.received(signal.authorizationState);
        return this.dispatch(signal);
      case 'disconnect':
        return this.dispatch(signal);
    }
  }

  /** The actions of a state, as a stream of the inputs that they lead to. */
  #phase(state: SessionState): Observable<SessionInput> {
    switch (state.kind) {
      case 'authenticating':
        return authenticate({
          state,
          connectParams: this.#config.connectParams,
          ask: (params) => this.#ask(state.send, params),
          isLinked: () => openLink(this.state) === state.link,
        });
      case 'ready':
        if (state.continuity === 'lost') this.#duplicates.forget();
        this.#notify({ kind: 'ready', continuity: state.continuity });
        return merge(this.#watch(state.send), this.#lasting(state.memory));
      case 'leaving':
        return timer(DISCONNECT_TIMEOUT, this.#config.platform.scheduler).pipe(
          map(() => ({ kind: 'setback', setback: { kind: 'socket', code: 1005 } })),
        );
      case 'waiting':
        this.#notify({ kind: 'trouble', error: state.error });
        // A delay that ends without a value gives up.
        return this.#config.retryDelay(state.error, state.memory.attempt).pipe(
          map((): SessionInput => ({ kind: 'retry' })),
          catchError((cause: unknown) => {
            const message = `There is no other attempt, since reconnect failed: ${describe(cause)}`;
            this.#notify({ kind: 'trouble', error: new RelayConnectionError(message, { cause }) });
            return EMPTY;
          }),
          endWith<SessionInput>({ kind: 'close', error: state.error }),
          take(1),
        );
      case 'closed':
        this.#notify({ kind: 'ended', error: state.error });
        return EMPTY;
      default:
        return EMPTY;
    }
  }

  /** Asks for a session. What is shown with the request may come back in RELAY's errors. */
  #ask(send: Send, params: Confidential): Observable<CommandResult> {
    this.secrets.shown(params);
    return this.pending.ask(send, CONNECT, params);
  }

  /** A close with masked texts: a server may repeat secrets in its reason. */
  #closed({ code, reason, error }: LinkSignal & { kind: 'closed' }): Setback {
    return {
      kind: 'socket',
      code,
      ...(error && { error }),
      ...(reason !== undefined && { reason: this.secrets.mask(reason) }),
    };
  }

  /** A connection that lasts resets the backoff; one that does not counts as a failed attempt. */
  #lasting({ attempt }: Memory): Observable<SessionInput> {
    if (attempt === 0) return EMPTY;
    return timer(this.#config.lasting, this.#config.platform.scheduler).pipe(map(() => ({ kind: 'lasted' })));
  }

  /** Watches for silence, which is a setback. */
  #watch(send: Send): Observable<SessionInput> {
    const { scheduler } = this.#config.platform;
    const { arrivals, pending } = this;
    return defer(() => {
      arrivals.note();
      const watchdog = new Watchdog({
        arrivals,
        scheduler,
        requestTimeout: this.#config.requestTimeout,
        askedAfter: (moment) => pending.askedAfter(moment),
        probe: () =>
          pending
            .ask(send, 'signalwire.ping', { timestamp: scheduler.now() / 1000 })
            .subscribe({ error: () => undefined }),
      });
      this.#watchdog = watchdog;
      return watchdog.silence$.pipe(
        map((method): SessionInput => ({ kind: 'setback', setback: { kind: 'silent', method } })),
        finalize(() => (this.#watchdog = undefined)),
      );
    });
  }
}

/** Details of a state in a log line besides its name. */
function circumstances(state: SessionState): object {
  switch (state.kind) {
    case 'ready':
      return { session: state.continuity };
    case 'connecting':
    case 'waiting':
      return { attempt: state.memory.attempt };
    default:
      return {};
  }
}
