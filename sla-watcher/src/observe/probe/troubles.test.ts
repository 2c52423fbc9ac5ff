import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { json, type ListServer, startListServer } from './testing/list-server.ts';
import { probeConfig, probing } from './testing/probing.ts';

const MINUTE = 60_000;
let server: ListServer;

beforeEach(async () => {
  server = await startListServer();
});
afterEach(async () => {
  await server.close();
});

function show(...orders: readonly (readonly [order: string, status: string])[]): void {
  for (const [order, status] of orders) server.orders.set(order, status);
}

describe('a list that cannot be read', () => {
  let closedUrl: string;
  beforeAll(async () => {
    const closed = await startListServer();
    await closed.close();
    closedUrl = closed.url;
  });
  const headers = (status: number, more: Readonly<Record<string, string>> = {}) =>
    ((_, response) => void response.writeHead(status, more).end('s@cret')) as NonNullable<
      ListServer['instead']
    >;

  it.each<[string, NonNullable<ListServer['instead']>, string, boolean]>([
    ['wants other credentials', headers(401), 'other credentials (401)', false],
    ['is closed to us', headers(403), 'closed to these credentials (403)', false],
    ['is not there', headers(404), 'no list at this path (404)', false],
    ['refuses what is asked', headers(400), 'status 400', false],
    ['fails', headers(500), 'status 500', true],
    ['has too much to do', headers(429), 'status 429', true],
    [
      'is a page for people',
      (_, response) => void response.end('<html>log in</html>'),
      'else than JSON',
      false,
    ],
    [
      'is no list',
      (_, response) => json(response, { data: { rows: { id: 1 } } }),
      'no list at /data/rows',
      false,
    ],
    [
      'is cut off',
      (_, response) => {
        response.write('{"data":');
        response.destroy();
      },
      'broke off the connection',
      true,
    ],
    [
      'has no order in its pages',
      (_, response) => json(response, { data: { rows: [] }, 'next/page': {} }),
      'cannot name a page',
      false,
    ],
    [
      'leads out of itself',
      (_, response) => json(response, { data: { rows: [] }, 'next/page': '..' }),
      'a next page that cannot be one',
      false,
    ],
    [
      'goes in circles',
      (_, response) => json(response, { data: { rows: [] }, 'next/page': 'x' }),
      'lead back to one',
      true,
    ],
    [
      'redirects to somebody else',
      headers(302, { location: 'http://127.0.0.1:1/' }),
      'another origin',
      false,
    ],
    [
      'redirects by another protocol',
      headers(302, { location: 'file:///etc/passwd' }),
      'another origin',
      false,
    ],
    ['redirects for ever', headers(302, { location: '/mes/again' }), 'redirects for ever', false],
  ])('tells why, and nothing else: it %s', async (_, instead, message, retryable) => {
    show(['M-1', 'new']);
    const probe = probing(server.url);
    await probe.read();
    const { cursor } = probe;
    server.instead = instead;
    const failed = await probe.read().catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 'witness-unavailable', retryable });
    expect((failed as Error).message).toContain(message);
    expect((failed as Error).message).not.toMatch(/s@cret|s%40cret|prober|127/);
    expect(probe.cursor).toBe(cursor);
  });

  it('is slow: it is given up in time', async () => {
    const asked = Promise.withResolvers<void>();
    server.instead = (_, response) => {
      response.writeHead(200).write('{');
      asked.resolve();
    };
    const probe = probing(server.url, probeConfig({ timeoutMs: 200 }));
    await expect(probe.read()).rejects.toMatchObject({ message: 'the list does not answer in time' });
    await asked.promise;
  });

  it('is left in peace as long as it asks for, and no longer', async () => {
    const probe = probing(server.url);
    server.instead = headers(503, { 'retry-after': '90' });
    await expect(probe.read()).rejects.toMatchObject({ message: 'the list asks us to wait (503)' });
    server.instead = null;
    await expect(probe.read()).rejects.toMatchObject({ message: 'the list asked us to wait' });
    expect(server.asked).toHaveLength(1);
    expect(await probe.read()).toEqual([]);
    server.instead = headers(429, { 'retry-after': '999999999' });
    await expect(probe.read()).rejects.toMatchObject({ message: 'the list asks us to wait (429)' });
    server.instead = null;
    probe.now += 60 * MINUTE;
    expect(await probe.read()).toEqual([]);
  });

  it('halfway says nothing of the half that was read', async () => {
    show(['M-1', 'new'], ['M-2', 'MAKING']);
    server.after.set(1, () => {
      server.instead = headers(500);
    });
    const probe = probing(server.url);
    await expect(probe.read()).rejects.toMatchObject({ retryable: true });
    expect([probe.cursor, probe.batches]).toEqual([null, []]);
  });

  it.each([
    ['nothing answers', () => closedUrl, 'refuses connections'],
    ['no browser would call the port', () => 'http://127.0.0.1:1', 'a port of another protocol'],
    ['no host has the name', () => 'http://orderwatch.invalid', 'cannot be found'],
    ['it is no URL', () => 's@cret', 'no URL'],
    ['it is no URL of HTTP', () => 'postgres://prober:s@cret@host/db', 'no URL'],
    [
      'a token cannot be sent',
      () => server.url.replace('prober:s%40cret', 'bearer:s%40cret%0A'),
      'no header may have',
    ],
    [
      'the password is not written as URLs are',
      () => server.url.replace('s%40cret', 's%cret'),
      'not percent-encoded',
    ],
    ['the password is wrong', () => server.url.replace('s%40cret', 'wrong'), 'other credentials'],
  ])('at its address, tells why without quoting it: %s', async (_, url, message) => {
    const failed = await probing(url())
      .read()
      .catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 'witness-unavailable', message: expect.stringContaining(message) });
    expect((failed as Error).message).not.toMatch(/s@cret|s%40cret|s%cret|prober/);
  });

  it('while the watcher stops is no failure', async () => {
    const stopping = new AbortController();
    server.instead = () => stopping.abort();
    expect(await probing(server.url).read(stopping.signal)).toEqual([]);
  });
});

describe('a redirect', () => {
  it('within the origin is followed, with the credentials', async () => {
    show(['M-1', 'new']);
    server.instead = ({ url }, response) => {
      server.instead = null;
      response.writeHead(307, { location: url }).end();
    };
    expect(await probing(server.url).read()).toEqual(['listed M-1 new']);
  });
});

it('a token is sent as one', async () => {
  const probe = probing(server.url.replace('prober:s%40cret', 'bearer:a.b-c'));
  await expect(probe.read()).rejects.toMatchObject({ message: expect.stringContaining('401') });
  expect(server.authorizations).toEqual(['Bearer a.b-c']);
});
