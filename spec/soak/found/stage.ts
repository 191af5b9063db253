import { VirtualTimeScheduler } from 'rxjs';
import { RelayClient } from 'relay-rx';
import { RelayEngine } from 'relay-rx/simulator';
import { wireTo } from '../virtual-wire.js';

/** An engine and a client of it, 5 ms apart, in virtual time. */
export function stage() {
  const clock = new VirtualTimeScheduler();
  const account = { project: 'p', token: 't' };
  const engine = new RelayEngine({ ...account, scheduler: clock, wordsPerMinute: 60_000 });
  const client = new RelayClient({
    ...account,
    scheduler: clock,
    contexts: ['default'],
    socket: wireTo(engine, clock, () => 5),
    reconnect: { initialDelay: 10, maxDelay: 10, random: () => 0.5 },
    requestTimeout: 1_000,
  });
  const advance = (ms: number): void => {
    clock.maxFrames = clock.frame + ms;
    clock.flush();
    clock.frame = clock.maxFrames;
  };
  const errors: Error[] = [];
  client.errors$.subscribe((error) => errors.push(error));
  return { clock, engine, client, advance, errors };
}
