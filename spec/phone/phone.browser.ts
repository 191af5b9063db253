import { digits, tts, type Call } from 'relay-rx';
import { readRecording, replay, trace } from 'relay-rx/recording';
import type { Page } from 'playwright-core';
import { concat, retry, switchMap } from 'rxjs';
import { PhoneStage, becomes, button, heard } from './phone-stage.js';

const PROMPT = 'Press 1 for sales, 2 for support.';

const menu = (call: Call) =>
  concat(
    call.answer(),
    call.playAndCollect({ media: [tts(PROMPT)], collect: { digits: { max: 1 }, initialTimeout: 10 } }).pipe(
      digits(),
      retry(2),
      switchMap((digit) => call.transfer({ dest: digit === '1' ? 'sales' : 'support' })),
    ),
  );

const stage = PhoneStage.forEach();

/** A page on which a call to the menu has been placed and hears its prompt. */
async function callAtThePrompt(options?: Parameters<PhoneStage['page']>[0]): Promise<Page> {
  await stage.app(menu);
  const page = await stage.page(options);
  await button(page, 'Call').click();
  await heard(page).getByText(PROMPT).waitFor();
  return page;
}

describe('the web phone', () => {
  it('shows how to point a client here until one has come', async () => {
    const page = await stage.page();
    await page.getByText('A=b').waitFor();
    await stage.simulator.client();
    await page.getByText('1 client: default').waitFor();

    expect(await page.getByText('A=b').count()).toBe(0);
  });

  it('has each control once, by its name', async () => {
    const page = await stage.page();
    const buttons = ['Call', 'Answer', 'Decline', 'Hang up', 'Stay silent', ...Array.from('0123456789*#')];
    for (const name of buttons) expect([name, await button(page, name).count()]).toEqual([name, 1]);
    for (const name of ['From', 'Context', 'Say'])
      expect([name, await page.getByRole('textbox', { name }).count()]).toEqual([name, 1]);

    await becomes(() => page.getByRole('textbox', { name: 'From' }).inputValue(), '+15550100');
    await becomes(() => page.getByRole('textbox', { name: 'Context' }).inputValue(), 'default');
    expect(await heard(page).count()).toBe(1);
  });

  it('has the first context that a client receives', async () => {
    const page = await stage.page();
    await stage.simulator.client({ contexts: ['office', 'default'] });
    await page.getByText('1 client: office, default').waitFor();

    await becomes(() => page.getByRole('textbox', { name: 'Context' }).inputValue(), 'office');
  });

  it('places a call, hears the prompt, and presses a key', async () => {
    const page = await callAtThePrompt();
    await button(page, '1').click();
    await heard(page).getByText('transferred to sales').waitFor();

    expect(await stage.simulator.ask('GET', 'calls')).toMatchObject({
      body: [{ from: '+15550100', context: 'default', transferredTo: 'sales' }],
    });
  });

  it('stays silent until the app has waited long enough', async () => {
    const page = await callAtThePrompt();
    await button(page, 'Stay silent').click();
    await heard(page).getByText(PROMPT).nth(1).waitFor();
  });

  it('draws the call: marbles and rows of frames are chosen together, and frames are shown', async () => {
    const page = await callAtThePrompt();
    await button(page, '2').click();
    await heard(page).getByText('transferred to support').waitFor();
    const figure = page.getByRole('figure', { name: 'Marble diagram' });
    const frames = page.getByRole('list', { name: 'Frames' });
    const collect = figure.getByRole('link', { name: /^calling.play_and_collect/ });

    await collect.hover();
    await page.getByRole('tooltip').getByText('"calling.play_and_collect"').waitFor();
    await collect.click();
    const row = frames.locator('[aria-current=true]');
    expect(await row.innerText()).toContain('calling.play_and_collect');
    await page
      .getByRole('region', { name: 'Chosen frame' })
      .getByText('"calling.play_and_collect"')
      .waitFor();

    await frames.getByRole('link', { name: /calling.call.collect/ }).click();
    await figure.locator('.mark.chosen[aria-label^=\'digits "2", at \']').waitFor();
    // Answered, played and transferred: each command has an arrow to what it brought about.
    await becomes(() => figure.locator('.arrow').count(), 2 * 3);
    await becomes(() => figure.locator('.end').count(), 2);
  });

  it('takes the keyboard through the marbles', async () => {
    const page = await callAtThePrompt();
    const figure = page.getByRole('figure', { name: 'Marble diagram' });
    await figure.locator('.mark').first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');

    expect(await figure.locator('.mark.chosen').getAttribute('aria-label')).toMatch(/^calling.answer/);
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toMatch(
      /^calling.play_and_collect/,
    );
  });

  it('filters, and stands still while it is paused', async () => {
    const page = await callAtThePrompt();
    const frames = page.getByRole('list', { name: 'Frames' });
    await frames.getByText('calling.call.play').first().waitFor();
    await page.getByRole('searchbox', { name: 'Filter' }).fill('calling.answer');
    await becomes(() => frames.getByRole('link').count(), 1);
    await page.getByRole('searchbox', { name: 'Filter' }).fill('');

    await button(page, 'Pause').click();
    await page.locator('button[aria-pressed=true]').getByText('Pause').waitFor();
    const before = await frames.getByRole('link').count();
    await button(page, '1').click();
    await heard(page).getByText('transferred to sales').waitFor();
    expect(await frames.getByRole('link').count()).toBe(before);
    await button(page, 'Pause').click();
    await frames.getByText('calling.transfer').first().waitFor();
  });

  it('exports the call as a recording', async () => {
    const page = await callAtThePrompt();
    await button(page, '1').click();
    await heard(page).getByText('transferred to sales').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      button(page, 'Export recording').click(),
    ]);
    const recording = readRecording(await download.path());

    expect(download.suggestedFilename()).toMatch(/^call-\w{8}\.jsonl$/);
    expect(trace(recording)).toContain('play_and_collect');
    const { mismatch } = replay(recording, menu, { tolerance: 20_000 });
    expect(mismatch).toBeUndefined();
  });

  it('copies the call as a test, and its diagram as SVG', async () => {
    const page = await callAtThePrompt({ permissions: ['clipboard-read', 'clipboard-write'] });
    await button(page, '1').click();
    await heard(page).getByText('transferred to sales').waitFor();
    await button(page, 'Copy as test').click();
    await page.getByText('The test: copied').waitFor();
    const test = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(test).toMatch(/caller\.onHearing\('Press 1 for sales, 2 for support\.', '\w+ 1'\);/);
    expect(test).toContain("{ transferredTo: 'sales' }");

    await button(page, 'Copy as SVG').click();
    await page.getByText('The diagram as SVG: copied').waitFor();
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toMatch(/^<svg xmlns=/);
  });

  it('shows what is to be copied where there is no clipboard', async () => {
    await stage.app(menu);
    const page = await stage.page();
    await page.evaluate('Object.defineProperty(navigator, "clipboard", { value: undefined })');
    await button(page, 'Call').click();
    await heard(page).getByText(PROMPT).waitFor();
    await button(page, 'Copy as test').click();
    const dialog = page.getByRole('dialog', { name: 'The test' });
    expect(await dialog.getByRole('textbox').inputValue()).toContain('{ hungUp: true }');
    await button(page, 'Close').click();
    await dialog.waitFor({ state: 'hidden' });
  });
});
