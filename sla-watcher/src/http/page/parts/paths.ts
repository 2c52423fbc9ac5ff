import type { OrderState } from '../../../domain/verdict.ts';

/** The page of an order. */
export function orderPath(id: string): string {
  // Browsers take `.` and `..` out of a path, however they are encoded.
  if (isDotSegment(id)) return `/orders?q=${id}`;
  return `/orders/${encodeURIComponent(id.toWellFormed())}`;
}

export function isDotSegment(id: string): boolean {
  return id === '.' || id === '..';
}

export function incidentPath(id: string): string {
  return `/incidents/${encodeURIComponent(id.toWellFormed())}`;
}

/** What a class of loss means, and what to do; `key` is its anchor. */
export function lossPath(key: string): string {
  return `/losses#${encodeURIComponent(key)}`;
}

/** The drift ledger. */
export function driftPath(state: 'open' | 'all'): string {
  return state === 'open' ? '/drift' : '/drift?state=all';
}

export function ordersPath(state: OrderState | null, after: string | null = null): string {
  const query = new URLSearchParams();
  if (state !== null) query.set('state', state);
  if (after !== null) query.set('after', after);
  const text = query.toString();
  return text === '' ? '/orders' : `/orders?${text}`;
}
