import { seeded } from '../replay/seeded.ts';

/** One order of a marketplace; instants are epoch milliseconds at whole minutes, null where unknown. */
export interface MarketOrder {
  readonly status: 'delivered' | 'shipped' | 'invoiced' | 'processing' | 'canceled' | 'unavailable';
  readonly purchasedAt: number;
  readonly approvedAt: number | null;
  readonly carrierAt: number | null;
  readonly deliveredAt: number | null;
  /** The start of the promised day. */
  readonly promised: number;
}

export const MARKET_COLUMNS = [
  'order_id',
  'customer_id',
  'order_status',
  'order_purchase_timestamp',
  'order_approved_at',
  'order_delivered_carrier_date',
  'order_delivered_customer_date',
  'order_estimated_delivery_date',
] as const;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const OPENED = Date.UTC(2016, 8, 4);
const LAST_PURCHASE = Date.UTC(2018, 7, 29);
/** An order that ended at an unknown time was due long before the last event. */
const LAST_UNTIMED_END = LAST_PURCHASE - 90 * DAY;

/**
 * A marketplace's orders as a wide table, with the oddities of real ones: times typed in late or
 * swapped, ends without a time, promised days that count to their end. Lines of a CSV without the
 * line feeds, the header first; the same for the same seed.
 */
export function* marketplaceLines({ seed, orders }: { seed: number; orders: number }): Generator<string> {
  const random = seeded(seed);
  yield MARKET_COLUMNS.join(',');
  for (const edge of EDGES) yield line(random, edge);
  for (let i = EDGES.length; i < orders; i++) yield line(random, drawOrder(random));
}

type Next = () => number;

function drawOrder(random: Next): MarketOrder {
  const share = random();
  if (share < 0.972) return delivered(random, drawPurchase(random, LAST_PURCHASE));
  if (share < 0.982) return { ...delivered(random, drawPurchase(random, LAST_PURCHASE)), ...SHIPPED };
  if (share < 0.99) {
    const status = random() < 0.4 ? 'invoiced' : 'processing';
    return { ...delivered(random, drawPurchase(random, LAST_PURCHASE)), ...SHIPPED, status, carrierAt: null };
  }
  return ended(random, delivered(random, drawPurchase(random, LAST_UNTIMED_END)));
}

const SHIPPED = { status: 'shipped', deliveredAt: null } as const;

function delivered(random: Next, purchasedAt: number): MarketOrder {
  const approvedAt =
    purchasedAt + minutes(random() < 0.75 ? skewed(random, 5, 600) : skewed(random, 600, 4320));
  const inTime = random() < 0.85;
  const carrierAt = approvedAt + minutes(inTime ? skewed(random, 60, 7100) : skewed(random, 7300, 30_000));
  // One in seventy (of those long in approval) was handed over first and approved afterwards, as far as the table knows.
  const swappedAt = approvedAt - minutes(skewed(random, 2, 8900));
  const handedAt = random() < 0.08 && swappedAt > purchasedAt ? swappedAt : carrierAt;
  const promised = startOfDay(purchasedAt) + Math.floor(12 + random() * 48) * DAY;
  return {
    status: 'delivered',
    purchasedAt,
    approvedAt,
    carrierAt: handedAt,
    deliveredAt: arrival(),
    promised,
  };

  function arrival(): number {
    const soonest = Math.max(handedAt, approvedAt) + minutes(skewed(random, 1440, 20_000));
    const kind = random();
    // Some arrive on the promised day itself, and some after it.
    if (kind < 0.012) return Math.max(soonest, promised + minutes(random() * 1440));
    if (kind < 0.075) return Math.max(soonest, promised + DAY + minutes(skewed(random, 0, 40_000)));
    return soonest;
  }
}

/** Called off or out of stock, at a time that nobody wrote down. */
function ended(random: Next, order: MarketOrder): MarketOrder {
  const gone: MarketOrder = { ...order, carrierAt: null, deliveredAt: null, status: 'unavailable' };
  const kind = random();
  if (kind < 0.5) return gone;
  if (kind < 0.72) return { ...gone, status: 'canceled' };
  if (kind < 0.9) return { ...gone, status: 'canceled', approvedAt: null };
  if (kind < 0.96) return { ...order, status: 'canceled', deliveredAt: null };
  return { ...order, status: 'canceled' };
}

/** A growing trade: the later, the more. */
function drawPurchase(random: Next, last: number): number {
  const part = 1 - random() ** 2;
  return OPENED + minutes((part * (last - OPENED)) / MINUTE);
}

function skewed(random: Next, min: number, max: number): number {
  return min + (max - min) * random() ** 2;
}

function minutes(count: number): number {
  return Math.floor(count) * MINUTE;
}

function startOfDay(instant: number): number {
  return Math.floor(instant / DAY) * DAY;
}

const EDGE: MarketOrder = {
  status: 'delivered',
  purchasedAt: Date.UTC(2017, 4, 2, 10, 0),
  approvedAt: Date.UTC(2017, 4, 3, 10, 0),
  carrierAt: Date.UTC(2017, 4, 8, 10, 0),
  deliveredAt: Date.UTC(2017, 4, 20, 23, 59),
  promised: Date.UTC(2017, 4, 20),
};

/** Each limit used up to the minute, then one minute more; and what happens only once in thousands. */
const EDGES: readonly MarketOrder[] = [
  EDGE,
  { ...EDGE, approvedAt: EDGE.approvedAt! + MINUTE, carrierAt: EDGE.carrierAt! + 2 * MINUTE },
  { ...EDGE, deliveredAt: EDGE.promised + DAY },
  { ...EDGE, deliveredAt: EDGE.promised + DAY + MINUTE },
  { ...EDGE, deliveredAt: EDGE.promised },
  { ...EDGE, deliveredAt: null },
  { ...EDGE, approvedAt: EDGE.purchasedAt },
  { ...EDGE, carrierAt: EDGE.purchasedAt },
];

function line(random: Next, order: MarketOrder): string {
  const times = [order.purchasedAt, order.approvedAt, order.carrierAt, order.deliveredAt, order.promised];
  return [hexId(random), hexId(random), order.status, ...times.map(timeText)].join(',');
}

function hexId(random: Next): string {
  const parts = Array.from({ length: 8 }, () => Math.floor(random() * 0x10000));
  return parts.map((part) => part.toString(16).padStart(4, '0')).join('');
}

/** `M/d/yyyy H:mm`, which is read as UTC. */
function timeText(instant: number | null): string {
  if (instant === null) return '';
  const at = new Date(instant);
  const date = `${at.getUTCMonth() + 1}/${at.getUTCDate()}/${at.getUTCFullYear()}`;
  return `${date} ${at.getUTCHours()}:${String(at.getUTCMinutes()).padStart(2, '0')}`;
}
