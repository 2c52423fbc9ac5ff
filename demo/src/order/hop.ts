import type { Status } from './status.ts';

/** Who takes messages from the broker. */
export type Receiver = 'mes' | 'crm';

export interface Hop {
  /** The status that travels. */
  status: Status;
  to: Receiver;
}

/**
 * How a status travels between CRM and MES; the names are those of the model file. A cancelled order is
 * told to MES as well, which the model does not watch.
 */
export const HOPS = {
  'submitted-to-mes': { status: 'SUBMITTED', to: 'mes' },
  'price-to-crm': { status: 'PRICE_CALCULATED', to: 'crm' },
  'approved-to-mes': { status: 'MANUFACTURING_APPROVED', to: 'mes' },
  'started-to-crm': { status: 'MANUFACTURING_STARTED', to: 'crm' },
  'completed-to-crm': { status: 'MANUFACTURING_COMPLETED', to: 'crm' },
  'packaging-to-crm': { status: 'PACKAGING', to: 'crm' },
  'shipped-to-crm': { status: 'SHIPPED', to: 'crm' },
  'cancelled-to-mes': { status: 'CANCELLED', to: 'mes' },
} as const satisfies Readonly<Record<string, Hop>>;

export type HopName = keyof typeof HOPS;

export const HOP_NAMES = Object.keys(HOPS) as HopName[];

/** Which way a status goes; undefined where nobody else is told of it. */
export function hopOf(status: Status): HopName | undefined {
  return HOP_NAMES.find((name) => HOPS[name].status === status);
}

export function hopsTo(receiver: Receiver): HopName[] {
  return HOP_NAMES.filter((name) => HOPS[name].to === receiver);
}

export function routingKeyOf(hop: HopName): string {
  return `order.${HOPS[hop].status.toLowerCase()}`;
}
