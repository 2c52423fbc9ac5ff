import { bindOrder } from '@orderwatch/instrumentation';
import { type RequestHandler, Router } from 'express';
import { bindShopOrder } from '../order/bind-facts.ts';
import { isStatus, type Status } from '../order/status.ts';
import { findOrder, listByStatus, type ShopOrder } from '../shop-store/orders.ts';
import { shopIdOf } from '../web/order-in-path.ts';
import { readPage } from '../web/page-query.ts';
import { Problem } from '../web/problem.ts';
import { addCarrier } from './carrier.ts';
import { type CrmDeps, enter } from './enter.ts';

/** What sellers and the carrier do; and the shop, when a customer presses the button. */
export function createRoutes(deps: CrmDeps): Router {
  const routes = Router();
  routes.post('/orders/:id/submission', step(deps, 'SUBMITTED'));
  routes.post('/orders/:id/approval', step(deps, 'MANUFACTURING_APPROVED'));
  routes.post('/orders/:id/closing', step(deps, 'CLOSED'));
  routes.post('/orders/:id/cancellation', step(deps, 'CANCELLED'));
  addCarrier(routes, deps);
  routes.get('/orders', async (request, response) => {
    const { status, after, limit } = readPage(request.query);
    if (!isStatus(status)) throw new Problem(400, 'query-invalid', 'status must be one of an order');
    const orders = await listByStatus(deps.pool, { status, after, limit });
    response.json({ orders: orders.map(shown), next: orders.length === limit ? orders.at(-1)?.order : null });
  });
  routes.get('/orders/:id', async (request, response) => {
    const id = shopIdOf(request.params.id);
    const order = await findOrder(deps.pool, id);
    if (order === undefined) throw new Problem(404, 'order-unknown', `there is no order ${id}`);
    bindShopOrder(order);
    response.json(shown(order));
  });
  return routes;
}

function step(deps: CrmDeps, to: Status): RequestHandler<{ id: string }> {
  return async (request, response) => {
    const id = shopIdOf(request.params.id);
    bindOrder(id);
    await enter(deps, id, to);
    response.json({ id, status: to });
  };
}

function shown({ order, status, channel, partnerId, complexity, price }: ShopOrder) {
  return { id: order, status, channel, partnerId, complexity, price };
}
