import { setTimeout as sleep } from 'node:timers/promises';
import { arrivalsIn } from './arrivals.ts';
import type { Customers } from './customers.ts';
import type { People } from './people.ts';
import type { PlannedActions } from './planned-actions.ts';
import type { PlatformClient } from './platform-client.ts';
import { dateOf, isOpen } from './workshop-hours.ts';

export interface RoundsOptions {
  client: PlatformClient;
  customers: Customers;
  people: People;
  actions: PlannedActions;
  seed: number;
  /** How many of virtual time. */
  hours: number;
  ordersPerDay: number;
  /** Virtual; where the first round begins. */
  from: number;
  /** How long to wait for the platform to become quiet. */
  settleMs: number;
  signal: AbortSignal;
}

/** One hour of virtual time, done in real time as fast as the platform can. Instants in epoch milliseconds. */
export interface Round {
  round: number;
  realFrom: number;
  realTo: number;
  virtualFrom: number;
  /** False where the platform was still busy when the time to wait was up. */
  settled: boolean;
}

const SLOT_MS = 3_600_000;
const PROMISED_MS = 21 * 86_400_000;
const POLL_MS = 50;
const QUIET_IN_A_ROW = 2;
const CUSTOMERS_AT_ONCE = 4;

/** Hours in which nobody does anything have no round. */
export async function* runRounds(options: RoundsOptions): AsyncGenerator<Round> {
  const { hours, from, signal } = options;
  let round = 0;
  for (let slot = 0; slot < hours && !signal.aborted; slot++) {
    const virtualFrom = from + slot * SLOT_MS;
    const realFrom = Date.now();
    if ((await playSlot(options, virtualFrom)) === 0) continue;
    const settled = await settle(options);
    yield { round: ++round, realFrom, realTo: Date.now(), virtualFrom, settled };
  }
}

/** Gives how much was done. */
async function playSlot(options: RoundsOptions, virtualFrom: number): Promise<number> {
  const { actions, customers, people, seed, ordersPerDay } = options;
  const until = virtualFrom + SLOT_MS - 1;
  const switched = await actions.doUntil(until);
  const isWorkTime = isOpen(virtualFrom);
  const taken = await people.work(virtualFrom, until, ({ who }) => who === 'carrier' || isWorkTime);
  const arrivals = arrivalsIn(seed, virtualFrom, ordersPerDay);
  let left = arrivals;
  const worker = async () => {
    while (left-- > 0) await customers.come(dateOf(virtualFrom + PROMISED_MS));
  };
  await Promise.all(Array.from({ length: CUSTOMERS_AT_ONCE }, worker));
  return switched + taken + arrivals;
}

/** Whether the platform has become quiet: no work in hand and no message waiting, twice in a row. */
async function settle({ client, settleMs, signal }: RoundsOptions): Promise<boolean> {
  const giveUpAt = Date.now() + settleMs;
  let quiet = 0;
  while (quiet < QUIET_IN_A_ROW) {
    const activity = await client.control('GET', '/activity');
    quiet = activity.kind === 'done' && activity.body['quiet'] === true ? quiet + 1 : 0;
    if (Date.now() > giveUpAt || signal.aborted) return quiet > 0;
    await sleep(POLL_MS);
  }
  return true;
}
