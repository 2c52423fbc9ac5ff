import { type Context, context, trace } from '@opentelemetry/api';
import { guard } from '../start/guard.ts';
import { running } from '../start/running.ts';
import { mergeOrders, type Order, type OrderDetails, parseOrder } from './order.ts';
import { createScope, moveSpan, type OrderScope, scopeIn, withScope } from './scope.ts';

/**
 * Binds an order to the current work, in one line. From here its id and what is allowed of it are on
 * every span that ends, on the local root, on every log record, and ride on over HTTP and AMQP.
 * Never throws. For several orders in one piece of work, `withOrder` says where each one ends.
 */
export function bindOrder(order: string | number | OrderDetails): void {
  guard('bindOrder', () => {
    const live = running();
    if (live === undefined) return;
    const parsed = parseOrder(order, live.settings.orderAttributes);
    if (parsed === undefined) return;
    const active = context.active();
    const scope = scopeIn(active);
    if (scope === undefined) live.enterContext(withScope(active, createScope(parsed, true)));
    else if (mayChange(scope, parsed)) changeOrder(scope, parsed);
    else fork(active, parsed, live.enterContext);
  });
}

/** Runs `fn` as work on this order; what is outside of it is not touched. */
export function withOrder<T>(order: string | number | OrderDetails, fn: () => T): T {
  const inner = guard('withOrder', () => {
    const live = running();
    const parsed = live && parseOrder(order, live.settings.orderAttributes);
    return parsed && withScope(context.active(), createScope(parsed, true));
  });
  return inner === undefined ? fn() : context.with(inner, fn);
}

/** An order that came by baggage is another system's word for it; the service knows better. */
function mayChange(scope: OrderScope, order: Order): boolean {
  return !scope.bound || scope.order === undefined || scope.order.id === order.id;
}

function changeOrder(scope: OrderScope, order: Order): void {
  const same = scope.order?.id === order.id ? scope.order : undefined;
  scope.order = same === undefined ? order : mergeOrders(same, order);
  scope.bound = true;
}

/**
 * A second order in the same work, such as the next item of a batch: it holds for this flow and its
 * innermost span, so that orders that are worked on at the same time are not mixed up.
 */
function fork(active: Context, order: Order, enterContext: (context: Context) => void): void {
  const scope = createScope(order, true);
  const span = trace.getSpan(active);
  if (span !== undefined && !isLocalRoot(span)) moveSpan(span, scope);
  enterContext(withScope(active, scope));
}

function isLocalRoot(span: object): boolean {
  const { parentSpanContext } = span as { parentSpanContext?: { isRemote?: boolean } };
  return parentSpanContext === undefined || parentSpanContext.isRemote === true;
}
