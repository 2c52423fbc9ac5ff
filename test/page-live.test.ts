import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser, type Sample, startSample } from './page-visit.ts';

let browser: Browser;
let sample: Sample;

beforeAll(async () => {
  [browser, sample] = await Promise.all([launchBrowser(inject('chromiumPath')), startSample('day')]);
});
afterAll(async () => {
  await browser.close();
  await sample.close();
});

const LONG_MS = 6000;

/** Opens a page whose timers run only when the test lets them. */
async function open(path: string): Promise<Page> {
  const page = await browser.newPage();
  await page.clock.install();
  await page.goto(sample.url + path);
  return page;
}

function nextFragment(page: Page): Promise<unknown> {
  return page.waitForResponse((answer) => answer.url().includes('fragment=1'));
}

async function post(event: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await fetch(`${sample.url}/api/events`, { method: 'POST', headers, body: JSON.stringify(event) });
}

describe('a page that is looked at', () => {
  it('shows what happened since, without being loaded again', async () => {
    const page = await open('/orders?state=on-track');
    await page.evaluate('window.loadedOnce = true');
    await post({ order: 'new-1', status: 'INITIATED', at: '2026-11-20T09:00:00Z' });
    const fetched = nextFragment(page);
    await page.clock.runFor(LONG_MS);
    await fetched;
    await page.getByRole('link', { name: 'new-1', exact: true }).waitFor();
    expect(await page.evaluate('window.loadedOnce')).toBe(true);
    await page.close();
  });

  it('keeps the focus and what was unfolded', async () => {
    const page = await open('/orders/981');
    await page.getByText('Paused 4 days in all.').click();
    await page.getByRole('link', { name: 'Overview' }).focus();
    const old = await page.locator('#live').elementHandle();
    const fetched = nextFragment(page);
    await page.clock.runFor(LONG_MS);
    await fetched;
    await page.waitForFunction((element) => !(element as { isConnected: boolean }).isConnected, old);
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Overview');
    expect(await page.getByText('outside the hours of calendar working').first().isVisible()).toBe(true);
    await page.close();
  });

  it('leaves alone what the reader has marked', async () => {
    const page = await open('/');
    const old = await page.locator('#live').elementHandle();
    await page.evaluate("getSelection().selectAllChildren(document.querySelector('.order'))");
    const fetched = nextFragment(page);
    await page.clock.runFor(LONG_MS);
    await fetched;
    expect(await page.evaluate('getSelection().toString()')).toBe('981');
    expect(await old?.evaluate((element) => (element as { isConnected: boolean }).isConnected)).toBe(true);
    await page.close();
  });

  it('says so when the watcher answers no more, and when it does again', async () => {
    const page = await open('/');
    const notice = page.getByText('The watcher does not answer.');
    expect(await notice.isVisible()).toBe(false);
    await page.context().setOffline(true);
    for (let turn = 0; turn < 2; turn += 1) {
      const failed = page.waitForEvent('requestfailed');
      await page.clock.runFor(LONG_MS);
      await failed;
    }
    await notice.waitFor({ state: 'visible' });
    await page.context().setOffline(false);
    await page.clock.runFor(LONG_MS);
    await notice.waitFor({ state: 'hidden' });
    await page.close();
  });
});

describe('a page that nobody looks at', () => {
  it('asks nothing, and catches up when it is seen again', async () => {
    const page = await open('/');
    const asked: string[] = [];
    page.on('request', (request: Request) => {
      if (request.url().includes('fragment=1')) asked.push(request.url());
    });
    await page.evaluate(`Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });
      document.dispatchEvent(new Event('visibilitychange'))`);
    await page.clock.runFor(10 * LONG_MS);
    expect(asked).toEqual([]);
    const fetched = nextFragment(page);
    await page.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))");
    await fetched;
    await page.close();
  });
});
