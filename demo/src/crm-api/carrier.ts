import { withOrder } from '@orderwatch/instrumentation';
import type { Router } from 'express';
import { parseShopId } from '../order/order-id.ts';
import { Problem } from '../web/problem.ts';
import { jsonBody } from '../web/read-body.ts';
import { type CrmDeps, enter } from './enter.ts';

const MAX_ORDERS = 500;

/** What came of one order of the carrier's list. */
type Closed = { id: number; closed: true } | { id: number; closed: false; code: string };

/** The carrier's message of the day: all that was handed over, each on its own. */
export function addCarrier(routes: Router, deps: CrmDeps): void {
  routes.post('/carrier/deliveries', jsonBody('20kb'), async (request, response) => {
    const closed: Closed[] = [];
    // `withOrder`, since one request is about many orders.
    for (const id of readOrders(request.body)) closed.push(await withOrder(id, () => close(deps, id)));
    response.json({ orders: closed });
  });
}

async function close(deps: CrmDeps, id: number): Promise<Closed> {
  try {
    await enter(deps, id, 'CLOSED');
    return { id, closed: true };
  } catch (error) {
    if (error instanceof Problem && error.status < 500) return { id, closed: false, code: error.code };
    throw error;
  }
}

function readOrders(body: unknown): number[] {
  const orders = (body as { orders?: unknown } | undefined)?.orders;
  const ids = Array.isArray(orders) ? orders.map((id) => parseShopId(String(id))) : [];
  if (ids.length > 0 && ids.length <= MAX_ORDERS && ids.every((id) => id !== undefined)) return ids;
  throw new Problem(400, 'body-invalid', 'the body cannot be used', {
    problems: [`orders: must be a list of 1 to ${MAX_ORDERS} ids`],
  });
}
