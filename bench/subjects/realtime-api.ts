import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Link } from '../support/link.js';
import type { Subject } from './subject.js';

// The part of the public interface that is used here.
interface RealtimeApi {
  SignalWire(options: object): Promise<SignalWireClient>;
}
interface SignalWireClient {
  readonly voice: {
    listen(options: { topics: string[]; onCallReceived(call: RealtimeCall): void }): Promise<unknown>;
  };
  disconnect(): Promise<void>;
}
interface RealtimeCall {
  promptTTS(options: object): Promise<unknown>;
}

const require = createRequire(import.meta.url);
const entry = require.resolve('@signalwire/realtime-api');
const { version } = JSON.parse(readFileSync(new URL('../package.json', pathToFileURL(entry)), 'utf8')) as {
  version: string;
};

let current: Link | undefined;
let loaded: RealtimeApi | undefined;

/** SignalWire's published client for Node.js, by its public interface. */
export const realtimeApi: Subject = {
  name: `realtime-api ${version}`,
  connect: async (link) => {
    current = link;
    const calls: RealtimeCall[] = [];
    const client = await load().SignalWire({
      host: `ws://${link.host}`,
      project: 'bench',
      token: 'bench',
      logLevel: 'silent',
    });
    await client.voice.listen({ topics: ['bench'], onCallReceived: (call) => calls.push(call) });
    return {
      get calls() {
        return calls.length;
      },
      prompt: (index, { partial, ended }) => {
        const listen = { onUpdated: partial, onEnded: ended };
        void calls[index]?.promptTTS({ text: 'Press 1.', digits: { max: 2 }, listen });
      },
      close: () => void client.disconnect(),
    };
  },
};

/**
 * Loads it in production mode, which spares it redux-saga's checks, and with its `ws` replaced, which is the one way
 * to hand it a socket.
 */
function load(): RealtimeApi {
  if (loaded !== undefined) return loaded;
  process.env['NODE_ENV'] = 'production';
  const path = createRequire(entry).resolve('ws');
  const ws = require(path) as object;
  const module = require.cache[path];
  const open = function (url: string): object {
    if (current === undefined) throw new Error('There is no link');
    return current.open(url);
  };
  if (module !== undefined) module.exports = open;
  loaded = require(entry) as RealtimeApi;
  if (module !== undefined) module.exports = ws;
  return loaded;
}
