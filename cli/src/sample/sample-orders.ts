import type { AttributeValue } from '@orderwatch/model';
import { DEFAULT_SHARES, drawTrouble, type Fault, type FaultShares } from './order/faults.ts';
import { type OutageAt, outages } from './order/outages.ts';
import type { OrderTraits, SampleOrder, Step } from './order/sample-order.ts';
import { walk } from './order/walk.ts';
import { arrivals } from './platform/arrivals.ts';
import { DAY, dateText, moscowDay } from './platform/moscow-time.ts';
import { createRandom, type Random } from './platform/random.ts';

export interface SampleOptions {
  /** The same seed and options give the same orders, to the second. */
  readonly seed: number;
  /** Orders begin in `[from, to)`, epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly ordersPerDay: number;
  /** Shares that differ from `DEFAULT_SHARES`. */
  readonly faults?: Partial<FaultShares>;
  /** The share of weeks with a two-hour outage of one hop; 1 if absent, 0: never. */
  readonly outagesPerWeek?: number;
}

/** What the parts of the work draw from, apart from each other. */
const STREAM = { arrivals: 1, outages: 2, order: 3 };

const FIRST_ID = 1001;
const PARTNERS = ['P-17', 'P-21', 'P-34', 'P-58'];
const SHARE = { partner: 0.15, complex: 0.2, twoParcels: 0.01 };
const PROMISED_WITHIN = 21 * DAY;

/**
 * Orders of the platform as they might be, each with its whole life, in the order in which they begin.
 * Lazy; memory does not grow with their number.
 */
export function* sampleOrders(options: SampleOptions): Generator<SampleOrder, void> {
  const random = createRandom(options.seed);
  const shares = { ...DEFAULT_SHARES, ...options.faults };
  const outageAt = outages(random.fork(STREAM.outages), options.outagesPerWeek ?? 1);
  const used = new UsedIds();
  let number = 0;
  for (const at of arrivals(random.fork(STREAM.arrivals), options.from, options.to, options.ordersPerDay)) {
    const order = drawOrder(random.fork(STREAM.order, number), number, at, { shares, outageAt, used });
    used.remember(order);
    yield order;
    number++;
  }
}

interface Surroundings {
  readonly shares: FaultShares;
  readonly outageAt: OutageAt;
  readonly used: UsedIds;
}

function drawOrder(
  random: Random,
  number: number,
  startsAt: number,
  { shares, outageAt, used }: Surroundings,
): SampleOrder {
  const traits = drawTraits(random);
  const trouble = drawTrouble(random, shares);
  const isTest = trouble?.kind === 'test-order';
  const byName = isTest && random.chance(0.5);
  const isReused = random.chance(shares['reused-id']) && !isTest;
  const reused = isReused ? used.take(channelOf(traits), startsAt) : null;
  const id = reused ?? (byName ? `TEST-${number + 1}` : String(FIRST_ID + number));
  const { steps, faults } = walk({ id, trouble, traits, random, outageAt, startsAt });
  const attributes = attributesOf(traits, isTest && !byName, steps);
  if (reused === null) return { id, attributes, steps, faults };
  const place = steps[0]!.status;
  const again: Fault = { order: id, fault: 'reused-id', place, at: startsAt, until: startsAt };
  return { id, attributes, steps, faults: [again, ...faults] };
}

function drawTraits(random: Random): OrderTraits {
  return {
    partner: random.chance(SHARE.partner) ? random.pick(PARTNERS) : null,
    complexity: random.chance(SHARE.complex) ? 'high' : 'normal',
    parcels: random.chance(SHARE.twoParcels) ? 2 : 1,
  };
}

function attributesOf(
  { partner, complexity }: OrderTraits,
  isMarkedTest: boolean,
  steps: readonly Step[],
): Record<string, AttributeValue> {
  const approved = steps.find((step) => step.status === 'MANUFACTURING_APPROVED');
  return {
    channel: channelOf({ partner }),
    complexity,
    ...(partner === null ? {} : { partner_id: partner }),
    ...(isMarkedTest ? { test: true } : {}),
    ...(approved === undefined ? {} : { promised_on: dateText(moscowDay(approved.at + PROMISED_WITHIN)) }),
  };
}

function channelOf({ partner }: Pick<OrderTraits, 'partner'>): AttributeValue {
  return partner === null ? 'b2c' : 'b2b';
}

/** The ids of orders that went well and are closed, for those few that are used again. */
class UsedIds {
  static readonly #MOST = 200;
  readonly #closed: { readonly id: string; readonly channel: AttributeValue; readonly at: number }[] = [];

  remember({ id, attributes, steps, faults }: SampleOrder): void {
    const last = steps.at(-1);
    if (last?.status !== 'CLOSED' || faults.length > 0 || this.#closed.length >= UsedIds.#MOST) return;
    this.#closed.push({ id, channel: attributes.channel!, at: last.at });
  }

  /** One of the same channel that was closed at least a day ago; null when there is none yet. */
  take(channel: AttributeValue, at: number): string | null {
    const i = this.#closed.findIndex((order) => order.channel === channel && order.at + DAY < at);
    return i === -1 ? null : this.#closed.splice(i, 1)[0]!.id;
  }
}
