import { VirtualTimeScheduler } from 'rxjs';

import { RelayEngine } from '../../lib/simulator/index.js';
import type { Attachment, Caller, CallOptions, EngineOptions } from '../../lib/simulator/index.js';

type Fields = Record<string, unknown>;

export interface AppEvent {
  readonly at: number;
  readonly type: string;
  readonly params: Fields;
}

export interface Frame {
  readonly id?: unknown;
  readonly method?: string;
  readonly params?: Fields;
  readonly result?: Fields;
  readonly error?: { code: number; message: string };
}

/** Time that passes when a spec says so. */
export class Clock extends VirtualTimeScheduler {
  advance(ms: number): void {
    this.maxFrames = this.frame + ms;
    this.flush();
    this.frame = this.maxFrames;
  }
}

/** An app connected to an engine in memory, that answers every request from inside `send`, as fast as can be. */
export class VirtualApp {
  readonly frames: Frame[] = [];
  readonly events: AppEvent[] = [];
  /** The code that the engine closed the connection with. */
  closeCode: number | undefined;
  /** Called from inside `send`, after an event has been noted. */
  onEvent: (event: AppEvent) => void = () => undefined;
  /** Whether requests of the server are answered. */
  answers = true;
  #next = 0;
  readonly #attachment: Attachment;

  constructor(
    engine: RelayEngine,
    private readonly clock: Clock,
  ) {
    this.#attachment = engine.attach({
      send: (text) => this.#receive(JSON.parse(text) as Frame),
      close: (code) => {
        this.closeCode = code;
      },
    });
  }

  /** Sends a request, and returns the answer if that came at once. */
  request(method: string, params: Fields = {}): Frame | undefined {
    const id = `r${this.#next++}`;
    this.sendRaw(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    return this.frames.find((frame) => frame.id === id);
  }

  connect(params: Fields = {}): Frame | undefined {
    return this.request('signalwire.connect', {
      version: { major: 2, minor: 0, revision: 0 },
      agent: 'spec',
      event_acks: true,
      authentication: { project: 'p', token: 't' },
      ...params,
    });
  }

  sendRaw(text: string): void {
    this.#attachment.receive(text);
  }

  /** The connection goes away on the app's side. */
  leave(): void {
    this.#attachment.closed();
  }

  eventsOf(type: string): Fields[] {
    return this.events.filter((event) => event.type === type).map(({ params }) => params);
  }

  /** The events of a type as moment and what they say, ids left out. */
  told(type: string): [at: number, said: Fields][] {
    return this.events
      .filter((event) => event.type === type)
      .map(({ at, params }) => {
        const { call_id, node_id, control_id, ...said } = params;
        return [at, said];
      });
  }

  get authorizationState(): unknown {
    return this.eventsOf('signalwire.authorization.state').at(-1)?.['authorization_state'];
  }

  #receive(frame: Frame | null): void {
    if (frame !== null) this.frames.push(frame);
    // Junk may be anything.
    if (typeof frame !== 'object' || frame?.method === undefined) return;
    if (this.answers) this.sendRaw(JSON.stringify({ jsonrpc: '2.0', id: frame.id, result: {} }));
    if (frame.method !== 'signalwire.event') return;
    const { event_type, params } = frame.params as { event_type: string; params: Fields };
    const event = { at: this.clock.frame, type: event_type, params };
    this.events.push(event);
    this.onEvent(event);
  }
}

export interface Stage {
  readonly clock: Clock;
  readonly engine: RelayEngine;
  app(contexts?: readonly string[]): VirtualApp;
}

/** An engine whose ids count up, which does not ping, whose calls ring for ever and whose callers react at once. Ten words a second. */
export const stage = (options: Partial<EngineOptions> = {}): Stage => {
  const clock = new Clock();
  let ids = 0;
  const engine = new RelayEngine({
    project: 'p',
    token: 't',
    scheduler: clock,
    pingInterval: 0,
    ringTimeout: 0,
    wordsPerMinute: 600,
    reactionTime: 0,
    generateId: () => `id-${String(++ids)}`,
    ...options,
  });
  return {
    clock,
    engine,
    app: (contexts = ['default']) => {
      const app = new VirtualApp(engine, clock);
      app.connect({ contexts });
      return app;
    },
  };
};

export interface Conversation extends Omit<Stage, 'app'> {
  readonly app: VirtualApp;
  readonly caller: Caller;
  /** What the caller heard: moment and words. */
  readonly heard: (readonly [at: number, what: string])[];
  /** Sends a request for the call. */
  ask(method: string, params?: Fields): Fields;
  /** The events of the operations, as moment and what they say, since the call was answered. */
  log(): unknown[];
}

const gist = ({ type, params }: AppEvent): unknown => {
  const { call_id, node_id, control_id, ...said } = params;
  return type === 'calling.call.play' ? said['state'] : said;
};

/** A call that is answered at the moment 0. */
export const conversation = (
  options: Partial<EngineOptions> = {},
  callOptions: CallOptions = {},
): Conversation => {
  const { clock, engine, app: open } = stage(options);
  const app = open();
  const caller = engine.call(callOptions);
  const heard: [number, string][] = [];
  caller.heard$.subscribe((medium) =>
    heard.push([clock.frame, medium.kind === 'tts' ? medium.text : medium.kind]),
  );
  clock.advance(0);
  const [received] = app.eventsOf('calling.call.receive');
  const ask = (method: string, params: Fields = {}): Fields =>
    app.request(method, { node_id: received?.['node_id'], call_id: caller.callId, ...params })?.result ?? {};
  ask('calling.answer');
  return {
    clock,
    engine,
    app,
    caller,
    heard,
    ask,
    log: () =>
      app.events
        .filter(({ type }) => /^calling\.call\.(play|collect)$/.test(type))
        .map((event) => [event.at, gist(event)]),
  };
};

/** The timers that are still to come. */
export const pending = (clock: Clock): unknown[] => clock.actions.filter(({ closed }) => !closed);

export const phone = (to_number: string, params: Fields = {}): Fields => ({
  type: 'phone',
  params: { to_number, from_number: '+15550100', ...params },
});

/** Another call beside that of a conversation, answered by the same app. */
export const another = (
  { engine, app, clock }: Conversation,
  options: CallOptions = {},
): { caller: Caller; ask: (method: string, params?: Fields) => Fields } => {
  const caller = engine.call(options);
  clock.advance(0);
  const ask = (method: string, params: Fields = {}): Fields =>
    app.request(method, { node_id: 'id-1', call_id: caller.callId, ...params })?.result ?? {};
  ask('calling.answer');
  return { caller, ask };
};

export const tts = (text: string): Fields => ({ type: 'tts', params: { text } });

export const digit = (digits: string, terminator = ''): Fields => ({
  result: { type: 'digit', params: { digits, terminator } },
});
