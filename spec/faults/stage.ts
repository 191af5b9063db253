import {
  EMPTY,
  NEVER,
  Subject,
  firstValueFrom,
  lastValueFrom,
  merge,
  mergeAll,
  of,
  take,
  type Observable,
  type Subscription,
} from 'rxjs';
import { WebSocket } from 'ws';
import { RelayClient, eachCall, type Call, type CollectEvent } from 'relay-rx';
import { RelaySimulator, type Caller } from 'relay-rx/simulator';
import { liveCallOf } from '../../lib/actions/live-call.js';
import { HandClock, until } from './clock.js';
import { recorded, type Seen } from './record.js';
import { Wire } from './wire.js';

const ACCOUNT = { project: 'p', token: 't' } as const;

/** In ms. */
export const REQUEST_TIMEOUT = 10_000;
export const MAX_ACTIVE_CALLS = 5;

/** In ms; the time of most faults is shorter. */
export const CALL_TIMEOUT = 60_000;

/** So many attempts to reach RELAY, running, and the client gives up. */
const ATTEMPTS = 8;

/** A call, and who is at its other end. */
export interface Line {
  readonly call: Call;
  readonly caller: Caller;
}

/** A prompt that nobody answers until a key is pressed. */
export const prompt = (call: Call) =>
  call.playAndCollect({
    media: [{ type: 'silence', duration: 60 }],
    collect: { digits: { max: 1 }, initialTimeout: 60 },
  });

/**
 * A client and a simulator on real WebSockets, with a wire between them that may be cut, and clocks that are turned by
 * hand. A call is under way in a flow, and beside it another, with a prompt up, to which nothing is done.
 */
export class Stage {
  readonly clock: HandClock;
  /** RELAY's own. */
  readonly relayClock: HandClock;
  readonly simulator: RelaySimulator;
  readonly wire: Wire;
  readonly client: RelayClient;
  readonly errors: Error[] = [];
  readonly statuses: string[] = [];
  /** The numbers of the attempts to connect again. */
  readonly attempts: number[] = [];
  /** Those that the client has opened. */
  readonly sockets: readonly WebSocket[];
  line!: Line;
  bystander!: Line & { readonly seen: Seen<CollectEvent> };
  /** The flows of all calls. */
  flows!: Subscription;
  /** How many events RELAY has sent a second time. */
  repeats = 0;
  readonly #work$ = new Subject<Observable<unknown>>();
  readonly #bug$ = new Subject<never>();

  private constructor(clock: HandClock, relayClock: HandClock, simulator: RelaySimulator, wire: Wire) {
    this.clock = clock;
    this.relayClock = relayClock;
    this.simulator = simulator;
    this.wire = wire;
    const sockets: WebSocket[] = [];
    this.sockets = sockets;
    this.client = new RelayClient({
      ...ACCOUNT,
      host: wire.host,
      scheme: 'ws',
      contexts: ['default'],
      requestTimeout: REQUEST_TIMEOUT,
      maxActiveCalls: MAX_ACTIVE_CALLS,
      callTimeout: CALL_TIMEOUT,
      scheduler: clock,
      reconnect: (_, attempt) => {
        this.attempts.push(attempt);
        return attempt < ATTEMPTS ? of(undefined) : EMPTY;
      },
      socket: (url, options) => {
        const socket = new WebSocket(url, options);
        sockets.push(socket);
        return socket;
      },
    });
    const sent = new Set<unknown>();
    simulator.frames$.subscribe(({ direction, frame }) => {
      const { id, method } = (frame ?? {}) as { readonly id?: unknown; readonly method?: unknown };
      if (direction !== 'sent' || method !== 'signalwire.event') return;
      if (sent.has(id)) this.repeats += 1;
      sent.add(id);
    });
    this.client.errors$.subscribe((error) => this.errors.push(error));
    this.client.status$.subscribe((status) => this.statuses.push(status));
    // Whatever becomes of calls and prompts, the connection is wanted.
    this.client.connect();
  }

  /** How often calls were given to a flow, by their ids. */
  readonly offers = new Map<string, number>();

  /**
   * @param options.answered whether the call in the flow is answered.
   * @param options.serves whether the calls that come after it have flows, too.
   */
  static async open({
    answered,
    serves,
  }: {
    readonly answered: boolean;
    readonly serves: boolean;
  }): Promise<Stage> {
    const relayClock = new HandClock();
    const simulator = await RelaySimulator.listen({ ...ACCOUNT, scheduler: relayClock });
    const wire = await Wire.open(simulator.url);
    const stage = new Stage(new HandClock(), relayClock, simulator, wire);
    stage.bystander = await stage.#bystander();
    stage.line = await stage.#inFlow(serves);
    if (answered) await lastValueFrom(stage.line.call.answer());
    await stage.roundTrip();
    return stage;
  }

  /** Subscribes in the flow of the call: what fails there fails the flow. */
  startInFlow(work$: Observable<unknown>): void {
    this.#work$.next(work$);
  }

  /** The flow of the call throws. */
  throwInFlow(error: Error): void {
    this.#bug$.error(error);
  }

  /** Lets a request that waits leave, and waits until all that was on its way has been heard. */
  async settle(): Promise<void> {
    this.wire.release();
    await this.roundTrip();
  }

  /** A ping of the client's own, there and back: what was sent before it has arrived by then, or never will. */
  async roundTrip(): Promise<void> {
    let over = false;
    // That there is no connection any more is an end of its way too.
    this.client
      .execute('signalwire.ping')
      .subscribe({ error: () => (over = true), complete: () => (over = true) });
    await until('a round trip', () => over);
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Closes the client, and tells what is left: nothing should be. */
  async close(): Promise<Readonly<Record<string, number>>> {
    const { connection } = liveCallOf(this.bystander.call);
    this.client.close();
    await until('the sockets are closed', () =>
      this.sockets.every(({ readyState }) => readyState === WebSocket.CLOSED),
    );
    await until('RELAY has no connection', () => this.simulator.connections === 0);
    const ids = this.simulator.received().map(({ id }) => id);
    const sentTwice = ids.length - new Set(ids).size;
    const keys = Object.entries({ ...connection.size, timers: this.clock.timers, sentTwice });
    return Object.fromEntries(keys.filter(([, size]) => size !== 0));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.client.close();
    await this.wire.close();
    await this.simulator.close();
  }

  /** Lets the client's time pass while what comes is read, as it is on a machine that keeps up. */
  async pass(ms: number, step = 1_000): Promise<void> {
    for (let passed = 0; passed < ms; passed += step) {
      this.clock.advance(step);
      // A probe goes four ways by then, from the client over the wire to RELAY and back.
      for (let times = 0; times < 2; times += 1) await this.turns();
    }
  }

  /** Some turns of the event loop: what is to come without anything else happening has come. */
  async turns(): Promise<void> {
    for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }

  async #bystander(): Promise<Stage['bystander']> {
    const calls = firstValueFrom(this.client.calls$);
    const caller = this.simulator.call({ from: '+15550111' });
    const call = await calls;
    await lastValueFrom(call.answer());
    const { stream$, seen } = recorded(prompt(call));
    const up = firstValueFrom(caller.heard$);
    stream$.subscribe({ error: () => undefined });
    await up;
    return { call, caller, seen };
  }

  async #inFlow(serves: boolean): Promise<Line> {
    const given$ = new Subject<Call>();
    const calls = firstValueFrom(given$);
    const flow = (call: Call): Observable<unknown> => {
      this.offers.set(call.callId, (this.offers.get(call.callId) ?? 0) + 1);
      if (this.offers.size > 1 || (this.offers.get(call.callId) ?? 0) > 1) return NEVER;
      given$.next(call);
      return merge(this.#work$.pipe(mergeAll()), this.#bug$, NEVER);
    };
    this.flows = this.client.calls$
      .pipe(take(serves ? Infinity : 1), eachCall(flow))
      .subscribe({ error: () => undefined });
    const caller = this.simulator.call();
    return { call: await calls, caller };
  }
}
