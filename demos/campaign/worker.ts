// One worker: a client, and the contacts that it has in hand.
import { RelayClient, type RelayClientOptions } from 'relay-rx';
import type { Line } from '../support/log.js';
import { Campaign, type CampaignSettings } from './campaign.js';
import type { CampaignQueue, DoNotCall, WorkOptions } from './queue.js';

export interface WorkerParts {
  readonly queue: CampaignQueue;
  readonly doNotCall: DoNotCall;
  readonly client: RelayClientOptions;
  readonly settings: CampaignSettings;
  readonly pace: WorkOptions;
  readonly line: Line;
  /** Whether each result is told. */
  readonly tellsResults: boolean;
}

export class Worker {
  readonly #client: RelayClient;
  readonly #work: ReturnType<CampaignQueue['work']>;
  #isHalted = false;

  constructor({ queue, doNotCall, client, settings, pace, line, tellsResults }: WorkerParts) {
    this.#client = new RelayClient(client);
    this.#client.errors$.subscribe((error) => console.error(`${error.name}: ${error.message}`));
    // Held, so that not every call opens a connection.
    this.#client.connect();
    const campaign = new Campaign({
      client: this.#client,
      doNotCall,
      settings,
      onHalt: (reason) => {
        if (this.#isHalted) return;
        this.#isHalted = true;
        line('campaign', 'is paused', reason);
        queue.pause(true).then(
          () => (this.#isHalted = false),
          (error: unknown) => line('campaign', 'goes on', String(error)),
        );
      },
      onResult: ({ id }, { outcome, detail }) => {
        if (tellsResults) line(id, outcome, detail);
      },
    });
    this.#work = queue.work(campaign.handle, pace);
  }

  /** Takes no further contact, lets the calls end, and closes the connection. */
  async drain(): Promise<void> {
    await this.#work.close();
    this.#client.close();
  }

  /** Gives up the calls too: what comes of them is unknown. */
  abandon(): void {
    this.#client.close();
  }
}
