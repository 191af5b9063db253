import { randomUUID } from 'node:crypto';
import * as E from 'fp-ts/lib/Either.js';
import { parseFrame } from '../../lib/protocol/json-rpc.js';
import { decodeEvent } from '../../lib/protocol/events/index.js';
import { relayRx } from '../subjects/relay-rx.js';
import { digits, event, partial, playback } from '../support/relay.js';
import { interleave, ratio, spread, timed, type Effort } from '../support/rounds.js';
import { print, times, value } from '../support/table.js';
import { openWorld } from '../support/world.js';

const address = { callId: randomUUID(), controlId: randomUUID() };
const call = { call_id: randomUUID(), node_id: randomUUID(), direction: 'inbound' };
const device = { type: 'phone', params: { from_number: '+15550100', to_number: '+15550101' } };

// Of calls that nobody has: the client reads them and acknowledges them, and that is all.
const FRAMES = {
  ping: JSON.stringify({ jsonrpc: '2.0', id: randomUUID(), method: 'signalwire.ping', params: {} }),
  play: playback(address, 'playing'),
  'collect, partial': partial(address),
  'collect, digits': digits(address),
  'call state': event('calling.call.state', { ...call, call_state: 'answered', device }),
  'unlisted event': event('calling.call.unlisted', { ...call, state: 'inProgress' }),
};

function parse(text: string): void {
  JSON.parse(text);
}

function read(text: string): void {
  parseFrame(text);
}

function decode(text: string): void {
  const frame = parseFrame(text);
  if (E.isRight(frame) && 'method' in frame.right && frame.right.method === 'signalwire.event')
    decodeEvent(frame.right.params);
}

/** Where the time of a frame goes: reading JSON, telling what frame it is, decoding the event, all the rest. */
export async function decoding(effort: Effort): Promise<void> {
  const { relay, client } = await openWorld(relayRx, 0);
  const steps = { 'JSON.parse': parse, parseFrame: read, decodeEvent: decode, client: deliver };
  function deliver(text: string): void {
    relay.deliver([text]);
  }
  const rows = [['frame', 'JSON.parse', '+ parseFrame', '+ decodeEvent', '+ the rest of the client']];
  for (const [kind, text] of Object.entries(FRAMES)) {
    const contenders = Object.entries(steps).map(([name, step]) => ({
      name,
      measure: () => each(step, text, effort.batch),
    }));
    const [base, ...others] = await interleave(contenders, effort.rounds);
    if (base === undefined) continue;
    rows.push([kind, value(spread(base.values), 'µs'), ...others.map((other) => times(ratio(other, base)))]);
  }
  client.close();
  print(
    'Where the time of a frame goes',
    'Each column has all of the columns before it in it. × is against JSON.parse alone.',
    rows,
  );
}

async function each(step: (text: string) => void, text: string, batch: number): Promise<number> {
  let count = 0;
  const elapsed = await timed(() => {
    const start = performance.now();
    do {
      for (let index = 0; index < 100; index += 1) step(text);
      count += 100;
    } while (performance.now() - start < batch);
  });
  return elapsed / count;
}
