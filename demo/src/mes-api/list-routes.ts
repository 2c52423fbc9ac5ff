import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Router } from 'express';
import type { Pool } from 'pg';
import { numberOf } from '../fault/parameter.ts';
import { type ListPage, readList } from '../mes-store/order-list.ts';
import { isStatus } from '../order/status.ts';
import type { Ground } from '../service/ground.ts';
import { type PageQuery, readPage } from '../web/page-query.ts';
import { Problem } from '../web/problem.ts';
import { renderList } from './render-list.ts';

const MAX_CACHED = 200;

type Read = (query: PageQuery) => Promise<ListPage>;

/** The operators' first page: orders by status, as HTML or JSON. */
export function addListRoutes(routes: Router, ground: Ground, pool: Pool): void {
  const read = cached(
    ground,
    slow(ground, (query) => readList(pool, query, ground.board.faultIds())),
  );
  routes.get('/orders', async (request, response) => {
    const query = readPage(request.query, 20);
    if (query.status !== undefined && !isStatus(query.status)) {
      throw new Problem(400, 'query-invalid', 'status must be one of an order');
    }
    const page = await read(query);
    if (request.accepts('html', 'json') === 'json') {
      response.json(page);
      return;
    }
    response
      .set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'")
      .type('html')
      .send(String(renderList(page, query)));
  });
}

/** Only where a fault says so: the list takes its time. */
function slow({ faults }: Ground, read: Read): Read {
  let requests = 0;
  return async (query) => {
    const strike = await faults.at('list', 'list', `request-${++requests}`);
    if (strike !== undefined) await sleep(numberOf(strike.parameters, 'delayMs'));
    return read(query);
  };
}

/** With its remedy on, a page that was read a moment ago is good enough; the same one is read once at a time. */
function cached({ board, settings }: Ground, read: Read): Read {
  const pages = new Map<string, { readAt: number; page: Promise<ListPage> }>();
  return (query) => {
    if (!board.has('list-cache')) return read(query);
    const key = JSON.stringify(query);
    const known = pages.get(key);
    const now = performance.now();
    if (known !== undefined && now - known.readAt < settings.listCacheMs) return known.page;
    const page = read(query);
    page.catch(() => pages.delete(key));
    pages.delete(key);
    pages.set(key, { readAt: now, page });
    const [oldest] = pages.keys();
    if (pages.size > MAX_CACHED && oldest !== undefined) pages.delete(oldest);
    return page;
  };
}
