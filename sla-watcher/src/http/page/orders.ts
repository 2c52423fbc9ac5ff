import { ORDER_STATES, type OrderState } from '../../domain/verdict.ts';
import type { HttpDeps } from '../deps.ts';
import { ordersTable } from './orders-table.ts';
import { type Html, html } from './parts/html.ts';
import { ordersPath } from './parts/paths.ts';
import type { Content, View } from './view.ts';

const PAGE_SIZE = 100;

export interface OrdersQuery {
  readonly state: OrderState | null;
  readonly after: string | null;
}

/** Orders by state, a page at a time, the earliest due first. */
export async function renderOrders(deps: HttpDeps, view: View, query: OrdersQuery): Promise<Content> {
  const { texts } = view;
  const { state, after } = query;
  const [counts, page] = await Promise.all([
    deps.store.countByState(),
    deps.store.orders({
      limit: PAGE_SIZE,
      ...(state === null ? {} : { state }),
      ...(after === null ? {} : { after }),
    }),
  ]);
  const title = state === null ? texts.allOrders : texts.ordersInState[state];
  const body = html`<h1>${title}</h1>
${stateFilter(view, state, counts)}
${page.items.length === 0 ? html`<p class="calm">${texts.noOrdersHere}</p>` : ordersTable(view, title, page.items)}
<ul class="links">
${after !== null && html`<li><a href="${ordersPath(state)}">${texts.firstPage}</a></li>`}
${page.cursor !== null && html`<li><a rel="next" href="${ordersPath(state, page.cursor)}">${texts.more}</a></li>`}
</ul>`;
  return { title, body, live: true };
}

function stateFilter(
  view: View,
  chosen: OrderState | null,
  counts: Readonly<Record<OrderState, number>>,
): Html {
  const { texts, format } = view;
  const link = (state: OrderState | null, label: string, count: Html | null) =>
    html`<li><a href="${ordersPath(state)}"${state === chosen && html` aria-current="page"`}>${label}${count}</a></li>
`;
  const links = ORDER_STATES.map((state) =>
    link(state, texts.stateOfMany[state], html` <span class="number">${format.number(counts[state])}</span>`),
  );
  return html`<nav aria-label="${texts.filterByState}"><ul class="filter">
${link(null, texts.all, null)}${links}</ul></nav>`;
}
