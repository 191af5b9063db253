import type { ServerResponse } from 'node:http';
import { Subscription } from 'rxjs';
import type { Feed } from '../../../phone/feed.js';
import { keepAlive, openEventStream } from './event-stream.js';
import type { FrameJournal } from './journal.js';

/** Bytes to buffer for a page before it is disconnected; it reconnects by itself. */
const HIGH_WATER = 8 * 1024 * 1024;

/** Milliseconds until a page reconnects. */
const RETRY = 1000;

/** The event stream of one open web phone. */
export class PhonePage {
  readonly #response: ServerResponse;
  readonly #journal: FrameJournal;
  #watching = Subscription.EMPTY;

  constructor(
    readonly id: number,
    response: ServerResponse,
    journal: FrameJournal,
    closed: () => void,
  ) {
    this.#response = response;
    this.#journal = journal;
    openEventStream(response);
    response.write(`retry: ${RETRY}\n\n`);
    const alive = keepAlive(response, () => response.writableLength > HIGH_WATER);
    response.on('close', () => {
      alive.unsubscribe();
      this.#watching.unsubscribe();
      closed();
    });
  }

  tell<K extends keyof Feed>(event: K, data: Feed[K]): void {
    if (this.#response.writableLength > HIGH_WATER) this.#response.destroy();
    else this.#response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Sends the frames of one call: the kept ones, then each new one. */
  watch(callId: string): void {
    this.#watching.unsubscribe();
    let next = 0;
    const send = (): void => {
      for (;;) {
        const entry = this.#journal.at(next);
        if (entry === undefined || entry.id < next) return;
        next = entry.id + 1;
        if (this.#journal.isAbout(entry, callId))
          this.tell('frame', { id: entry.id, callId, ...entry.entry });
      }
    };
    send();
    this.#watching = this.#journal.added$.subscribe(send);
  }

  close(): void {
    this.#response.end();
  }
}
