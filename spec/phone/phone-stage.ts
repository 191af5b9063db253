import { eachCall, type Call, type RelayClient } from 'relay-rx';
import type { Browser, Page } from 'playwright-core';
import type { ObservableInput } from 'rxjs';
import { PhoneFiles } from '../../lib/cli/simulate/phone-files.js';
import { Stage } from '../cli/simulate/support.js';
import { launch, openPage, type OpenPage } from './browser.js';

const files = new PhoneFiles(new URL(`file://${process.cwd()}/dist/phone/`));

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
export const textbox = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
export const heard = (page: Page) => page.getByRole('log', { name: 'Heard' });
export const texts = (page: Page) => page.getByRole('log', { name: 'Texts' });

/** Chooses how the page takes the app's calls, and waits until the simulator has it. */
export const setIncoming = (page: Page, incoming: string) =>
  Promise.all([
    page.waitForResponse((response) => response.url().endsWith('/_relay/phone') && response.status() === 204),
    page.getByRole('combobox', { name: "The app's calls" }).selectOption(incoming),
  ]);

/** A simulator for each test of a file, and pages of one browser, which must not complain of anything. */
export class PhoneStage {
  #browser: Browser | undefined;
  #stage: Stage | undefined;
  #open: OpenPage[] = [];
  #port = 0;
  /** Whether there was no simulator for a while: the browser itself writes on the console that nothing answers. */
  #wasAway = false;

  /** Registers what comes before and after the tests of a file. */
  static forEach(): PhoneStage {
    const stage = new PhoneStage();
    jest.setTimeout(60_000);
    beforeAll(async () => {
      stage.#browser = await launch();
    }, 60_000);
    afterAll(() => stage.#browser?.close());
    beforeEach(async () => {
      stage.#stage = await Stage.open({ files, speed: 1 });
      stage.#open = [];
      stage.#wasAway = false;
    });
    afterEach(async () => {
      const complaints = stage.#open
        .flatMap((each) => each.complaints)
        .filter((each) => !(stage.#wasAway && each.startsWith('Failed to load resource: net::')));
      for (const { page } of stage.#open) await page.context().close();
      await stage.#stage?.close();
      expect(complaints).toEqual([]);
    });
    return stage;
  }

  get simulator(): Stage {
    if (this.#stage === undefined) throw new Error('There is a simulator in tests alone');
    return this.#stage;
  }

  /** Opens the phone in a window of its own. */
  async page(options: Parameters<typeof openPage>[2] = {}): Promise<Page> {
    if (this.#browser === undefined) throw new Error('There is a browser in tests alone');
    const opened = await openPage(this.#browser, this.simulator.url, options);
    this.#open.push(opened);
    return opened.page;
  }

  /** The simulator goes, and nothing listens where it did. */
  async stop(): Promise<void> {
    this.#port = this.simulator.server.port;
    this.#wasAway = true;
    await this.simulator.close();
  }

  /** Another simulator, where the one before was. */
  async start(): Promise<void> {
    this.#stage = await Stage.open({ files, speed: 1, port: this.#port });
  }

  /** A client that runs this flow for each call. */
  async app(flow: (call: Call) => ObservableInput<unknown>): Promise<RelayClient> {
    const client = await this.simulator.client();
    client.calls$.pipe(eachCall(flow)).subscribe();
    return client;
  }
}

/** Waits for what a page shows to be as it should be: it is drawn after what it shows has changed. */
export async function becomes<T>(read: () => Promise<T>, expected: T): Promise<void> {
  const deadline = performance.now() + 10_000;
  let value = await read();
  while (value !== expected && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    value = await read();
  }
  expect(value).toBe(expected);
}
