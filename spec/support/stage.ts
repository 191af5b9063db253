import { RelayClient } from 'relay-rx';
import { RelaySimulator } from 'relay-rx/simulator';

/** A simulator on a real WebSocket, and a client of it. */
export interface Stage {
  readonly simulator: RelaySimulator;
  readonly client: RelayClient;
  /** The errors reported on `errors$`. */
  readonly errors: readonly Error[];
  /** Ends both. */
  strike(): Promise<void>;
}

/** Callers talk fast, because these specs test order and not timing. */
export async function stage(): Promise<Stage> {
  const account = { project: 'p', token: 't' };
  const simulator = await RelaySimulator.listen({ ...account, wordsPerMinute: 60_000 });
  const client = new RelayClient({
    ...account,
    host: simulator.host,
    scheme: 'ws',
    contexts: ['default'],
    reconnect: { initialDelay: 1 },
  });
  const errors: Error[] = [];
  client.errors$.subscribe((error) => errors.push(error));
  const strike = async (): Promise<void> => {
    client.close();
    await simulator.close();
  };
  return { simulator, client, errors, strike };
}
