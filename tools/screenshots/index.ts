// Takes the pictures of the web phone in docs/images: a call in progress, light, dark and on a narrow screen.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { concat, filter, firstValueFrom, ignoreElements, mergeMap, switchMap } from 'rxjs';
import { PhoneFiles } from '../../lib/cli/simulate/phone-files.js';
import { startServer } from '../../lib/cli/simulate/server.js';
import { Simulation } from '../../lib/cli/simulate/simulation.js';
import { RelayClient, digits, eachCall, menu, tts, type Call } from '../../lib/index.js';
import { launch } from '../../spec/phone/browser.js';
import { indexedPng } from './indexed-png.js';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'docs/images');
const WELCOME = 'Welcome to Hart Books.';
const CHOICE = 'Press 1 for your order, or say what you need.';
const NUMBER = 'Please type your order number.';

const bookshop = (call: Call) =>
  concat(
    call.answer(),
    call.playTTS({ text: WELCOME }),
    menu(call, {
      prompt: tts(CHOICE),
      options: {
        1: () =>
          call
            .playAndCollect({ media: [tts(NUMBER)], collect: { digits: { max: 4, terminators: '#' } } })
            .pipe(
              digits({ min: 4 }),
              switchMap((order) =>
                call.playTTS({ text: `Order ${order} is on its way, and will reach you on Tuesday.` }),
              ),
            ),
        2: () => call.transfer({ dest: 'events' }),
      },
      speech: { 2: ['reading', 'event'] },
    }),
  );

/** The simulator with an application and a page. */
async function stage(): Promise<{
  readonly url: string;
  readonly host: string;
  readonly close: () => Promise<void>;
}> {
  const simulation = new Simulation({
    project: 'p',
    token: 't',
    speed: 1,
    environment: () => [],
    flowModule: './flow.js',
  });
  const server = await startServer({
    port: 0,
    host: '127.0.0.1',
    allowedHosts: [],
    tls: undefined,
    simulation,
    files: new PhoneFiles(new URL(`file://${root}/dist/phone/`)),
    recorder: undefined,
  });
  const close = async (): Promise<void> => {
    simulation.close();
    await server.close();
  };
  return { url: `http://${server.host}`, host: server.host, close };
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const heard = (page: Page, text: string) => page.getByRole('log', { name: 'Heard' }).getByText(text).last();
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Two calls: one has ended, and one is in the middle of a prompt. */
async function callTheShop(page: Page): Promise<void> {
  await page.getByText('1 client: default').waitFor();
  await page.getByRole('textbox', { name: 'Text message' }).fill('Is my order on its way?');
  await page.keyboard.press('Enter');
  await page.getByRole('log', { name: 'Texts' }).getByText('Yes').waitFor();
  await page.getByRole('textbox', { name: 'From' }).fill('+15550162');
  await button(page, 'Call').click();
  await heard(page, CHOICE).waitFor();
  await pause(600);
  await page.getByRole('textbox', { name: 'Say' }).pressSequentially('the reading tonight', { delay: 30 });
  await page.keyboard.press('Enter');
  await heard(page, 'transferred to events').waitFor();

  await page.getByRole('textbox', { name: 'From' }).fill('+15550100');
  await button(page, 'Call').click();
  await heard(page, CHOICE).waitFor();
  await pause(900);
  await button(page, '1').click();
  await heard(page, NUMBER).waitFor();
  await pause(700);
  for (const key of '4711') {
    await button(page, key).click();
    await pause(250);
  }
  await heard(page, 'Order 4711').waitFor();
  await page
    .getByRole('figure')
    .getByRole('link', { name: /^digits "4711"/ })
    .click();
  await page.mouse.move(0, 0);
  await page.evaluate('document.activeElement.blur(); scrollTo(0, 0)');
  await pause(500);
}

/** The pixels of a picture, which the browser reads. */
async function pixelsOf(page: Page, png: Buffer): Promise<Uint8Array> {
  const text = await page.evaluate<string>(`(async () => {
    const image = new Image();
    image.src = 'data:image/png;base64,${png.toString('base64')}';
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    let text = '';
    for (let at = 0; at < data.length; at += 32768) text += String.fromCharCode(...data.subarray(at, at + 32768));
    return btoa(text);
  })()`);
  return Buffer.from(text, 'base64');
}

const PICTURES = [
  { name: 'phone-light', width: 1280, height: 800, colorScheme: 'light' },
  { name: 'phone-dark', width: 1280, height: 800, colorScheme: 'dark' },
  { name: 'phone-narrow', width: 360, height: 820, colorScheme: 'light' },
] as const;

mkdirSync(folder, { recursive: true });
const browser = await launch();
for (const { name, width, height, colorScheme } of PICTURES) {
  const { url, host, close } = await stage();
  const client = new RelayClient({ project: 'p', token: 't', host, scheme: 'ws', contexts: ['default'] });
  client.calls$.pipe(eachCall(bookshop), ignoreElements()).subscribe();
  client.messages$
    .pipe(
      mergeMap(({ fromNumber, toNumber }) =>
        client.sendMessage({
          fromNumber: toNumber ?? '',
          toNumber: fromNumber ?? '',
          body: 'Yes, since this morning.',
        }),
      ),
    )
    .subscribe();
  await firstValueFrom(client.status$.pipe(filter((status) => status === 'connected')));
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  await page.goto(url);
  await callTheShop(page);
  const png = await page.screenshot({ animations: 'disabled' });
  writeFileSync(join(folder, `${name}.png`), indexedPng(await pixelsOf(page, png), width, height));
  client.close();
  await page.close();
  await close();
}
await browser.close();
