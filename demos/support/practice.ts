// A client's options for a recipe: an embedded simulator, on which somebody calls and presses a key.
import type { RelayClientOptions } from 'relay-rx';
import { RelaySimulator, type Caller } from 'relay-rx/simulator';
import { lastValueFrom } from 'rxjs';

export interface Practice extends AsyncDisposable {
  readonly simulator: RelaySimulator;
  /** What a `RelayClient` needs to connect to the simulator. In your program, the account's. */
  readonly options: Required<Pick<RelayClientOptions, 'project' | 'token' | 'host' | 'scheme' | 'contexts'>>;
  /** Calls the context `default`, hears the menu, presses 2, and resolves when the call has ended. */
  callOnce(): Promise<Caller>;
}

export const practice = async (): Promise<Practice> => {
  const account = { project: 'demo', token: 'a-token-that-no-log-may-show' };
  const simulator = await RelaySimulator.listen({ ...account, wordsPerMinute: 6000 });
  return {
    simulator,
    options: { ...account, host: simulator.host, scheme: 'ws', contexts: ['default'] },
    async callOnce() {
      const caller = simulator.call({
        context: 'default',
        script: [{ hear: 'Press 1' }, { wait: 500 }, { press: '2' }],
      });
      await lastValueFrom(caller.state$);
      return caller;
    },
    [Symbol.asyncDispose]: () => simulator.close(),
  };
};
