import type { Status } from '../order/status.ts';
import { draw, drawAround } from './draw.ts';

/** What somebody does by hand with the orders that stand in their list. */
export interface Step {
  who: 'seller' | 'operator' | 'carrier';
  /** Whose list they look at, for orders of which status. */
  list: 'crm' | 'mes';
  status: Status;
  to: Status;
  /** Hours of work, or of the clock for the carrier. */
  medianHours: number;
}

const SPREAD = 0.8;
const CANCELLED_SHARE = 0.03;

export const HAND_STEPS: readonly Step[] = [
  step('seller', 'crm', 'PRICE_CALCULATED', 'MANUFACTURING_APPROVED', 6),
  step('operator', 'mes', 'MANUFACTURING_APPROVED', 'MANUFACTURING_STARTED', 8),
  step('operator', 'mes', 'MANUFACTURING_STARTED', 'MANUFACTURING_COMPLETED', 16),
  step('operator', 'mes', 'MANUFACTURING_COMPLETED', 'PACKAGING', 2),
  step('operator', 'mes', 'PACKAGING', 'SHIPPED', 2),
  step('carrier', 'crm', 'SHIPPED', 'CLOSED', 60),
];

function step(who: Step['who'], list: Step['list'], status: Status, to: Status, medianHours: number): Step {
  return { who, list, status, to, medianHours };
}

/** How long this step of this order waits for its somebody. */
export function waitHours(seed: number, order: string, { status, medianHours }: Step): number {
  return drawAround(medianHours, SPREAD, draw(seed, order, status, 1), draw(seed, order, status, 2));
}

/** A few customers do not want their order any more when they hear the price. */
export function isCancelled(seed: number, order: string, { who }: Step): boolean {
  return who === 'seller' && draw(seed, order, 'cancelled') < CANCELLED_SHARE;
}
