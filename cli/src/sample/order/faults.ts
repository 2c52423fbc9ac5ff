import type { Random } from '../platform/random.ts';
import { HOP_NAMES, type Status } from '../platform/route.ts';

/** What can go wrong with an order of the sample. */
export type FaultKind =
  /** The copy of a status does not arrive; three in five are found by hand, hours or days later. */
  | 'lost'
  /** A hop stands still for two hours, then catches up. */
  | 'outage'
  /** The price of a submitted order takes hours instead of minutes. */
  | 'long-price'
  /** The workshop takes longer than the limit of MANUFACTURING_STARTED. */
  | 'slow-workshop'
  /** Stays in PACKAGING for days; three in ten for ever. */
  | 'forgotten'
  /** Of two parcels one goes in time, and one days later. */
  | 'parcel-left-behind'
  /** The owner writes a status again, within the same stay. */
  | 'duplicate'
  /** MANUFACTURING_COMPLETED is followed by MANUFACTURING_STARTED, then completed again. */
  | 'gone-backwards'
  /** Not a fault of the platform: the customer does not want it any more. */
  | 'cancelled'
  /** An order that is none: by id or by attribute. It stops somewhere and must not be told. */
  | 'test-order'
  /** A new order under the id of one that has ended. */
  | 'reused-id';

/** The truth about one fault, for those who check what the watcher says. */
export interface Fault {
  /** The order's id, as shop and CRM write it. */
  readonly order: string;
  readonly fault: FaultKind;
  /** The hop or status where it happened. */
  readonly place: string;
  /** When the hop or stage began that went wrong, or the test order; epoch milliseconds. */
  readonly at: number;
  /** When it was over; null: never. */
  readonly until: number | null;
}

/** The fault that an order is drawn, with its place. Outages and used ids come to orders otherwise. */
export interface Trouble {
  readonly kind: Exclude<FaultKind, 'outage' | 'reused-id'>;
  readonly place: string;
}

/** Faults by the share of orders that have them; `lost` is the share of each hop. */
export type FaultShares = Readonly<Record<Exclude<FaultKind, 'outage'>, number>>;

/** In all 4 % (seven hops lose 0.1 % each). Outages are counted a week, not an order. */
export const DEFAULT_SHARES: FaultShares = {
  lost: 0.001,
  'long-price': 0.005,
  'slow-workshop': 0.006,
  forgotten: 0.005,
  'parcel-left-behind': 0.002,
  duplicate: 0.004,
  'gone-backwards': 0.002,
  cancelled: 0.005,
  'test-order': 0.003,
  'reused-id': 0.001,
};

/** The stays that are long enough for a status to be written twice within them. */
const REPEATED: readonly Status[] = [
  'PRICE_CALCULATED',
  'MANUFACTURING_APPROVED',
  'MANUFACTURING_STARTED',
  'MANUFACTURING_COMPLETED',
];
/** The stages, of every order, in which one may be called off. */
const ABANDONED: readonly Status[] = [
  'PRICE_CALCULATED',
  'MANUFACTURING_APPROVED',
  'MANUFACTURING_STARTED',
  'PACKAGING',
];

const PLACES: Readonly<Record<Trouble['kind'], readonly string[]>> = {
  lost: HOP_NAMES,
  'long-price': ['SUBMITTED'],
  'slow-workshop': ['MANUFACTURING_STARTED'],
  forgotten: ['PACKAGING'],
  'parcel-left-behind': ['PACKAGING'],
  duplicate: REPEATED,
  'gone-backwards': ['MANUFACTURING_STARTED'],
  cancelled: ['SUBMITTED', ...ABANDONED],
  'test-order': ABANDONED,
};

/**
 * Draws the fault of one order, or none. A fault at a status or hop that the order does not go through
 * (a partner's order begins with its price) does not happen.
 */
export function drawTrouble(random: Random, shares: FaultShares): Trouble | null {
  let left = random.next();
  for (const [kind, places] of Object.entries(PLACES) as [Trouble['kind'], readonly string[]][]) {
    left -= kind === 'lost' ? shares.lost * places.length : shares[kind];
    if (left < 0) return { kind, place: random.pick(places) };
  }
  return null;
}
