import { randomUUID } from 'node:crypto';

/** A request or an acknowledgement of a client's, as far as this RELAY reads it. */
interface ClientFrame {
  readonly id: string;
  readonly method?: string;
  readonly params?: { readonly call_id?: string; readonly control_id?: string };
}

export interface Prompt {
  readonly callId: string;
  readonly controlId: string;
}

const NODE = 'node-1';
const DEVICE = { type: 'phone', params: { from_number: '+15550100', to_number: '+15550101' } };

/**
 * The least RELAY that a client can be measured against: it authenticates whoever comes, answers every request with
 * a 200, and plays prompts as told. It does no work that grows with what was played before.
 */
export class Relay {
  /** The prompts in progress, in the order of their requests. Empty while prompts are played to their end. */
  readonly prompts: Prompt[] = [];
  /** Whether prompts end by themselves, in the turn after their answer. */
  playsToTheEnd = false;
  acknowledgements = 0;
  #send: (text: string) => void = () => undefined;
  #due: Prompt[] = [];

  /** Connects a client. Gives what takes the client's frames. */
  attach(send: (text: string) => void): (text: string) => void {
    this.#send = send;
    return (text) => this.#receive(JSON.parse(text) as ClientFrame);
  }

  /** Sends text frames as they are. */
  deliver(texts: readonly string[]): void {
    for (const text of texts) this.#send(text);
  }

  /** Offers inbound calls. */
  offer(callIds: readonly string[]): void {
    const call = { call_state: 'created', context: 'bench', direction: 'inbound', device: DEVICE };
    this.deliver(
      callIds.map((call_id) => event('calling.call.receive', { call_id, node_id: NODE, ...call })),
    );
  }

  #receive({ id, method, params = {} }: ClientFrame): void {
    if (method === undefined) {
      this.acknowledgements += 1;
      return;
    }
    const { call_id: callId, control_id: controlId } = params;
    this.#send(JSON.stringify({ jsonrpc: '2.0', id, result: answer(method, callId, controlId) }));
    if (method !== 'calling.play_and_collect' || callId === undefined || controlId === undefined) return;
    if (this.playsToTheEnd) this.#endSoon({ callId, controlId });
    else this.prompts.push({ callId, controlId });
  }

  // One turn later: a client that only listens after the answer hears the end as well.
  #endSoon(prompt: Prompt): void {
    if (this.#due.push(prompt) > 1) return;
    setImmediate(() => {
      const due = this.#due;
      this.#due = [];
      for (const each of due)
        this.deliver([playback(each, 'playing'), playback(each, 'finished'), digits(each)]);
    });
  }
}

function answer(method: string, callId?: string, controlId?: string): object {
  if (method === 'signalwire.connect') return { protocol: 'bench', identity: 'bench', authorization: {} };
  return { code: '200', message: 'OK', call_id: callId, control_id: controlId };
}

/** The text of an event frame. */
export function event(event_type: string, params: object): string {
  return JSON.stringify({
    jsonrpc: '2.0',
    id: randomUUID(),
    method: 'signalwire.event',
    params: { event_type, timestamp: 1700000000.1, params },
  });
}

const addressed = ({ callId, controlId }: Prompt) => ({
  node_id: NODE,
  call_id: callId,
  control_id: controlId,
});

/** A prompt's playback goes on. */
export const playback = (prompt: Prompt, state: string): string =>
  event('calling.call.play', { ...addressed(prompt), state });

/** A partial result: the prompt goes on. */
export const partial = (prompt: Prompt): string =>
  event('calling.call.collect', {
    ...addressed(prompt),
    final: false,
    result: { type: 'digit', params: { digits: '1', terminator: '' } },
  });

/** The result: the prompt is over. */
export const digits = (prompt: Prompt): string =>
  event('calling.call.collect', {
    ...addressed(prompt),
    result: { type: 'digit', params: { digits: '12', terminator: '#' } },
  });
