import { VirtualTimeScheduler, type SchedulerAction, type Subscription } from 'rxjs';

/**
 * A clock that is turned by hand, on real sockets: what is due now happens in the next turn of the event loop, what is
 * due later when a spec says that so much time has passed. So a watchdog of 15 s takes no time, and nothing depends on
 * how fast a machine is.
 */
export class HandClock extends VirtualTimeScheduler {
  override schedule<T>(
    work: (this: SchedulerAction<T>, state?: T) => void,
    delay = 0,
    state?: T,
  ): Subscription {
    const action = super.schedule(work, delay, state);
    if (delay <= 0) setImmediate(() => this.advance(0));
    return action;
  }

  /** Lets time pass, in ms. */
  advance(ms: number): void {
    this.maxFrames = this.frame + ms;
    this.flush();
    this.frame = this.maxFrames;
  }

  /** How many timers are set. */
  get timers(): number {
    return this.actions.length;
  }
}

/** Longer than anything takes that happens at all, in ms. */
const NEVER_HAPPENS = 15_000;

/** Waits turn by turn of the event loop until something is so. */
export async function until(what: string, isSo: () => boolean): Promise<void> {
  const since = Date.now();
  while (!isSo()) {
    if (Date.now() - since > NEVER_HAPPENS) throw new Error(`It never came to this: ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
