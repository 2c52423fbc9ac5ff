import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StoreUnavailable } from '../domain/errors.ts';
import type { HttpDeps } from './deps.ts';
import { createHouse, type House, NOW } from './testing/house.ts';
import { type Served, serve } from './testing/serve.ts';

let house: House;
const open: Served[] = [];

beforeAll(async () => {
  house = await createHouse();
  await house.passTo(NOW);
});
afterAll(async () => {
  for (const served of open) await served.close();
  await house.close();
});

async function served(changes: Partial<HttpDeps> = {}): Promise<Served> {
  const one = await serve({ ...house.deps, ...changes });
  open.push(one);
  return one;
}

const TOKEN = 'correct horse battery staple';
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
const BROWSER = { accept: 'text/html,application/xhtml+xml' };

describe('a server with a token', () => {
  it.each(['/', '/api/orders', '/metrics', '/openapi.json', '/assets/x.css'])(
    'asks for it at %s',
    async (path) => {
      const answer = await (await served({ token: TOKEN })).get(path);
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ code: 'unauthorised' });
    },
  );

  it.each(['/healthz', '/readyz'])('does not ask for it at %s', async (path) => {
    expect((await (await served({ token: TOKEN })).get(path)).status).toBe(200);
  });

  it('takes it as a bearer, or as the password of a browser', async () => {
    const one = await served({ token: 'sesame' });
    expect((await one.get('/api/orders', { authorization: 'Bearer sesame' })).status).toBe(200);
    expect((await one.get('/', { authorization: basic('me:sesame') })).status).toBe(200);
  });

  it.each([
    'Bearer',
    'Bearer ',
    'Bearer sesam',
    'Bearer sesame2',
    'sesame',
    'Digest sesame',
    basic('sesame'),
    basic('sesame:'),
  ])('refuses "%s"', async (authorization) => {
    const one = await served({ token: 'sesame' });
    expect((await one.get('/api/orders', { authorization })).status).toBe(401);
  });

  it('lets a browser ask its user, and shows a page', async () => {
    const answer = await (await served({ token: TOKEN })).get('/', BROWSER);
    expect(answer.headers.get('www-authenticate')).toContain('Basic');
    expect(answer.headers.get('content-type')).toContain('text/html');
  });

  it('answers under any name', async () => {
    const { url } = await served({ token: 'sesame' });
    expect(await statusFor(url, 'watcher.example', 'Bearer sesame')).toBe(200);
  });
});

describe('a server without a token', () => {
  it.each(['localhost:80', '127.0.0.1', '[::1]:9000', 'orderwatch.localhost'])(
    'answers as %s',
    async (host) => {
      expect(await statusFor((await served()).url, host)).toBe(200);
    },
  );

  it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:80'])(
    'refuses to be called %s, which a page could have made resolve to us',
    async (host) => {
      expect(await statusFor((await served()).url, host)).toBe(421);
    },
  );
});

/** `fetch` does not let a host be claimed. */
function statusFor(url: string, host: string, authorization = ''): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { host, ...(authorization === '' ? {} : { authorization }) };
    request(`${url}/api/orders`, { headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('every answer', () => {
  it.each(['/', '/api/orders', '/healthz', '/nothing', '/api/orders/nobody', '/metrics'])(
    'is guarded at %s',
    async (path) => {
      const { headers } = await (await served()).get(path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('access-control-allow-origin')).toBeNull();
    },
  );
});

describe('when something is wrong', () => {
  it('is not ready', async () => {
    const checks = [{ name: 'store', ok: false, detail: 'refuses connections' }];
    const answer = await (await served({ ready: async () => checks })).get('/readyz');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ ready: false, checks });
  });

  it('says that the store is down, to programs and to people', async () => {
    const down = () => Promise.reject(new StoreUnavailable('connection refused'));
    const one = await served({ store: { ...house.deps.store, orders: down, countByState: down } });
    const answer = await one.get('/api/orders');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    const page = await one.get('/', { ...BROWSER, 'accept-language': 'ru' });
    expect(page.status).toBe(503);
    expect(await page.text()).toContain('Хранилище недоступно');
  });

  it('logs its own faults and shows nothing of them', async () => {
    const faults: object[] = [];
    const log = { warn() {}, error: (fields: object) => faults.push(fields) };
    const broken = () => Promise.reject(new Error('secret detail'));
    const answer = await (await served({ log, store: { ...house.deps.store, orders: broken } })).get(
      '/api/orders',
    );
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('secret');
    expect(faults).toMatchObject([
      { code: 'internal', path: '/api/orders', err: { message: 'secret detail' } },
    ]);
  });

  it('answers a wrong path with a problem, or with a page to a browser', async () => {
    const one = await served();
    expect(await (await one.get('/nothing')).json()).toMatchObject({ status: 404, code: 'not-found' });
    const page = await one.get('/nothing', BROWSER);
    expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
  });
});
