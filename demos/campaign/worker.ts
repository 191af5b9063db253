// One worker: a client, and the contacts that it processes.
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
  /** Whether to print each result. */
  readonly tellsResults: boolean;
}

export class Worker {
  readonly #client: RelayClient;
  readonly #work: ReturnType<CampaignQueue['work']>;
  #isHalted = false;

  constructor({ queue, doNotCall, client, settings, pace, line, tellsResults }: WorkerParts) {
    this.#client = new RelayClient(client);
    this.#client.errors$.subscribe((error) => console.error(`${error.name}: ${error.message}`));
    // Keeps the connection open between calls.
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

  /** Takes no further contact, waits for the calls to end, and closes the connection. */
  async drain(): Promise<void> {
    await this.#work.close();
    this.#client.close();
  }

  /** Gives up the calls too; their results are unknown. */
  abandon(): void {
    this.#client.close();
  }
}
