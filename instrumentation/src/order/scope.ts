import { type Context, trace } from '@opentelemetry/api';
import { SCOPE_KEY } from '../context/work-context.ts';
import type { Order } from './order.ts';

/**
 * The work that one order is bound to: a request, a message, a job.
 *
 * States: unknown → inherited (from baggage) → bound (by the service).
 * 1. Every span of the work holds the same scope, so binding reaches those that already run.
 * 2. Only a bind changes a scope; a second order in the same work gets a scope of its own.
 */
export interface OrderScope {
  order: Order | undefined;
  bound: boolean;
  /** Which the work has brought the order into: what it sends from then on tells of it. */
  status?: string;
}

/** A symbol of the registry: an ESM and a CJS copy of this package see the same scopes. */
export const SCOPE_OF_SPAN: unique symbol = Symbol.for('orderwatch.order.scope') as never;

interface Scoped {
  [SCOPE_OF_SPAN]?: OrderScope;
}

export function createScope(order?: Order, bound = false): OrderScope {
  return { order, bound };
}

export function withScope(context: Context, scope: OrderScope): Context {
  return context.setValue(SCOPE_KEY, scope);
}

export function scopeIn(context: Context): OrderScope | undefined {
  const scope = context.getValue(SCOPE_KEY) as OrderScope | undefined;
  return scope ?? (trace.getSpan(context) as Scoped | undefined)?.[SCOPE_OF_SPAN];
}

export function orderIn(context: Context): Order | undefined {
  return scopeIn(context)?.order;
}

export function scopeOfSpan(span: object): OrderScope | undefined {
  return (span as Scoped)[SCOPE_OF_SPAN];
}

export function moveSpan(span: object, scope: OrderScope): void {
  (span as Scoped)[SCOPE_OF_SPAN] = scope;
}
