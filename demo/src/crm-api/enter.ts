import { recordStatusChange } from '@orderwatch/instrumentation';
import type { Pool } from 'pg';
import { inTransaction } from '../database/pool.ts';
import type { Outgoing } from '../delivery/outgoing.ts';
import { bindShopOrder } from '../order/bind-facts.ts';
import { hopOf } from '../order/hop.ts';
import { envelope } from '../order/order-event.ts';
import type { Status } from '../order/status.ts';
import { enterStatus, lockForStep } from '../shop-store/orders.ts';

export interface CrmDeps {
  pool: Pool;
  outgoing: Outgoing;
}

/** One status on, in the Shop DB; and MES is told where it must know. Throws the problem where it may not be. */
export async function enter({ pool, outgoing }: CrmDeps, id: number, to: Status): Promise<void> {
  const at = new Date();
  const { order, message } = await inTransaction(pool, async (tx) => {
    const locked = await lockForStep(tx, id, to);
    await enterStatus(tx, locked, to, at);
    const event = { ...locked, status: to, at: at.toISOString() };
    const told = hopOf(to) === undefined ? undefined : await outgoing.prepare(tx, envelope(event));
    return { order: locked, message: told };
  });
  bindShopOrder(order);
  // The button is the shop's; CRM only writes it down.
  const system = to === 'SUBMITTED' ? { system: 'shop' } : {};
  recordStatusChange({ status: to, from: order.status, at, ...system });
  if (message !== undefined) await outgoing.send(message);
}
