import { until } from '../clock.js';
import type { Flight, InFlight } from '../flights/index.js';
import type { Seen } from '../record.js';
import type { Stage } from '../stage.js';

/** What a fault is told of what it befalls. */
export interface Struck {
  readonly stage: Stage;
  readonly flight: Flight;
  readonly inFlight: InFlight;
  /** Does what makes it come to its good end. */
  prove(): void;
  /** Whether that has been seen. */
  isFulfilled(): boolean;
  /** Unsubscribes from it. */
  leave(): void;
  /** Asks what follows what is in flight, or nothing when that is the request itself; what became of it is told. */
  askNext(): Seen<unknown> | undefined;
}

/** A row of the matrix. */
export interface Fault {
  readonly title: string;
  /** Whether it befalls one request: what is in flight is then as far as its own request, if that is the one. */
  readonly ofRequest?: boolean;
  /** Whether what is in flight is part of the flow of a call. */
  readonly inFlow?: boolean;
  /** What must be seen to before a request of a method is sent. */
  arm?(stage: Stage, method: string): void;
  strike(struck: Struck): Promise<void>;
}

/** The client has ended. */
export const gone = (stage: Stage): Promise<void> =>
  until('the client is disconnected', () => stage.statuses.at(-1) === 'disconnected');

/** Breaks the connection, and waits for another. */
export async function replaced(stage: Stage, breaks: () => void): Promise<void> {
  const before = stage.sockets.length;
  breaks();
  await until('the connection is replaced', () => stage.sockets.length > before);
  await stage.settle();
}
