import { NEVER, concat, ignoreElements } from 'rxjs';
import type { Page } from 'playwright-core';
import { PhoneStage, button, heard, textbox } from './phone-stage.js';

const stage = PhoneStage.forEach();

const MARKUP = `</text></svg><script>document.title=1</script><img src=x onerror="document.title=1">'"\`&amp;&#60;]]>`;
const RTL = 'left \u202eright to left\u2066 שלום \u200f end';
const LONG = `${'long '.repeat(400)}${'unbroken'.repeat(400)}`;
const TEXTS = { markup: MARKUP, 'right to left': RTL, 'very long': LONG };

/** An app that plays these words, and stays. */
async function callThatHears(words: string, from = '+15550100'): Promise<Page> {
  await stage.app((call) =>
    concat(call.answer().pipe(ignoreElements()), call.playTTS({ text: words }), NEVER),
  );
  const page = await stage.page({ permissions: ['clipboard-read', 'clipboard-write'] });
  await textbox(page, 'From').fill(from);
  await button(page, 'Call').click();
  await heard(page).locator('.app').waitFor();
  await page
    .getByRole('figure', { name: 'Marble diagram' })
    .getByRole('link', { name: /^calling\.play/ })
    .waitFor();
  return page;
}

describe('text that others chose', () => {
  it.each(Object.entries(TEXTS))('is text and nothing else, wherever it is shown: %s', async (_, words) => {
    const page = await callThatHears(words, `+1555${MARKUP}`);
    const figure = page.getByRole('figure', { name: 'Marble diagram' });
    const mark = figure.getByRole('link', { name: /^calling\.play/ });
    const frames = page.getByRole('list', { name: 'Frames' });
    await mark.hover();
    await page.getByRole('tooltip').getByText('"calling.play"').waitFor();
    await mark.click();
    const shown = page.getByRole('region', { name: 'Chosen frame' }).locator('pre');
    await shown.getByText('"calling.play"').waitFor();

    expect(await heard(page).locator('.app .bubble').textContent()).toBe(words);
    expect(JSON.parse((await shown.textContent()) ?? '')).toMatchObject({
      method: 'calling.play',
      params: { play: [{ params: { text: words } }] },
    });
    expect(
      await frames
        .getByRole('link', { name: /calling\.play/ })
        .first()
        .textContent(),
    ).toContain(words.slice(0, 5));
    expect(await page.title()).toBe('relay-rx: the phone');
    expect(await page.locator('main img, main script, figure image, main b > b').count()).toBe(0);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });

  it.each(Object.entries(TEXTS))(
    'leaves the copied SVG a drawing without anything foreign: %s',
    async (_, words) => {
      const page = await callThatHears(words, `+1555${MARKUP}`);
      await button(page, 'Copy as SVG').click();
      await page.getByText('The diagram as SVG: copied').waitFor();
      const text = await page.evaluate<string>('navigator.clipboard.readText()');
      const names = await page.evaluate<readonly string[]>(`(() => {
      const svg = new DOMParser().parseFromString(${JSON.stringify(text).replaceAll('<', String.raw`\u003c`)}, 'image/svg+xml');
      const all = [...svg.querySelectorAll('*')];
      const attributes = all.flatMap((each) => [...each.attributes].map(({ name }) => name)).filter((name) => name.startsWith('on') || name.endsWith('href'));
      return [...new Set([...all.map(({ localName }) => localName), ...attributes])].sort();
    })()`);

      expect(names).not.toContain('parsererror');
      expect(
        names.filter(
          (name) =>
            !['circle', 'g', 'line', 'path', 'rect', 'style', 'svg', 'text', 'title', 'tspan'].includes(name),
        ),
      ).toEqual([]);
      expect(text).toContain('+1555');
    },
  );

  it('is kept apart from what stands beside it, in whichever direction it is written', async () => {
    const page = await callThatHears(RTL, `+1555${RTL}`);
    const places = ['.display bdi', '.call .who bdi', '.heard .bubble', '.frames .words'];
    for (const place of places) {
      const kept = await page.evaluate(`getComputedStyle(document.querySelector('${place}')).unicodeBidi`);
      expect([place, kept]).toEqual([place, 'isolate']);
    }
  });
});
