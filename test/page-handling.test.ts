import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { launchBrowser, type Sample, startSample } from './page-visit.ts';

let browser: Browser;
let sample: Sample;
let path: string;

beforeAll(async () => {
  [browser, sample] = await Promise.all([launchBrowser(inject('chromiumPath')), startSample('day')]);
  path = await sample.incident('stage:SUBMITTED');
});
afterAll(async () => {
  await browser.close();
  await sample.close();
});

const LONG_MS = 6000;

function fact(page: Page, label: string) {
  return page.locator('.facts div', { hasText: label }).locator('dd');
}

describe('an incident', () => {
  it('is acknowledged and snoozed without scripts, by keyboard alone', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(sample.url + path);
    await page.getByLabel('Your name').focus();
    await page.keyboard.type('Ann');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await fact(page, 'Acknowledged').waitFor();
    expect(await fact(page, 'Acknowledged').textContent()).toContain('Ann');
    expect(new URL(page.url()).pathname).toBe(path);
    await page.getByLabel('Tell nothing for').selectOption('4h');
    await page.getByRole('button', { name: 'Snooze' }).click();
    await fact(page, 'Snoozed').waitFor();
    expect(await fact(page, 'Snoozed').textContent()).toContain('until');
    await context.close();
  });

  it('keeps what is written into its form while the page refreshes itself', async () => {
    const page = await browser.newPage();
    await page.clock.install();
    await page.goto(sample.url + path);
    const name = page.getByLabel('Your name');
    await name.fill('Bob');
    await page.getByLabel('Tell nothing for').selectOption('12h');
    await page.getByRole('button', { name: 'I take care of it' }).focus();
    const old = await page.locator('#live').elementHandle();
    const fetched = page.waitForResponse((answer) => answer.url().includes('fragment=1'));
    await page.clock.runFor(LONG_MS);
    await fetched;
    await page.waitForFunction((element) => !(element as { isConnected: boolean }).isConnected, old);
    expect(await name.inputValue()).toBe('Bob');
    expect(await page.getByLabel('Tell nothing for').inputValue()).toBe('12h');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('I take care of it');
    await page.close();
  });

  it('is not handled by a page of another site', async () => {
    const page = await browser.newPage();
    const before = await (await fetch(`${sample.url}/api/incidents`)).text();
    // Of another origin: it has the other of the two names of this host.
    const other = sample.url.replace('127.0.0.1', 'localhost');
    await page.route(`${other}/evil`, (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<form method="post" action="${sample.url}${path}/ack"><button name="by" value="Eve">x</button></form>`,
      }),
    );
    await page.goto(`${other}/evil`);
    const answered = page.waitForResponse((answer) => answer.url().endsWith('/ack'));
    await page.getByRole('button').click();
    expect((await answered).status()).toBe(403);
    const after = await (await fetch(`${sample.url}/api/incidents`)).text();
    expect(JSON.parse(after).items).toEqual(JSON.parse(before).items);
    await page.close();
  });
});
