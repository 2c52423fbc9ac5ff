import { recordStatusChange } from '@orderwatch/instrumentation';
import type { Pool, PoolClient } from 'pg';
import type { Handle } from '../broker/delivery.ts';
import { inTransaction } from '../database/pool.ts';
import { noteInInbox } from '../delivery/inbox.ts';
import { storeMessage } from '../fault/faulty-store.ts';
import { bindShopOrder } from '../order/bind-facts.ts';
import type { Envelope, OrderEvent } from '../order/order-event.ts';
import { type Status, statusBefore } from '../order/status.ts';
import type { Ground } from '../service/ground.ts';
import { createFromMes, enterStatus, lockOrder, setPrice } from '../shop-store/orders.ts';

export type ReceiveDeps = Pick<Ground, 'board' | 'faults' | 'log'> & { pool: Pool };

type Received =
  | { kind: 'entered'; from: Status | undefined }
  | { kind: 'handled-before' }
  | { kind: 'unknown' };

/** What MES says of an order is written into the Shop DB. */
export function receiveFromMes(deps: ReceiveDeps): Handle {
  const { board, faults, log, pool } = deps;
  return async ({ envelope }) => {
    const { event, hop, messageId } = envelope;
    bindShopOrder(event);
    const at = new Date();
    const stored = await storeMessage(pool, faults, envelope, async (tx): Promise<Received> => {
      const isOld = board.has('inbox') && (await noteInInbox(tx, messageId)) === 'handled-before';
      return isOld ? { kind: 'handled-before' } : enter(tx, event, at);
    });
    if (stored.kind === 'stored' && stored.value.kind === 'entered') {
      const { from } = stored.value;
      recordStatusChange({ status: event.status, at, ...(from === undefined ? {} : { from }) });
      await fallBack(deps, envelope);
    } else if (stored.kind === 'stored' && stored.value.kind === 'unknown') {
      log.error({ hop, messageId }, 'the order of a message is not there');
    }
    log.info({ hop, messageId }, 'message handled');
    return { kind: 'acknowledged' };
  };
}

async function enter(tx: PoolClient, event: OrderEvent, at: Date): Promise<Received> {
  const before = await lockOrder(tx, event.order);
  // A partner's order begins in MES, and CRM learns of it by its price.
  const isNew = before === undefined && event.channel === 'b2b' && event.status === 'PRICE_CALCULATED';
  if (isNew) await createFromMes(tx, event);
  else if (before === undefined) return { kind: 'unknown' };
  await enterStatus(tx, before ?? event, event.status, at);
  if (event.price !== null) await setPrice(tx, event.order, event.price);
  return { kind: 'entered', from: before?.status };
}

/** Only where a fault says so: the status of the order goes backwards. */
async function fallBack({ faults, pool }: ReceiveDeps, { hop, event }: Envelope): Promise<void> {
  const strike = await faults.at('stored', hop, String(event.order));
  const earlier = statusBefore(event.status);
  if (strike?.fault !== 'backwards' || earlier === undefined) return;
  await inTransaction(pool, (tx) => enterStatus(tx, event, earlier, new Date()));
  recordStatusChange({ status: earlier, from: event.status });
}
