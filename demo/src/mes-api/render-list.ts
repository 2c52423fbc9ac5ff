import type { ListedOrder, ListPage } from '../mes-store/order-list.ts';
import { STATUSES } from '../order/status.ts';
import { type Html, html } from '../web/html.ts';
import type { PageQuery } from '../web/page-query.ts';

const STYLE = html`<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #ddd; }
</style>`;

export function renderList({ orders, next }: ListPage, query: PageQuery): Html {
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Orders</title>${STYLE}</head>
<body>
<h1>Orders</h1>
${renderFilter(query)}
<table>
<thead><tr><th>Order</th><th>Status</th><th>Channel</th><th>Complexity</th><th>Changed</th></tr></thead>
<tbody>${orders.map(renderRow)}</tbody>
</table>
${orders.length === 0 ? html`<p>No orders.</p>` : null}
${next === null ? null : html`<p><a href="${addressOf({ ...query, after: next })}">Next page</a></p>`}
</body>
</html>
`;
}

function renderFilter({ status }: PageQuery): Html {
  const options = STATUSES.map(
    (name) => html`<option${name === status ? html` selected` : null}>${name}</option>`,
  );
  return html`<form><label>Status <select name="status"><option value="">any</option>${options}</select></label>
<button>Show</button></form>`;
}

function renderRow({ id, status, channel, complexity, updatedAt }: ListedOrder): Html {
  const at = updatedAt.toISOString();
  return html`<tr><td>${id}</td><td>${status}</td><td>${channel}</td><td>${complexity ?? ''}</td>
<td><time datetime="${at}">${at}</time></td></tr>`;
}

function addressOf({ status, after, limit }: PageQuery): string {
  return `?${new URLSearchParams({ ...(status === undefined ? {} : { status }), after: `${after}`, limit: `${limit}` })}`;
}
