import { DialError, type RelayClient } from 'relay-rx';
import { firstValueFrom } from 'rxjs';
import { PhoneStage, becomes, button, heard, setIncoming, textbox } from './phone-stage.js';

const stage = PhoneStage.forEach();

/** A client dials, for `timeout` seconds, and says how that went. */
const dial = (client: RelayClient, timeout: number): Promise<string> =>
  firstValueFrom(
    client.dial({
      devices: [[{ type: 'phone', params: { fromNumber: '+15550101', toNumber: '+15550199', timeout } }]],
    }),
  ).then(
    ({ state }) => state,
    (error: unknown) => (error instanceof DialError ? error.message : `another error: ${String(error)}`),
  );
const advance = (ms: number) => stage.simulator.ask('POST', 'clock', { advance: ms });

describe('a call that nobody answers', () => {
  it('to the app: it rings until the caller hangs up, and there is nothing to say', async () => {
    const page = await stage.page();
    await textbox(page, 'Context').fill('nobody');
    await button(page, 'Call').click();
    await page.getByRole('alert').getByText('No client receives the context "nobody"').waitFor();
    await page.locator('.display').getByText('ringing').waitFor();
    await heard(page).getByText('It rings…').waitFor();
    await becomes(() => textbox(page, 'Say').isDisabled(), true);
    await button(page, 'Hang up').click();

    await page.locator('.display').getByText('ended: cancelled').waitFor();
    await becomes(() => button(page, 'Hang up').isDisabled(), true);
  });

  it('to the app: it ends when it has rung long enough', async () => {
    const page = await stage.page();
    await textbox(page, 'Context').fill('nobody');
    await button(page, 'Call').click();
    await page.locator('.display').getByText('ringing').waitFor();
    await advance(61_000);

    await page.locator('.display').getByText('ended: not answered').waitFor();
    await becomes(() => button(page, 'Hang up').isDisabled(), true);
  });

  it('from the app: let it ring, and the app gives up', async () => {
    const client = await stage.simulator.client();
    const page = await stage.page();
    await page.getByText('1 client').waitFor();
    const dialled = dial(client, 20);
    await page.locator('.display').getByText('rings here').waitFor();
    await becomes(() => button(page, 'Answer').isEnabled(), true);
    await advance(21_000);

    expect(await dialled).toMatch(/no ?answer/i);
    await page.locator('.display').getByText('ended: not answered').waitFor();
    await becomes(() => button(page, 'Answer').isDisabled(), true);
    await becomes(() => button(page, 'Decline').isDisabled(), true);
  });

  it('from the app: one that rings for ever rings on no page, and cannot be answered', async () => {
    const client = await stage.simulator.client();
    const page = await stage.page();
    await page.getByText('1 client').waitFor();
    await setIncoming(page, 'noAnswer');
    const dialled = dial(client, 20);
    await page.locator('.display').getByText('ringing').waitFor();
    expect(await button(page, 'Answer').isDisabled()).toBe(true);
    await advance(21_000);

    expect(await dialled).toMatch(/no ?answer/i);
    await page.locator('.display').getByText('ended: not answered').waitFor();
  });
});
