import { RelayClient, tts, type Call, type RelaySocket } from 'relay-rx';
import { filter, firstValueFrom } from 'rxjs';
import type { Link } from '../support/link.js';
import type { PromptListener, Subject } from './subject.js';

const PROMPT = { media: [tts('Press 1.')], collect: { digits: { max: 2 }, partialResults: true } };

/** This library. */
export const relayRx: Subject = {
  name: 'relay-rx',
  connect: (link) => connect(link, (socket) => socket),
};

/** This library on a socket that does not show its TCP socket, so that every frame leaves by itself. */
export const relayRxUncoalesced: Subject = {
  name: 'relay-rx, one by one',
  connect: (link) => connect(link, withoutUpgrade),
};

async function connect(link: Link, wrap: (socket: RelaySocket) => RelaySocket) {
  const calls: Call[] = [];
  const client = new RelayClient({
    project: 'bench',
    token: 'bench',
    host: link.host,
    scheme: 'ws',
    contexts: ['bench'],
    maxActiveCalls: 1_000_000,
    socket: (url, options) => wrap(link.open(url, options) as RelaySocket),
  });
  client.calls$.subscribe((call) => calls.push(call));
  await firstValueFrom(client.status$.pipe(filter((status) => status === 'connected')));
  return {
    get calls() {
      return calls.length;
    },
    prompt: (index: number, listener: PromptListener) => {
      calls[index]?.playAndCollect(PROMPT).subscribe({
        next: ({ final }) => {
          if (final === false) listener.partial();
        },
        complete: () => listener.ended(),
      });
    },
    close: () => client.close(),
  };
}

function withoutUpgrade(socket: RelaySocket): RelaySocket {
  return new Proxy(socket, {
    get(target, name) {
      if (name === 'on')
        return (event: string, listener: (...args: unknown[]) => void) =>
          event === 'upgrade' ? target : target.on(event, listener);
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
