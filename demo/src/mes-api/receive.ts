import { recordStatusChange } from '@orderwatch/instrumentation';

import type { Pool, PoolClient } from 'pg';
import type { Handle } from '../broker/delivery.ts';
import { inTransaction } from '../database/pool.ts';
import type { Loop } from '../delivery/loop.ts';
import { noteInInbox } from '../delivery/inbox.ts';
import { storeMessage } from '../fault/faulty-store.ts';
import { enterStatus, insertOrder, lockOrder } from '../mes-store/orders.ts';
import { addPriceJob } from '../mes-store/price-jobs.ts';
import { bindMesOrder } from '../order/bind-facts.ts';
import type { Envelope, OrderEvent } from '../order/order-event.ts';
import { judgeTransition, type Status, statusBefore } from '../order/status.ts';
import type { Ground } from '../service/ground.ts';
import { spoilList } from './distort-list.ts';

export type ReceiveDeps = Pick<Ground, 'board' | 'faults' | 'log'> & { pool: Pool; prices: Loop };

type Received =
  | { kind: 'entered'; from: Status | undefined }
  | { kind: 'passed-over'; reason: 'handled-before' | 'order-unknown' | 'not-next' };

/** What CRM says of an order is written into the MES DB; a new one is priced. */
export function receiveFromCrm(deps: ReceiveDeps): Handle {
  const { board, faults, log, pool, prices } = deps;
  return async ({ envelope }) => {
    const { event, hop, messageId } = envelope;
    bindMesOrder(event);
    const stored = await storeMessage(pool, faults, envelope, async (tx): Promise<Received> => {
      const isOld = board.has('inbox') && (await noteInInbox(tx, messageId)) === 'handled-before';
      return isOld ? { kind: 'passed-over', reason: 'handled-before' } : enter(tx, event);
    });
    if (stored.kind === 'stored' && stored.value.kind === 'entered') {
      const { from } = stored.value;
      recordStatusChange({ status: event.status, ...(from === undefined ? {} : { from }) });
      if (event.status === 'SUBMITTED') prices.kick();
      await spoilList(pool, faults, event.order, event.status);
      await fallBack(deps, envelope);
    } else if (stored.kind === 'stored' && stored.value.kind === 'passed-over') {
      log.warn({ hop, messageId, reason: stored.value.reason }, 'message was passed over');
    }
    log.info({ hop, messageId }, 'message handled');
    return { kind: 'acknowledged' };
  };
}

async function enter(tx: PoolClient, event: OrderEvent): Promise<Received> {
  if (event.status === 'SUBMITTED') return begin(tx, event);
  const before = await lockOrder(tx, event.order);
  if (before === undefined) return { kind: 'passed-over', reason: 'order-unknown' };
  // The same status again is written again: only an inbox would know that the message is an old one.
  const isAgain = before.status === event.status;
  if (!isAgain && judgeTransition(before.status, event.status).kind === 'refused') {
    return { kind: 'passed-over', reason: 'not-next' };
  }
  await enterStatus(tx, event.order, event.status);
  return { kind: 'entered', from: before.status };
}

/** Without an inbox a message that comes twice is priced twice. */
async function begin(tx: PoolClient, event: OrderEvent): Promise<Received> {
  const inserted = await insertOrder(tx, event);
  const before = inserted === 'inserted' ? undefined : await lockOrder(tx, event.order);
  if (before !== undefined && before.status !== 'SUBMITTED')
    return { kind: 'passed-over', reason: 'not-next' };
  const { status: _status, at: _at, file, price: _price, ...facts } = event;
  if (file !== null) await addPriceJob(tx, facts, file);
  return { kind: 'entered', from: undefined };
}

/** Only where a fault says so: the status of the order goes backwards. */
async function fallBack({ faults, pool }: ReceiveDeps, { hop, event }: Envelope): Promise<void> {
  const strike = await faults.at('stored', hop, String(event.order));
  const earlier = statusBefore(event.status);
  if (strike?.fault !== 'backwards' || earlier === undefined) return;
  await inTransaction(pool, (tx) => enterStatus(tx, event.order, earlier));
  recordStatusChange({ status: earlier, from: event.status });
}
