/* eslint-disable @typescript-eslint/no-deprecated -- all forms of subscribe are counted */
// What a call costs, counted and not timed: run compiled and by itself, so that no loader and no other test adds to it.
// Young objects have so much room that nothing is collected while allocations are counted.
import { EventEmitter } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { Observable, concat } from 'rxjs';
import { RelayClient, digits, eachCall, tts, type RelaySocket } from '../../../lib/index.js';

const PROMPT = { media: [tts('Press 1.')], collect: { digits: { max: 1 } } };
const CALLS = 300;
const PROMPTS = 2_000;

interface ClientFrame {
  readonly id: string;
  readonly method?: string;
  readonly params: { readonly call_id?: string; readonly control_id?: string };
}

/** RELAY in memory: answers at once, and plays each prompt to its end unless it is to be held. */
class Relay extends EventEmitter implements RelaySocket {
  readonly readyState = 1;
  readonly held: { readonly call_id: string; readonly control_id: string }[] = [];
  holds = false;
  #texts: string[] = [];
  #ids = 0;

  send(text: string): void {
    const { id, method, params } = JSON.parse(text) as ClientFrame;
    if (method === undefined) return;
    const connected = { protocol: 'p', identity: 'i' };
    const result = method === 'signalwire.connect' ? connected : { code: '200', message: 'OK' };
    this.#texts.push(JSON.stringify({ jsonrpc: '2.0', id, result }));
    const { call_id = '', control_id = '' } = params;
    if (method === 'calling.answer') this.#state(call_id, 'answered');
    if (method === 'calling.play_and_collect') {
      if (this.holds) this.held.push({ call_id, control_id });
      else this.#finish(call_id, control_id);
    }
    if (method === 'calling.end') this.#state(call_id, 'ended');
  }

  offer(): void {
    this.#ids += 1;
    const device = { type: 'phone', params: { from_number: '+15550100', to_number: '+15550101' } };
    const call = { call_id: `call-${this.#ids}`, context: 'default', direction: 'inbound', device };
    this.#event('calling.call.receive', { ...call, call_state: 'created' });
    this.deliver();
  }

  release(): void {
    for (const { call_id, control_id } of this.held.splice(0)) this.#finish(call_id, control_id);
    this.deliver();
  }

  /** Delivers what there is, and what comes of it. */
  deliver(): void {
    while (this.#texts.length > 0)
      for (const text of this.#texts.splice(0)) this.emit('message', text, false);
  }

  close(): void {
    this.emit('close', 1000, '');
  }

  terminate(): void {
    this.close();
  }

  #finish(call_id: string, control_id: string): void {
    this.#event('calling.call.play', { call_id, control_id, state: 'playing' });
    this.#event('calling.call.play', { call_id, control_id, state: 'finished' });
    const result = { type: 'digit', params: { digits: '1', terminator: '' } };
    this.#event('calling.call.collect', { call_id, control_id, final: true, state: 'finished', result });
  }

  #state(call_id: string, call_state: string): void {
    this.#event('calling.call.state', { call_id, call_state, direction: 'inbound' });
  }

  #event(event_type: string, params: object): void {
    this.#ids += 1;
    const event = { event_type, timestamp: 1_700_000_000.1, params: { node_id: 'node-1', ...params } };
    const frame = { jsonrpc: '2.0', id: `frame-${this.#ids}`, method: 'signalwire.event', params: event };
    this.#texts.push(JSON.stringify(frame));
  }
}

const relay = new Relay();
const client = new RelayClient({
  project: 'p',
  token: 't',
  host: 'relay.test',
  contexts: ['default'],
  maxActiveCalls: 1_000_000,
  socket: () => relay,
});
client.calls$
  .pipe(eachCall((call) => concat(call.answer(), call.playAndCollect(PROMPT).pipe(digits()), call.hangup())))
  .subscribe();
await turn();
relay.deliver();
await turn();

async function play(calls: number): Promise<void> {
  for (let call = 0; call < calls; call += 1) {
    relay.offer();
    if (call % 50 === 0) await turn();
  }
}

async function heap(): Promise<number> {
  for (let n = 0; n < 4; n += 1) {
    await turn();
    globalThis.gc?.();
  }
  return process.memoryUsage().heapUsed;
}

await play(3_000);

const { subscribe } = Observable.prototype;
let subscribes = 0;
Observable.prototype.subscribe = function (this: Observable<unknown>, ...args: unknown[]) {
  subscribes += 1;
  return subscribe.apply(this, args as []);
};
await play(1);
Observable.prototype.subscribe = subscribe;

await heap();
const before = process.memoryUsage().heapUsed;
await play(CALLS);
const allocated = (process.memoryUsage().heapUsed - before) / CALLS;

const empty = await heap();
relay.holds = true;
await play(PROMPTS);
const prompt = ((await heap()) - empty) / PROMPTS;
relay.release();
const ended = ((await heap()) - empty) / PROMPTS;

console.log(JSON.stringify({ subscribes, allocated, prompt, ended }));
process.exit(0);
