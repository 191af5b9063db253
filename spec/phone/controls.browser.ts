import { digits, speech, tts, type Call, type RelayClient } from 'relay-rx';
import type { Page } from 'playwright-core';
import { NEVER, concat, filter, firstValueFrom, mergeMap, retry, switchMap } from 'rxjs';
import { PhoneStage, becomes, button, heard, setIncoming, textbox, texts } from './phone-stage.js';

const stage = PhoneStage.forEach();
const HOSTILE = '<img src=x onerror="document.title=1"><b>bold</b>';
const PROMPT = 'Press 1 for sales, 2 for support.';

const menu = (call: Call) =>
  concat(
    call.answer(),
    call.playAndCollect({ media: [tts(PROMPT)], collect: { digits: { max: 1 }, initialTimeout: 60 } }).pipe(
      digits(),
      retry(2),
      switchMap((digit) => call.transfer({ dest: digit === '1' ? 'sales' : 'support' })),
    ),
  );

/** The app repeats what the caller says. */
const echo = (call: Call) =>
  concat(
    call.answer(),
    call
      .playAndCollect({
        media: [tts('Say something.')],
        collect: { initialTimeout: 60, partialResults: true, speech: { endSilenceTimeout: 1 } },
      })
      .pipe(
        speech(),
        switchMap((text) => call.playTTS({ text })),
      ),
    NEVER,
  );

/** A client dials a number, and says how that went. */
const dial = (client: RelayClient, toNumber = '+15550199'): Promise<string> =>
  new Promise((resolve) => {
    client
      .dial({ devices: [[{ type: 'phone', params: { fromNumber: '+15550101', toNumber } }]] })
      .subscribe({ next: ({ state }) => resolve(state), error: (error: unknown) => resolve(String(error)) });
  });

const callUntil = async (page: Page, text: string): Promise<void> => {
  await button(page, 'Call').click();
  await heard(page).getByText(text).waitFor();
};

describe('the phone is called', () => {
  it('and answers: who it was is shown, and it hears what is played', async () => {
    const client = await stage.simulator.client();
    const page = await stage.page();
    await page.getByText('1 client').waitFor();
    const dialled = dial(client);
    await page.getByText('rings here').first().waitFor();
    await button(page, 'Answer').click();

    expect(await dialled).toBe('answered');
    await page.getByText('connected').first().waitFor();
    await becomes(() => button(page, 'Answer').isDisabled(), true);
    await button(page, 'Hang up').click();
    await page.getByText('ended: hung up').first().waitFor();
  });

  it('and declines', async () => {
    const client = await stage.simulator.client();
    const page = await stage.page();
    await page.getByText('1 client').waitFor();
    const dialled = dial(client);
    await button(page, 'Decline').click();

    expect(await dialled).toMatch(/decline/);
  });

  it.each([
    ['machine', /answered/],
    ['busy', /busy/],
    ['decline', /decline/],
  ])('and answers by itself: %s', async (incoming, outcome) => {
    const client = await stage.simulator.client();
    const page = await stage.page();
    await page.getByText('1 client').waitFor();
    await setIncoming(page, incoming);

    expect(await dial(client)).toMatch(outcome);
  });

  it('on every page that is open; the first to answer has it', async () => {
    const client = await stage.simulator.client();
    const [first, second] = [await stage.page(), await stage.page()];
    for (const page of [first, second]) await page.getByText('1 client').waitFor();
    const dialled = dial(client);
    for (const page of [first, second]) await page.getByText('rings here').first().waitFor();
    await button(second, 'Answer').click();

    expect(await dialled).toBe('answered');
    await first.getByText('connected').first().waitFor();
    await becomes(() => button(first, 'Answer').isDisabled(), true);
  });
});

describe('texts', () => {
  it('go to the app, and come from it, as they were written', async () => {
    const client = await stage.simulator.client();
    client.messages$
      .pipe(
        mergeMap(({ fromNumber = '', toNumber = '', body = '' }) =>
          client.sendMessage({ fromNumber: toNumber, toNumber: fromNumber, body: `You wrote ${body}` }),
        ),
      )
      .subscribe();
    const page = await stage.page();
    await page.getByText('1 client').waitFor();
    await becomes(() => button(page, 'Send text').isDisabled(), true);
    await textbox(page, 'Text message').fill(HOSTILE);
    await button(page, 'Send text').click();
    await texts(page).getByText(`You wrote ${HOSTILE}`).waitFor();

    await becomes(() => textbox(page, 'Text message').inputValue(), '');
    expect(await page.title()).toBe('relay-rx: the phone');
    expect(await texts(page).locator('img, b').count()).toBe(0);
  });
});

describe('words', () => {
  it('are said as they are typed, with partial results, and come back as text alone', async () => {
    await stage.app(echo);
    const page = await stage.page();
    await callUntil(page, 'Say something.');
    await textbox(page, 'Say').pressSequentially(HOSTILE.replace('src=x ', ''));
    await stage.simulator.until('frames', (frames) => JSON.stringify(frames).includes('"final":false'));
    await page.keyboard.press('Enter');
    await heard(page).locator('.app').getByText('onerror').waitFor();

    expect(await page.title()).toBe('relay-rx: the phone');
    expect(await page.locator('main img, main .heard b').count()).toBe(0);
    await becomes(() => textbox(page, 'Say').inputValue(), '');
  });

  it('that are no words are heard by nobody, and the call goes on', async () => {
    await stage.app(echo);
    const page = await stage.page();
    await callUntil(page, 'Say something.');
    await button(page, 'Mumble').click();
    await heard(page).getByText('mumbled').waitFor();
  });
});

describe('several calls', () => {
  it('are up at once, and the controls act on the one that is chosen', async () => {
    await stage.app(menu);
    const page = await stage.page();
    for (const from of ['+15550111', '+15550112']) {
      await textbox(page, 'From').fill(from);
      await callUntil(page, PROMPT);
    }
    await page.getByRole('radio', { name: /15550111/ }).check({ force: true });
    await page.locator('.display').getByText('+15550111').waitFor();
    await button(page, '1').click();
    await heard(page).getByText('transferred to sales').waitFor();
    const calls = (await stage.simulator.ask('GET', 'calls')).body;

    expect(calls).toMatchObject([
      { from: '+15550111', state: 'ended', transferredTo: 'sales' },
      { from: '+15550112', state: 'answered' },
    ]);
    expect(await page.getByRole('figure', { name: 'Marble diagram' }).count()).toBe(1);
  });

  it('are placed again with the arrow up, and recalled in the fields', async () => {
    await stage.app(menu);
    const page = await stage.page();
    await textbox(page, 'From').fill('+15550111');
    await callUntil(page, PROMPT);
    await button(page, 'Hang up').click();
    await page.getByText('ended: hung up').first().waitFor();
    await textbox(page, 'From').fill('+15550112');
    await textbox(page, 'From').press('ArrowUp');
    await becomes(() => textbox(page, 'From').inputValue(), '+15550111');

    await button(page, 'Call').focus();
    await page.keyboard.press('ArrowUp');
    await stage.simulator.until('calls', (calls) => (calls as unknown[]).length === 2);
    expect((await stage.simulator.ask('GET', 'calls')).body).toMatchObject([
      { from: '+15550111' },
      { from: '+15550111' },
    ]);
  });
});

describe('the keyboard alone', () => {
  it('places a call, presses keys and hangs up', async () => {
    await stage.app(menu);
    const page = await stage.page();
    await page.getByText('1 client').waitFor();
    await textbox(page, 'From').focus();
    await page.keyboard.press('Enter');
    await heard(page).getByText(PROMPT).waitFor();
    // To `Context` by way of `To`, and on to the buttons.
    for (let tab = 0; tab < 4; tab += 1) await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe('Hang up');
    await page.keyboard.press('2');
    await heard(page).getByText('transferred to support').waitFor();
  });

  it('reaches every control, and shows where it is', async () => {
    await stage.app(menu);
    const page = await stage.page();
    await callUntil(page, PROMPT);
    await page.locator('.mark').first().waitFor();
    const wanted = await page
      .locator('button:enabled:visible, input:enabled:visible:not([type=radio]), select:visible')
      .count();
    const reached = new Set<string>();
    let unseen = 0;
    for (let tab = 0; tab < wanted * 2 + 40; tab += 1) {
      await page.keyboard.press('Tab');
      const { id, isControl, isSeen } = await page.evaluate<{
        id: string;
        isControl: boolean;
        isSeen: boolean;
      }>(`(() => {
        const all = [...document.querySelectorAll('*')];
        const at = document.activeElement;
        return {
          id: String(all.indexOf(at)),
          isControl: at.matches('button, input:not([type=radio]), select'),
          isSeen: getComputedStyle(at).outlineStyle !== 'none',
        };
      })()`);
      if (!isControl) continue;
      if (!isSeen) unseen += 1;
      reached.add(id);
      if (reached.size >= wanted) break;
    }

    expect({ reached: reached.size, unseen }).toEqual({ reached: wanted, unseen: 0 });
  });
});

describe('faults', () => {
  it.each([
    ['Drop', /Dropped/, 'reconnecting'],
    ['Restart', /Restarted/, 'reconnecting'],
  ])('%s: every client notices', async (name, notice, status) => {
    const client = await stage.simulator.client();
    client.errors$.subscribe();
    const seen = firstValueFrom(client.status$.pipe(filter((each) => each === status)));
    const page = await stage.page();
    await page.getByText('1 client').waitFor();
    await button(page, name).click();
    await page.getByText(notice).waitFor();

    expect(await seen).toBe(status);
  });

  it('the next request is refused', async () => {
    const client = await stage.app(menu);
    const failed = firstValueFrom(client.errors$);
    const page = await stage.page();
    await button(page, 'Refuse next request').click();
    await page.getByText('The next request will be refused with 500').waitFor();
    await button(page, 'Call').click();

    expect((await failed).message).toMatch(/refused on request/);
    await page.getByRole('list', { name: 'Frames' }).getByText('500 refused on request').first().waitFor();
  });

  it('an event is repeated, frames are garbled, and a connection stalls', async () => {
    const client = await stage.app(menu);
    client.errors$.subscribe();
    const garbled = firstValueFrom(client.errors$);
    const page = await stage.page();
    await page.getByText('1 client').waitFor();
    await button(page, 'Repeat').click();
    await page.getByText('The next event will be sent twice').waitFor();
    await button(page, 'Call').click();
    await heard(page).getByText(PROMPT).waitFor();
    const received = ((await stage.simulator.ask('GET', 'frames')).body as unknown[]).filter((frame) =>
      JSON.stringify(frame).includes('calling.call.receive'),
    );
    expect(received).toHaveLength(2);
    await button(page, 'Garble').click();
    await garbled;
    await button(page, 'Stall').click();
    await page.getByText('Stalled: nothing passes for 10 s').waitFor();
    await button(page, 'Dismiss').click();
    await page.getByRole('alert').waitFor({ state: 'hidden' });
  });
});

describe('the page', () => {
  it.each([
    ['light', 360],
    ['dark', 360],
    ['light', 820],
  ] as const)('in %s has no horizontal scrolling at %d px, with a call up', async (colorScheme, width) => {
    await stage.app(menu);
    const page = await stage.page({ viewport: { width, height: 760 }, colorScheme });
    await textbox(page, 'Context').fill('default');
    await callUntil(page, PROMPT);
    await button(page, '1').click();
    await heard(page).getByText('transferred to sales').waitFor();

    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  });

  it.each(['light', 'dark'] as const)(
    'in %s can be read: texts have the contrast that people need',
    async (colorScheme) => {
      await stage.app(menu);
      const page = await stage.page({ colorScheme });
      await callUntil(page, PROMPT);
      // A button that has just become usable fades to its colours.
      await page.evaluate(
        'Promise.allSettled(document.getAnimations().flatMap((each) => each instanceof CSSTransition ? [each.finished] : []))',
      );
      const background = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
      const poor = await page.evaluate<readonly string[]>(`(() => {
      const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
      const light = (colour) => {
        const [r, g, b] = colour.map((part) => { const c = part / 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const behind = (element) => {
        for (let at = element; at !== null; at = at.parentElement) {
          const colour = rgb(getComputedStyle(at).backgroundColor);
          if (colour.length < 4 || colour[3] === 1) return colour.slice(0, 3);
        }
        return [255, 255, 255];
      };
      return [...document.querySelectorAll('body *')].flatMap((element) => {
        const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
        if (!own || element.closest('svg, :disabled, [hidden], script, noscript') !== null) return [];
        const [one, other] = [light(rgb(getComputedStyle(element).color).slice(0, 3)), light(behind(element))];
        const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
        return contrast < 4.5 ? [element.className + ' ' + element.textContent.trim().slice(0, 20) + ' ' + contrast.toFixed(2)] : [];
      });
    })()`);

      expect(poor).toEqual([]);
      expect(background).toBe(colorScheme === 'light' ? 'rgb(243, 245, 248)' : 'rgb(14, 19, 25)');
    },
  );

  it('has its icon, and its control as soon as it is connected', async () => {
    const page = await stage.page();
    await page.getByText('No client yet').waitFor();

    await becomes(() => button(page, 'Call').isEnabled(), true);
    expect(
      await page.evaluate(`fetch('/favicon.svg').then(({ headers }) => headers.get('content-type'))`),
    ).toBe('image/svg+xml');
  });
});
