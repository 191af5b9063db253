import { NEVER, concat, ignoreElements } from 'rxjs';
import { PhoneStage, becomes, button, heard, textbox } from './phone-stage.js';

const stage = PhoneStage.forEach();

describe('a simulator that is stopped and started again', () => {
  it('is waited for: the page says so, connects again without a reload, and places calls', async () => {
    await stage.app((call) => concat(call.answer().pipe(ignoreElements()), NEVER));
    const page = await stage.page();
    await page.evaluate('window.isTheSamePage = true');
    await textbox(page, 'From').fill('+15550177');
    await button(page, 'Call').click();
    await page.locator('.display').getByText('connected').waitFor();
    await stage.stop();
    await page.getByRole('status').getByText('The simulator is gone: waiting for it').waitFor();
    await becomes(() => button(page, 'Call').isDisabled(), true);
    await becomes(() => button(page, 'Hang up').isDisabled(), true);

    await stage.start();
    await stage.app((call) => concat(call.answer(), call.playTTS({ text: 'Hello again.' }), NEVER));
    await page.getByRole('status').getByText('1 client: default').waitFor({ timeout: 30_000 });
    // Calls of the one before are not calls of this one.
    await page.locator('.display').getByText('No call yet').waitFor();
    await becomes(() => textbox(page, 'From').inputValue(), '+15550177');
    await button(page, 'Call').click();
    await heard(page).getByText('Hello again.').waitFor();
    await page
      .getByRole('figure', { name: 'Marble diagram' })
      .getByRole('link', { name: /^calling\.play/ })
      .waitFor();
    expect(await page.evaluate('window.isTheSamePage')).toBe(true);
  });
});
