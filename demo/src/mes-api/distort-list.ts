import type { Pool } from 'pg';
import type { FaultGate } from '../fault/fault.ts';
import { distortList } from '../mes-store/order-list.ts';
import { mesIdOf } from '../order/order-id.ts';
import { type Status, statusBefore } from '../order/status.ts';

/** Of these the list has nothing older to show: the order was not in it. */
const FIRST_IN_LIST: ReadonlySet<Status> = new Set(['SUBMITTED']);

/** Only where a fault says so: the list does not show what was just stored. */
export async function spoilList(pool: Pool, faults: FaultGate, order: number, status: Status): Promise<void> {
  const strike = await faults.at('listed', status, String(order));
  if (strike === undefined) return;
  const before = FIRST_IN_LIST.has(status) ? undefined : statusBefore(status);
  const shown = strike.fault === 'hidden-stale' ? (before ?? null) : null;
  await distortList(pool, strike.faultId, mesIdOf(order), shown);
}
