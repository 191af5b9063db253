import { digits, eachCall, tts, type Call } from 'relay-rx';
import type { Browser, Page } from 'playwright-core';
import { concat, retry, switchMap } from 'rxjs';
import { PhoneFiles } from '../../lib/cli/simulate/phone-files.js';
import { Stage } from '../cli/simulate/support.js';
import { launch, openPage, type OpenPage } from './browser.js';

const files = new PhoneFiles(new URL(`file://${process.cwd()}/dist/phone/`));
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

let browser: Browser;
let stage: Stage;
let open: OpenPage[];

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const heard = (page: Page) => page.getByRole('log', { name: 'Heard' });

async function phone(options: Parameters<typeof openPage>[2] = {}): Promise<Page> {
  const opened = await openPage(browser, stage.url, options);
  open.push(opened);
  return opened.page;
}

async function app(flow: (call: Call) => ReturnType<typeof menu>): Promise<void> {
  const client = await stage.client();
  client.calls$.pipe(eachCall(flow)).subscribe();
}

beforeAll(async () => {
  browser = await launch();
}, 60_000);
afterAll(() => browser.close());

beforeEach(async () => {
  stage = await Stage.open({ files, speed: 1 });
  open = [];
});

afterEach(async () => {
  const complaints = open.flatMap((each) => each.complaints);
  for (const { page } of open) await page.context().close();
  await stage.close();
  expect(complaints).toEqual([]);
});

describe('the web phone', () => {
  it('shows how to point a client here until one has come', async () => {
    const page = await phone();
    await page.getByText('A=b').waitFor();
    await stage.client();
    await page.getByText('1 client: default').waitFor();

    expect(await page.getByText('A=b').count()).toBe(0);
  });

  it('has each control once, by its name', async () => {
    const page = await phone();
    const buttons = ['Call', 'Answer', 'Decline', 'Hang up', 'Stay silent', ...Array.from('0123456789*#')];
    for (const name of buttons) expect([name, await button(page, name).count()]).toEqual([name, 1]);
    for (const name of ['From', 'Context', 'Say'])
      expect([name, await page.getByRole('textbox', { name }).count()]).toEqual([name, 1]);

    expect(await page.getByRole('textbox', { name: 'From' }).inputValue()).toBe('+15550100');
    expect(await page.getByRole('textbox', { name: 'Context' }).inputValue()).toBe('default');
    expect(await heard(page).count()).toBe(1);
  });

  it('has the first context that a client receives', async () => {
    const page = await phone();
    await stage.client({ contexts: ['office', 'default'] });
    await page.getByText('1 client: office, default').waitFor();

    expect(await page.getByRole('textbox', { name: 'Context' }).inputValue()).toBe('office');
  });

  it('places a call, hears the prompt, and presses a key', async () => {
    await app(menu);
    const page = await phone();
    await button(page, 'Call').click();
    await heard(page).getByText(PROMPT).waitFor();
    await button(page, '1').click();
    await heard(page).getByText('transferred to sales').waitFor();

    expect(await stage.ask('GET', 'calls')).toMatchObject({
      body: [{ from: '+15550100', context: 'default', transferredTo: 'sales' }],
    });
  });

  it('stays silent until the app has waited long enough', async () => {
    await app(menu);
    const page = await phone();
    await button(page, 'Call').click();
    await heard(page).getByText(PROMPT).waitFor();
    await button(page, 'Stay silent').click();
    await heard(page).getByText(PROMPT).nth(1).waitFor();
  });
});
