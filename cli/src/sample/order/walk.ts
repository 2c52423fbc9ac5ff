import type { OrderTraits } from './sample-order.ts';
import {
  type Stay,
  untilApproved,
  untilClosed,
  untilCompleted,
  untilPackaging,
  untilPriced,
  untilShipped,
  untilStarted,
  untilSubmitted,
  untilUploaded,
  WHEN_LONG,
} from './stays.ts';
import { Way, type WayPlan } from './way.ts';

export interface WalkPlan extends WayPlan {
  readonly traits: OrderTraits;
  readonly startsAt: number;
}

const FORGOTTEN_FOR_EVER = 0.3;

/** Sends an order through the platform, from its first status to wherever it gets. */
export function walk(plan: WalkPlan): ReturnType<Way['finish']> {
  const way = new Way(plan);
  const pricedAt = plan.traits.partner === null ? shopAndPrice(way, plan) : plan.startsAt;
  const sellerKnowsAt = way.reach('PRICE_CALCULATED', pricedAt);
  const workshopKnowsAt = way.reach('MANUFACTURING_APPROVED', after(sellerKnowsAt, untilApproved, plan));
  const completedAt = make(way, plan, workshopKnowsAt);
  const shipmentKnownAt = pack(way, plan, completedAt);
  way.reach('CLOSED', after(shipmentKnownAt, untilClosed, plan));
  return way.finish();
}

/** What waits for something that never comes does not come. */
function after(since: number, stay: Stay, { random, traits }: WalkPlan): number {
  return since === Infinity ? Infinity : stay(since, random, traits);
}

/** Returns when the price is there. */
function shopAndPrice(way: Way, plan: WalkPlan): number {
  way.reach('INITIATED', plan.startsAt);
  const uploadedAt = after(plan.startsAt, untilUploaded, plan);
  way.reach('FILE_UPLOADED', uploadedAt);
  const submittedAt = after(uploadedAt, untilSubmitted, plan);
  const knownAt = way.reach('SUBMITTED', submittedAt);
  const isLong = way.has('long-price');
  const pricedAt = after(knownAt, isLong ? WHEN_LONG.price : untilPriced, plan);
  if (isLong) way.record('long-price', 'SUBMITTED', submittedAt, pricedAt);
  return pricedAt;
}

/** Returns when the work is done. */
function make(way: Way, plan: WalkPlan, knownAt: number): number {
  const startedAt = after(knownAt, untilStarted, plan);
  way.reach('MANUFACTURING_STARTED', startedAt);
  const isSlow = way.has('slow-workshop');
  const completedAt = after(startedAt, isSlow ? WHEN_LONG.workshop : untilCompleted, plan);
  if (isSlow) way.record('slow-workshop', 'MANUFACTURING_STARTED', startedAt, completedAt);
  way.reach('MANUFACTURING_COMPLETED', completedAt);
  return completedAt;
}

/** Returns when CRM knows that all parcels are on their way. */
function pack(way: Way, plan: WalkPlan, completedAt: number): number {
  const packedAt = after(completedAt, untilPackaging, plan);
  if (way.has('gone-backwards')) goBackwards(way, completedAt, packedAt);
  const parts = way.has('parcel-left-behind') || plan.traits.parcels === 2 ? ['1', '2'] : [''];
  for (const line of parts) way.reach('PACKAGING', packedAt, line);
  const known = parts.map((line) => way.reach('SHIPPED', shippedAt(way, plan, packedAt, line), line));
  return Math.max(...known);
}

function shippedAt(way: Way, plan: WalkPlan, packedAt: number, line: string): number {
  const { random } = plan;
  if (way.has('parcel-left-behind') && line === '2') {
    const at = after(packedAt, WHEN_LONG.packaging, plan);
    way.record('parcel-left-behind', 'PACKAGING', packedAt, at);
    return at;
  }
  if (way.has('forgotten')) {
    const at = random.chance(FORGOTTEN_FOR_EVER) ? Infinity : after(packedAt, WHEN_LONG.packaging, plan);
    if (line !== '2') way.record('forgotten', 'PACKAGING', packedAt, at);
    return at;
  }
  return after(packedAt, untilShipped, plan);
}

/** Between the end of the work and the packing it is started, and completed, once more. */
function goBackwards(way: Way, completedAt: number, packedAt: number): void {
  const minutes = (part: number): number => Math.floor(((packedAt - completedAt) * part) / 60_000) * 60_000;
  const againAt = completedAt + minutes(0.3);
  const doneAt = completedAt + minutes(0.6);
  way.record('gone-backwards', 'MANUFACTURING_STARTED', againAt, doneAt);
  way.reach('MANUFACTURING_STARTED', againAt);
  way.reach('MANUFACTURING_COMPLETED', doneAt);
}
