import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
];

/** Starts the browser of this machine. */
export async function launch(): Promise<Browser> {
  const own = process.env['CHROMIUM'];
  const executablePath = own ?? PLACES.find((place) => existsSync(place));
  if (executablePath === undefined || !existsSync(executablePath))
    throw new Error(
      `There is no browser${own === undefined ? '' : ` at ${own}`}. Install one, as by \`apt-get install chromium\`, or name one: CHROMIUM=/path/to/chromium npm run test:browser`,
    );
  return await chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** A page of the phone, and what it did that it must not do. */
export interface OpenPage {
  readonly page: Page;
  /** Errors and warnings on its console, exceptions, and requests to anybody but the simulator. */
  readonly complaints: readonly string[];
}

export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(`${url}/`) && !/^(data|blob):/.test(request.url()))
      complaints.push(`requested ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
  });
  page.setDefaultTimeout(10_000);
  await page.goto(`${url}/`);
  return { page, complaints };
}
