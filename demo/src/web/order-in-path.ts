import { parseMesId, parseShopId } from '../order/order-id.ts';
import { Problem } from './problem.ts';

/** The shop's id of `/orders/42`. */
export function shopIdOf(text: string): number {
  return parseShopId(text) ?? unknown(text);
}

/** The shop's id of `/orders/M-0042`. */
export function mesOrderOf(text: string): number {
  return parseMesId(text) ?? unknown(text);
}

function unknown(text: string): never {
  throw new Problem(404, 'order-unknown', `${text.slice(0, 40)} is no order's id`);
}
