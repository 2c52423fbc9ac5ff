import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOSTILE_STRINGS } from '../testing/hostile-strings.ts';
import { createHouse, DAY, HOUR, type House, MINUTE, NOW, platformModel } from '../testing/house.ts';
import { shopRow, tellOfADay } from '../testing/sample-orders.ts';
import { type Served, serve } from '../testing/serve.ts';

let house: House;
let served: Served;

beforeAll(async () => {
  house = await createHouse(platformModel({ shadow: true }));
  await tellOfADay(house);
  served = await serve(house.deps);
});
afterAll(async () => {
  await served.close();
  await house.close();
});

async function page(path: string, headers: Record<string, string> = {}): Promise<string> {
  const answer = await served.get(path, { accept: 'text/html', ...headers });
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  return answer.text();
}

/** What a person reads, without markup. */
function textOf(markup: string): string {
  return markup
    .replace(/<\/?(?:bdi|wbr|time)[^>]*>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
}

describe('the overview', () => {
  it('says what is wrong now', async () => {
    const text = textOf(await page('/'));
    expect(text).toContain('6 orders are late');
    expect(text).toContain('Cannot tell where: Hop packaging-to-crm, Manufacturing (MES) → CRM');
    expect(text).toContain('Late in stage SUBMITTED: being worked on');
    expect(text).toContain('1 day, 19 hrs late 18 Nov, 16:30');
    expect(text).toContain('Shadow mode');
  });

  it('names a blind witness and a failing channel before anything else', async () => {
    const troubled = await createHouse();
    troubled.see({ witness: 'mes-db', state: 'blind', since: NOW - HOUR, detail: 'refuses connections' });
    troubled.fail('console', 'no terminal');
    await troubled.passTo(NOW);
    const one = await serve(troubled.deps);
    const text = textOf(await (await one.get('/')).text());
    expect(text.indexOf('mes-db is blind')).toBeGreaterThan(0);
    expect(text.indexOf('Channel console fails')).toBeGreaterThan(0);
    expect(text.indexOf('mes-db is blind')).toBeLessThan(text.lastIndexOf('No orders yet'));
    await one.close();
    await troubled.close();
  });

  it('says of which times a witness has not seen everything', async () => {
    const gapped = await createHouse();
    gapped.see({ witness: 'mes-db', gaps: [{ from: NOW - HOUR, to: NOW - HOUR / 2 }] });
    gapped.see({ witness: 'shop-db', gaps: [{ from: 0, to: NOW - HOUR }] });
    await gapped.passTo(NOW);
    const one = await serve(gapped.deps);
    const text = textOf(await (await one.get('/')).text());
    expect(text).toContain('but not all of');
    expect(text).toContain('but not all before');
    expect(text).not.toContain('1970');
    await one.close();
    await gapped.close();
  });

  it.each([
    ['en', 'behind', 'has not come far enough (spans are missing)'],
    ['ru', 'behind', 'не успевает (spans are missing)'],
    ['en', 'sampling', 'only a part is sent (spans are missing)'],
  ] as const)('says in %s why a witness is %s', async (language, cause, why) => {
    const troubled = await createHouse();
    const state = cause === 'sampling' ? 'unknown' : 'blind';
    troubled.see({ witness: 'mes-db', state, cause, since: NOW - HOUR, detail: 'spans are missing' });
    await troubled.passTo(NOW);
    const one = await serve(troubled.deps);
    const text = textOf(await (await one.get(`/?lang=${language}`)).text());
    expect(text.split(why)).toHaveLength(state === 'blind' ? 3 : 2);
    await one.close();
    await troubled.close();
  });

  it('comes as a fragment, for what is on the screen already', async () => {
    const fragment = await page('/?fragment=1');
    expect(fragment).toMatch(/^<div id="live"/);
    expect(fragment).not.toContain('<script');
    expect(fragment).not.toContain('fragment=1');
  });
});

describe('the page of an order', () => {
  it('explains each due time', async () => {
    const text = textOf(await page('/orders/981'));
    expect(text).toContain('Started 13 Nov, 16:30 with MANUFACTURING_APPROVED, told by shop-db.');
    expect(text).toContain('May take 24h working');
    expect(text).toContain('Paused 13 Nov, 18:00 – 16 Nov, 09:00 (2 days, 15 hrs)');
    expect(text).toContain('outside the hours of calendar working.');
    expect(text).toContain('Hence due 18 Nov, 16:30 (model');
  });

  it('marks what was inferred and says what is not known', async () => {
    const text = textOf(await page('/orders/873'));
    expect(text).toContain('MANUFACTURING_COMPLETED Manufacturing (MES) inferred');
    expect(text).toContain('CRM was not seen with it, 1 hr so far');
    expect(text).toContain('11 Nov, 12:10 or earlier');
  });

  it('shows what breaks the rules', async () => {
    expect(textOf(await page('/orders/1060'))).toContain('which the model does not allow');
  });

  it('is a page of its own when there is no such order', async () => {
    const answer = await served.get('/orders/nobody', { accept: 'text/html' });
    expect(answer.status).toBe(404);
    expect(textOf(await answer.text())).toContain('No order is known by the id nobody.');
  });
});

describe('the search', () => {
  it.each([
    ['M-0981', '/orders/981'],
    ['%20873%20', '/orders/873'],
    ['nobody', '/orders/nobody'],
    ['a%2Fb%3Fc', '/orders/a%2Fb%3Fc'],
    ['%2F%2Fevil.example', '/orders/%2F%2Fevil.example'],
  ])('for %s leads to %s', async (wanted, path) => {
    const answer = await served.get(`/orders?q=${wanted}`);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, path]);
  });

  it('shows an order right there whose id no path can hold', async () => {
    await house.bring(NOW, [shopRow('..', 'INITIATED', NOW)]);
    expect(textOf(await page('/orders?q=..'))).toContain('Order ..');
  });
});

describe('the list of orders', () => {
  it('goes on page by page', async () => {
    const many = Array.from({ length: 150 }, (_, index) => shopRow(`many-${index}`, 'INITIATED', NOW - DAY));
    await house.bring(NOW, many);
    const first = await page('/orders?state=on-track');
    const next = /rel="next" href="([^"]+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const second = await page(next);
    const shown = [first, second].map((each) => each.match(/class="order"/g)?.length ?? 0);
    expect(shown[0]).toBe(100);
    expect(shown[1]).toBeGreaterThan(50);
  });
});

describe('the page of an incident', () => {
  it('lists the orders still in it, and why the others left', async () => {
    const incidents = await house.deps.store.incidents({ state: 'all', limit: 50 });
    // Those at work on it are one matter, and one that went on before anybody looked is another.
    const slow = incidents.filter(({ rule }) => rule === 'stage:SUBMITTED');
    const pages = await Promise.all(slow.map(({ id }) => page(`/incidents/${id}`)));
    const text = pages.map(textOf).join(' ');
    expect(text).toContain('Late in stage SUBMITTED: being worked on');
    expect(text).toMatch(/Orders still in it .* 1042 .* 1047 /);
    expect(text).toMatch(/Orders that left it .* 1060 .* went on, late/);
  });

  it('is a 404 when there is none', async () => {
    expect((await served.get('/incidents/none')).status).toBe(404);
  });
});

describe('the language', () => {
  it('is Russian when it is asked for, and is remembered', async () => {
    const answer = await served.get('/?lang=ru');
    expect(answer.headers.get('set-cookie')).toContain('lang=ru;');
    const markup = await answer.text();
    expect(markup).toContain('<html lang="ru">');
    expect(textOf(markup)).toContain('6 заказов опаздывают');
    expect(textOf(await page('/', { cookie: 'lang=ru' }))).toContain('Открытые инциденты');
  });
});

describe('an attack by an id or an attribute', () => {
  it('stays text on every page', async () => {
    const at = NOW - 10 * HOUR;
    const attributes = (text: string) => ({ channel: text, partner_id: text, complexity: text });
    await house.bring(
      at,
      HOSTILE_STRINGS.map((text) => shopRow(text, 'SUBMITTED', at, attributes(text))),
    );
    await house.passTo(NOW + MINUTE);
    const incidents = await house.deps.store.incidents({ state: 'open', limit: 50 });
    const paths = ['/', '/orders?state=late', ...incidents.map(({ id }) => `/incidents/${id}`)];
    for (const text of HOSTILE_STRINGS.slice(0, 80)) paths.push(`/orders/${encodeURIComponent(text)}`);
    for (const path of paths) {
      const markup = await (await served.get(path, { accept: 'text/html' })).text();
      const elements = [...markup.matchAll(/<([a-z!][a-z0-9]*)([^>]*)>/gi)];
      expect(elements.length).toBeGreaterThan(10);
      for (const [, name = '', attributeText = ''] of elements) {
        expect(['img', 'iframe', 'base', 'object', 'style']).not.toContain(name.toLowerCase());
        if (name === 'script') expect(attributeText).toMatch(/^ nonce="[^"]+" src="\/assets\/live-/);
        expect(attributeText).not.toMatch(/href="(?!\/|#|\?)/);
        expect(attributeText.replace(/"[^"]*"/g, '')).not.toMatch(/\son|\sstyle|["'<]/i);
      }
      expect(markup).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    }
  });
});
