import { setTimeout as sleep } from 'node:timers/promises';
import type { Customers } from './customers.ts';
import { draw } from './draw.ts';
import type { People } from './people.ts';
import type { PlannedActions } from './planned-actions.ts';
import { dateOf } from './workshop-hours.ts';

export interface LiveOptions {
  customers: Customers;
  people: People;
  actions: PlannedActions;
  seed: number;
  ordersPerMinute: number;
  /** After which nobody comes or works any more; Infinity is until it is stopped. */
  minutes: number;
  maxOrders: number;
  signal: AbortSignal;
}

const TICK_MS = 250;
/** For those who are in the middle of something when it ends. */
const LEAVE_MS = 2_000;
const PEOPLE_EVERY_MS = 1_000;
const PROMISED_MS = 21 * 86_400_000;

/** Orders come at random, and people look at their lists, as long as it was asked for. */
export async function runLive(options: LiveOptions): Promise<void> {
  const { customers, people, actions, minutes, maxOrders, signal } = options;
  const endsAt = Date.now() + minutes * 60_000;
  const coming = new Set<Promise<void>>();
  let nextAt = Date.now();
  let workedAt = 0;
  while (Date.now() < endsAt && !signal.aborted) {
    const now = Date.now();
    await actions.doUntil(now);
    for (; nextAt <= now && customers.count < maxOrders; nextAt += pauseMs(options, customers.count)) {
      const one = customers.come(dateOf(now + PROMISED_MS)).finally(() => coming.delete(one));
      coming.add(one);
    }
    if (now - workedAt >= PEOPLE_EVERY_MS) {
      workedAt = now;
      await people.work(now, now, () => true);
    }
    await sleep(TICK_MS, undefined, { signal }).catch(() => {});
  }
  await Promise.race([Promise.all(coming), sleep(LEAVE_MS, undefined, { ref: false })]);
}

/** Between two orders, by the exponential distribution: they know nothing of each other. */
function pauseMs({ seed, ordersPerMinute }: LiveOptions, n: number): number {
  return (-Math.log(1 - draw(seed, 'pause', n)) * 60_000) / ordersPerMinute;
}
