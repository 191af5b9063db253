import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readRecording, trace } from 'relay-rx/recording';
import type { Page } from 'playwright-core';
import { startRealtimeMenu } from '../interop/start-menu.js';
import { PhoneStage, becomes, button, heard, textbox } from './phone-stage.js';

const stage = PhoneStage.forEach();
const PROMPT = 'Press 1 for sales, 2 for support.';

describe('the web phone, with an application on @signalwire/realtime-api', () => {
  let app: ChildProcess | undefined;
  afterEach(async () => {
    if (app === undefined) return;
    const gone = once(app, 'exit');
    app.kill();
    await gone;
  });

  /** A page, when the application is ready to be called. */
  const ready = async (): Promise<Page> => {
    app = startRealtimeMenu(stage.simulator.server.host);
    const page = await stage.page();
    await page.getByText('1 client: default').waitFor({ timeout: 30_000 });
    return page;
  };

  it('calls it, presses a key, hears what it says, and draws and exports the call', async () => {
    const page = await ready();
    await button(page, 'Call').click();
    await heard(page).getByText(PROMPT).waitFor();
    const figure = page.getByRole('figure', { name: 'Marble diagram' });
    await figure.getByRole('link', { name: /^calling.play_and_collect/ }).waitFor();
    await button(page, '2').click();
    await heard(page).getByText('You pressed 2').waitFor();
    await heard(page).getByText('ended: hangup').waitFor();

    for (const name of [
      /^calling.answer/,
      /^digits "2", at /,
      /^calling.play "You pressed 2"/,
      /^calling.end/,
    ])
      await figure.getByRole('link', { name }).first().waitFor();
    await becomes(() => figure.locator('.end').count(), 3);
    const frames = page.getByRole('list', { name: 'Frames' });
    await frames.getByRole('link', { name: /calling.call.collect/ }).click();
    await figure.locator('.mark.chosen').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      button(page, 'Export recording').click(),
    ]);
    expect(trace(readRecording(await download.path()))).toContain('digits "2"');
  });

  it('is called by it, answers, and hears what it says', async () => {
    const page = await ready();
    await textbox(page, 'To').fill('+15550190');
    await button(page, 'Call').click();
    // It may ring before the page has heard that its own call has ended, and is not selected then.
    await page.locator('label.call.rings').click();
    await button(page, 'Answer').click();
    await heard(page).getByText('You wanted to be called.').waitFor();
    await heard(page).getByText('ended: hangup').waitFor();
  });
});
