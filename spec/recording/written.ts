import type { Recording, RecordingHeader, RecordingLine } from 'relay-rx/recording';

type Params = Readonly<Record<string, unknown>>;

/** A recording that a spec writes out by hand: what the client and RELAY say, at which ms. */
export class Written {
  readonly #lines: RecordingLine[] = [];
  readonly #header: RecordingHeader;
  #link = 0;
  #ids = 0;

  constructor(masked: RecordingHeader['masked'] = ['credentials']) {
    this.#header = {
      recording: 'relay-rx',
      version: 1,
      library: 'relay-rx/spec',
      startedAt: '2026-01-01T00:00:00.000Z',
      masked,
    };
  }

  /** A socket opens, and the client connects; without `protocol` there is no answer. */
  connect(at: number, protocol?: string, params: Params = {}): this {
    this.#link += 1;
    this.#lines.push({ at, link: this.#link, connection: 'opened' });
    return this.ask(at, 'signalwire.connect', { contexts: ['default'], ...params }, protocol && { protocol });
  }

  close(at: number, code?: number): this {
    this.#lines.push({ at, link: this.#link, connection: 'closed', ...(code !== undefined && { code }) });
    return this;
  }

  /** The client asks, and is answered 10 ms later: with a success unless told otherwise; by '' not at all. */
  ask(at: number, method: string, params: Params, result: Params | '' | undefined = { code: '200' }): this {
    const id = `then-${(this.#ids += 1)}`;
    this.#frame(at, 'sent', { jsonrpc: '2.0', id, method, params });
    if (result !== '') this.#frame(at + 10, 'received', { jsonrpc: '2.0', id, result });
    return this;
  }

  tell(at: number, event_type: string, params: Params): this {
    const id = `event-${(this.#ids += 1)}`;
    return this.#frame(at, 'received', {
      jsonrpc: '2.0',
      id,
      method: 'signalwire.event',
      params: { event_type, timestamp: at / 1000, params },
    });
  }

  received(at: number, callId = 'c-1', device: Params = {}): this {
    return this.tell(at, 'calling.call.receive', {
      ...call(callId),
      context: 'default',
      direction: 'inbound',
      call_state: 'created',
      device: { type: 'phone', params: { from_number: '+15550100', to_number: '+15550101', ...device } },
    });
  }

  ended(at: number, callId = 'c-1'): this {
    return this.tell(at, 'calling.call.state', {
      ...call(callId),
      call_state: 'ended',
      end_reason: 'hangup',
    });
  }

  line(line: Omit<Extract<RecordingLine, { frame: unknown }>, 'link'>): this {
    return this.#frame(line.at, line.direction, line.frame);
  }

  get recording(): Recording {
    const lines = this.#lines.map((line, index) => ({ line, index }));
    lines.sort((a, b) => a.line.at - b.line.at || a.index - b.index);
    return { header: this.#header, lines: lines.map(({ line }) => line), truncated: false };
  }

  #frame(at: number, direction: 'sent' | 'received', frame: unknown): this {
    this.#lines.push({ at, link: this.#link, direction, frame });
    return this;
  }
}

/** How params name a call. */
export const call = (callId = 'c-1'): Params => ({ node_id: 'n-1', call_id: callId });
