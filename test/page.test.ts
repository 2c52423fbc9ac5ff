import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { accessibilityFaults, launchBrowser, overflow, type Sample, startSample } from './page-visit.ts';

let browser: Browser;
let day: Sample;
let trouble: Sample;
let calm: Sample;
let losses: Sample;

beforeAll(async () => {
  [browser, day, trouble, calm, losses] = await Promise.all([
    launchBrowser(inject('chromiumPath')),
    startSample('day'),
    startSample('trouble'),
    startSample('calm'),
    startSample('losses'),
  ]);
});
afterAll(async () => {
  await browser.close();
  await Promise.all([day, trouble, calm, losses].map((sample) => sample.close()));
});

const LOOKS = (['light', 'dark'] as const).flatMap((colorScheme) =>
  (['en', 'ru'] as const).flatMap((locale) => [360, 1280].map((width) => ({ colorScheme, locale, width }))),
);

type Look = (typeof LOOKS)[number];

describe.each(LOOKS)('in $colorScheme, $locale, at $width px', (look) => {
  it('the overview is sound', () => expectSound(day.url, look));
  it('an order is sound, with everything unfolded', () => expectSound(`${day.url}/orders/873`, look));
  it('an incident is sound', async () => {
    await expectSound(day.url + (await day.incident('stage:SUBMITTED')), look);
  });
});

describe.each(LOOKS)('in $colorScheme, $locale, at $width px', (look) => {
  it('an order with every diagnosis is sound', () => expectSound(`${losses.url}/orders/873`, look));
});

// The other pages are made of the same parts: the two looks that differ most will do.
describe.each([LOOKS.at(0)!, LOOKS.at(-1)!])('in $colorScheme, $locale, at $width px', (look) => {
  it('an incident about a loss is sound', async () => {
    await expectSound(losses.url + (await losses.incident('hop:submitted-to-mes')), look);
  });
  it('what tells of the classes of loss is sound', () => expectSound(`${losses.url}/losses`, look));
  it('trouble is sound', () => expectSound(trouble.url, look));
  it('an empty watcher is sound', () => expectSound(calm.url, look));
  it('a list is sound', () => expectSound(`${day.url}/orders?state=on-track`, look));
  it('an error is sound', () => expectSound(`${day.url}/orders/nobody`, look));
});

/** Nothing for axe to find, no way to scroll sideways, and in the reader's language. */
async function expectSound(url: string, { colorScheme, locale, width }: Look): Promise<void> {
  const page = await browser.newPage({ colorScheme, locale, viewport: { width, height: 800 } });
  await page.goto(url);
  for (const summary of await page.locator('summary').all()) await summary.click();
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(await overflow(page)).toBe(0);
  expect(await page.locator('html').getAttribute('lang')).toBe(locale);
  await page.close();
}

describe('with the keyboard alone', () => {
  it('one skips to the content, opens an order, unfolds its clock and goes back', async () => {
    const page = await browser.newPage();
    await page.goto(day.url);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toContain('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    await tabTo(page, '981');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/orders/981');
    await page.waitForSelector('h1:has-text("Order 981")');
    await tabTo(page, 'Paused 4 days in all.');
    await page.keyboard.press('Enter');
    expect(await page.getByText('outside the hours of calendar working').first().isVisible()).toBe(true);
    await page.close();
  });

  it('one goes from a diagnosis to what its class means', async () => {
    const page = await browser.newPage();
    await page.goto(`${losses.url}/orders/873`);
    await tabTo(page, 'Runbook: dead-lettered');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/losses#dead-lettered');
    await page.waitForSelector('h2:has-text("Dead-lettered")');
    await page.close();
  });

  it('one finds an order as another system calls it', async () => {
    const page = await browser.newPage();
    await page.goto(day.url);
    await page.getByRole('searchbox').focus();
    await page.keyboard.type('M-0873');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/orders/873');
    await page.close();
  });

  it('one always sees where one is', async () => {
    const page = await browser.newPage();
    await page.goto(day.url);
    await page.evaluate("document.querySelectorAll('details').forEach((folded) => { folded.open = true; })");
    const stops = Number(
      await page.evaluate("document.querySelectorAll('a, button, input, summary').length"),
    );
    for (let stop = 0; stop < stops; stop += 1) {
      await page.keyboard.press('Tab');
      const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
      expect([await focused(page), outline]).toEqual([expect.any(String), 'solid']);
    }
    await page.close();
  });
});

describe('without scripts', () => {
  it('everything can be read and found', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(day.url);
    expect(await page.locator('h1').textContent()).toBe('6 orders are late');
    await page.getByRole('link', { name: 'Русский' }).click();
    expect(await page.locator('h1').textContent()).toBe('6 заказов опаздывают');
    await page.getByRole('searchbox').fill('981');
    await page.getByRole('button').click();
    expect(await page.locator('h1').textContent()).toBe('Заказ 981');
    await context.close();
  });
});

function focused(page: Page): Promise<string> {
  return page.evaluate('document.activeElement.textContent || document.activeElement.name');
}

async function tabTo(page: Page, text: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await focused(page)).trim() === text) return;
  }
  throw new Error(`the keyboard does not reach ${text}`);
}
