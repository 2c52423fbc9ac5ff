import { bindOrder, recordStatusChange } from '@orderwatch/instrumentation';
import express, { Router } from 'express';
import type { Pool } from 'pg';
import { inTransaction } from '../database/pool.ts';
import type { StorageClient } from '../object-storage/storage-client.ts';
import { bindShopOrder } from '../order/bind-facts.ts';
import { complexityOf, countPolygons } from '../order/model-file.ts';
import {
  attachFile,
  createOrder,
  enterStatus,
  findOrder,
  lockForStep,
  readHistory,
} from '../shop-store/orders.ts';
import { ask, mustSucceed } from '../web/ask.ts';
import { shopIdOf } from '../web/order-in-path.ts';
import { Problem } from '../web/problem.ts';
import { BodyReader, jsonBody } from '../web/read-body.ts';

export interface ShopDeps {
  pool: Pool;
  storage: StorageClient;
  crmApiUrl: string;
}

const MAX_MODEL = '1mb';
const CRM_MS = 15_000;

/** What the shop's pages do for a customer. */
export function createRoutes(deps: ShopDeps): Router {
  const routes = Router();
  routes.post('/orders', jsonBody('10kb'), async (request, response) => {
    const body = new BodyReader(request.body);
    const asked = {
      promisedOn: body.date('promisedOn'),
      // Who sent the customer, if anybody did.
      partnerId: body.text('partnerId', 40),
      test: body.flag('test'),
    };
    body.done();
    const order = await inTransaction(deps.pool, (tx) => createOrder(tx, asked, new Date()));
    recordStatusChange({ status: 'INITIATED' });
    response.status(201).location(`/orders/${order.order}`).json({ id: order.order, status: order.status });
  });
  addUpload(routes, deps);
  addSubmission(routes, deps);
  routes.get('/orders/:id', async (request, response) => {
    const id = shopIdOf(request.params.id);
    const order = await findOrder(deps.pool, id);
    if (order === undefined) throw new Problem(404, 'order-unknown', `there is no order ${id}`);
    bindShopOrder(order);
    const { status, channel, price } = order;
    response.json({ id, status, channel, price, history: await readHistory(deps.pool, id) });
  });
  return routes;
}

function addUpload(routes: Router, { pool, storage }: ShopDeps): void {
  const body = express.raw({ type: () => true, limit: MAX_MODEL });
  routes.put('/orders/:id/file', body, async (request, response) => {
    const id = shopIdOf(String(request.params['id']));
    const model: unknown = request.body;
    bindOrder({ id, attributes: { 'order.file.size': Buffer.isBuffer(model) ? model.length : 0 } });
    const polygons = Buffer.isBuffer(model) ? countPolygons(model.toString('utf8')) : 0;
    if (!Buffer.isBuffer(model) || polygons === 0) {
      throw new Problem(422, 'no-model', 'the file has no faces: it must be a model in Wavefront OBJ');
    }
    const file = `shop-${id}.obj`;
    const complexity = complexityOf(polygons);
    await storage.put(file, model);
    const before = await inTransaction(pool, async (tx) => {
      const order = await lockForStep(tx, id, 'FILE_UPLOADED');
      await attachFile(tx, id, file, complexity);
      await enterStatus(tx, { ...order, complexity }, 'FILE_UPLOADED', new Date());
      return order;
    });
    bindShopOrder({ ...before, complexity });
    recordStatusChange({ status: 'FILE_UPLOADED', from: before.status });
    response.json({ id, status: 'FILE_UPLOADED', polygons });
  });
}

/** The order button: CRM takes it from here. */
function addSubmission(routes: Router, { crmApiUrl }: ShopDeps): void {
  routes.post('/orders/:id/submission', async (request, response) => {
    const id = shopIdOf(request.params.id);
    bindOrder(id);
    const url = `${crmApiUrl}/orders/${id}/submission`;
    mustSucceed(await ask({ method: 'POST', url, timeoutMs: CRM_MS }));
    response.status(202).json({ id, status: 'SUBMITTED' });
  });
}
