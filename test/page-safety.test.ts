import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser, overflow, type Sample, startSample } from './page-visit.ts';

let browser: Browser;
let sample: Sample;

beforeAll(async () => {
  [browser, sample] = await Promise.all([launchBrowser(inject('chromiumPath')), startSample('hostile')]);
});
afterAll(async () => {
  await browser.close();
  await sample.close();
});

/** A page that remembers whatever it should not have done. */
async function watched(): Promise<{ page: Page; faults: string[] }> {
  const page = await browser.newPage({ viewport: { width: 360, height: 800 } });
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('dialog', (dialog) => faults.push(dialog.message()));
  page.on('request', (request) => {
    if (!request.url().startsWith(sample.url)) faults.push(request.url());
  });
  return { page, faults };
}

describe('hostile orders', () => {
  it('run nothing, load nothing and break no page', async () => {
    const { page, faults } = await watched();
    let path: string | null = '/orders?state=late';
    const orders = new Set<string>();
    while (path !== null) {
      await page.goto(sample.url + path);
      expect(await page.evaluate('window.hacked')).toBeUndefined();
      expect(await overflow(page)).toBe(0);
      for (const link of await page.locator('a.order').all())
        orders.add((await link.getAttribute('href')) ?? '');
      const next = page.locator('a[rel=next]');
      path = (await next.count()) === 0 ? null : await next.getAttribute('href');
    }
    expect(orders.size).toBeGreaterThan(450);
    for (const order of [...orders].filter((_, index) => index % 12 === 0)) {
      const answer = await page.goto(sample.url + order);
      expect([order, answer?.status()]).toEqual([order, 200]);
      expect(await page.evaluate('window.hacked')).toBeUndefined();
      expect([order, await overflow(page)]).toEqual([order, 0]);
    }
    expect(faults).toEqual([]);
    await page.close();
  });
});

describe('the policy of a page', () => {
  it.each([
    [
      'a script in the page',
      "Object.assign(document.createElement('script'), { text: 'window.hacked = 1' })",
    ],
    [
      'a script of ours without the nonce',
      "Object.assign(document.createElement('script'), { src: '/api/orders' })",
    ],
    [
      'a style in the page',
      "Object.assign(document.createElement('style'), { textContent: 'body{display:none}' })",
    ],
    ['a picture from elsewhere', "Object.assign(new Image(), { src: 'https://example.invalid/x.png' })"],
    ['a frame', "Object.assign(document.createElement('iframe'), { src: '/' })"],
  ])('stops %s', async (_what, element) => {
    const { page } = await watched();
    await page.goto(sample.url);
    const directive = await page.evaluate(`new Promise((resolve) => {
      addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), { once: true });
      document.body.append(${element});
    })`);
    expect(directive).toMatch(/^(script|style|img|frame)-src/);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    await page.close();
  });

  it('stops a handler that was written into the page', async () => {
    const { page } = await watched();
    await page.goto(sample.url);
    await page.evaluate(`document.body.insertAdjacentHTML('beforeend', '<b id=x onclick="window.hacked=1">x</b>');
      document.getElementById('x').click()`);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    await page.close();
  });
});
