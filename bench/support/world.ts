import type { Client, PromptListener, Subject } from '../subjects/subject.js';
import { inMemory } from './link.js';
import { Relay } from './relay.js';
import { turns } from './rounds.js';

const nothing: PromptListener = { partial: () => undefined, ended: () => undefined };

/** A client, its RELAY, and calls that are in progress. */
export interface World {
  readonly relay: Relay;
  readonly client: Client;
}

/** Connects a client in memory, and offers it calls. */
export async function openWorld(subject: Subject, calls: number): Promise<World> {
  const relay = new Relay();
  const client = await subject.connect(inMemory(relay));
  await receiveCalls({ relay, client }, calls);
  return { relay, client };
}

export async function receiveCalls({ relay, client }: World, calls: number): Promise<void> {
  relay.offer(Array.from({ length: calls }, (_, index) => `call-${index}`));
  await waitFor(() => client.calls === calls);
}

/** Starts a prompt on each call, and leaves it in progress. */
export async function startPrompts({ relay, client }: World, listener = nothing): Promise<void> {
  const before = relay.prompts.length;
  for (let call = 0; call < client.calls; call += 1) client.prompt(call, listener);
  await waitFor(() => relay.prompts.length === before + client.calls);
}

/** Plays prompts on the calls to their end: on each call one after the other, on all of them side by side. */
export async function playPrompts({ relay, client }: World, count: number): Promise<void> {
  relay.playsToTheEnd = true;
  let started = 0;
  let ended = 0;
  const start = (call: number): void => {
    if (started === count) return;
    started += 1;
    client.prompt(call, {
      partial: nothing.partial,
      ended: () => {
        ended += 1;
        start(call);
      },
    });
  };
  for (let call = 0; call < client.calls; call += 1) start(call);
  await waitFor(() => ended === count);
  relay.playsToTheEnd = false;
}

/** Waits, a turn of the event loop at a time. */
export async function waitFor(condition: () => boolean, limit = 60_000): Promise<void> {
  const start = Date.now();
  while (!condition()) {
    if (Date.now() - start > limit) throw new Error(`Not within ${limit} ms: ${condition.toString()}`);
    await turns(1);
  }
  await turns();
}

/** Lets the engine come to know a client's code, for as long as any other's. */
export async function warmUp(subject: Subject, duration: number): Promise<void> {
  const start = Date.now();
  do {
    const world = await openWorld(subject, 20);
    await playPrompts(world, 40);
    world.client.close();
  } while (Date.now() - start < duration);
}
