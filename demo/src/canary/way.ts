import { mesIdOf } from '../order/order-id.ts';
import { STATUSES, type Status, statusBefore } from '../order/status.ts';
import type { Question } from '../web/ask.ts';

/** Whose word it is that an order has a status; the shop's API tells what CRM has written, too. */
export type Teller = 'shop-api' | 'mes-api';

/** How an order gets one status on. */
export interface WayStep {
  to: Status;
  /** Who says that it is there. */
  teller: Teller;
  /** Who says that it may be asked for, and with which status; null: it comes by itself. */
  after: { teller: Teller; status: Status } | null;
  ask: ((order: number) => WayQuestion) | null;
}

export interface WayQuestion extends Pick<Question, 'method' | 'body' | 'contentType'> {
  service: 'shop-api' | 'crm-api' | 'mes-api';
  path: string;
}

export type Channel = 'b2c' | 'b2b';

/** The smallest model there is. */
export const CANARY_MODEL = 'v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n';

const shop = (method: 'PUT' | 'POST', action: string, more: Partial<WayQuestion> = {}) => {
  return (order: number): WayQuestion => ({
    ...{ service: 'shop-api', method, path: `/orders/${order}/${action}` },
    ...more,
  });
};
const crm = (action: string) => {
  return (order: number): WayQuestion => ({
    ...{ service: 'crm-api', method: 'POST', path: `/orders/${order}/${action}` },
  });
};
const mes = (to: Status) => {
  return (order: number): WayQuestion => ({
    ...{ service: 'mes-api', method: 'POST', path: `/orders/${mesIdOf(order)}/steps` },
    body: JSON.stringify({ to }),
  });
};

const MODEL = { body: CANARY_MODEL, contentType: 'text/plain' };

/** What is asked for each status; a price comes by itself. */
const ASKED: Partial<Record<Status, Pick<WayStep, 'teller' | 'ask'>>> = {
  FILE_UPLOADED: { teller: 'shop-api', ask: shop('PUT', 'file', MODEL) },
  SUBMITTED: { teller: 'shop-api', ask: shop('POST', 'submission') },
  PRICE_CALCULATED: { teller: 'mes-api', ask: null },
  MANUFACTURING_APPROVED: { teller: 'shop-api', ask: crm('approval') },
  MANUFACTURING_STARTED: { teller: 'mes-api', ask: mes('MANUFACTURING_STARTED') },
  MANUFACTURING_COMPLETED: { teller: 'mes-api', ask: mes('MANUFACTURING_COMPLETED') },
  PACKAGING: { teller: 'mes-api', ask: mes('PACKAGING') },
  SHIPPED: { teller: 'mes-api', ask: mes('SHIPPED') },
  CLOSED: { teller: 'shop-api', ask: crm('closing') },
  CANCELLED: { teller: 'shop-api', ask: crm('cancellation') },
};

/** From its beginning to `target`: an order of a partner begins with its price. */
export function wayTo(target: Status, channel: Channel): WayStep[] {
  const last = target === 'CANCELLED' ? 'PRICE_CALCULATED' : target;
  const from = channel === 'b2b' ? STATUSES.indexOf('PRICE_CALCULATED') : 1;
  const passed = STATUSES.slice(from, STATUSES.indexOf(last) + 1);
  return [...passed, ...(target === 'CANCELLED' ? [target] : [])].flatMap((to) => stepTo(to));
}

/** The status before it, as whoever is asked must know it: what the other system wrote has to arrive first. */
function stepTo(to: Status): WayStep[] {
  const asked = ASKED[to];
  const before = to === 'CANCELLED' ? 'PRICE_CALCULATED' : statusBefore(to);
  if (asked === undefined || before === undefined) return [];
  const after = asked.ask === null ? null : { teller: asked.teller, status: before };
  return [{ to, after, ...asked }];
}

/** Whether an order that is in `status` has been in `to`. */
export function hasReached(status: Status, to: Status): boolean {
  if (status === 'CANCELLED' || to === 'CANCELLED') return status === to;
  return STATUSES.indexOf(status) >= STATUSES.indexOf(to);
}
