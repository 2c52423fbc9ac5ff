import { ORDER_STATES } from '../../domain/verdict.ts';
import type { OrdersPage } from '../api-types.ts';
import type { HttpDeps } from '../deps.ts';
import { findOrder } from '../find-order.ts';
import { Problem } from '../problem.ts';
import { choiceParameter, limitParameter, pathParameter, textParameter } from '../request/parameters.ts';
import type { Route } from '../route.ts';
import { instant } from './instant.ts';
import { orderDetail, orderSummary } from './order-json.ts';

export function orderRoutes(deps: HttpDeps): readonly Route[] {
  return [
    {
      method: 'get',
      path: '/api/orders',
      async handle(request, response) {
        const state = choiceParameter(request, 'state', ORDER_STATES);
        const after = textParameter(request, 'after');
        const page = await deps.store.orders({
          limit: limitParameter(request),
          ...(state === null ? {} : { state }),
          ...(after === null ? {} : { after }),
        });
        const now = deps.clock.now();
        const answer: OrdersPage = {
          at: instant(now),
          items: page.items.map((record) => orderSummary(record, now)),
          next: page.cursor,
        };
        response.json(answer);
      },
    },
    {
      method: 'get',
      path: '/api/orders/{id}',
      async handle(request, response) {
        const record = await findOrder(deps.store, deps.model, pathParameter(request, 'id'));
        if (record === null) throw new Problem('not-found', 'No order is known by this id.');
        const judged = await deps.verdictOf(record);
        response.json(orderDetail(record, judged));
      },
    },
  ];
}
