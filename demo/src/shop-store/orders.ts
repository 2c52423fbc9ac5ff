import type { Queryable } from '../database/pool.ts';
import { bindShopOrder } from '../order/bind-facts.ts';
import type { OrderEvent, OrderFacts } from '../order/order-event.ts';
import { judgeTransition, type Status } from '../order/status.ts';
import { Problem } from '../web/problem.ts';

/** A row of the shop's orders. */
export interface ShopOrder extends OrderFacts {
  status: Status;
  file: string | null;
  price: number | null;
}

interface Row {
  id: string;
  status: Status;
  channel: OrderFacts['channel'];
  partner_id: string | null;
  complexity: string | null;
  promised_on: string | null;
  is_test: boolean;
  file_key: string | null;
  price: string | null;
}

const COLUMNS = 'id, status, channel, partner_id, complexity, promised_on::text, is_test, file_key, price';

export type NewOrder = Pick<OrderFacts, 'promisedOn' | 'partnerId' | 'test'>;

export async function createOrder(
  tx: Queryable,
  { promisedOn, partnerId, test }: NewOrder,
  at: Date,
): Promise<ShopOrder> {
  const { rows } = await tx.query<Row>(
    `INSERT INTO orders (status, channel, promised_on, partner_id, is_test)
     VALUES ('INITIATED', 'b2c', $1, $2, $3)
     RETURNING ${COLUMNS}`,
    [promisedOn, partnerId, test],
  );
  const order = orderOf(rows[0] as Row);
  // From here on its id stands on everything, this transaction's own statements included.
  bindShopOrder(order);
  await writeHistory(tx, order, 'INITIATED', at);
  return order;
}

/** Makes the order of a partner, of which MES knew first. It has no history before this. */
export async function createFromMes(tx: Queryable, event: OrderEvent): Promise<void> {
  await tx.query(
    `INSERT INTO orders (id, status, channel, partner_id, complexity, promised_on, is_test, file_key)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING`,
    [
      event.order,
      event.status,
      event.channel,
      event.partnerId,
      event.complexity,
      event.promisedOn,
      event.test,
      event.file,
    ],
  );
}

export async function attachFile(
  tx: Queryable,
  order: number,
  file: string,
  complexity: string,
): Promise<void> {
  await tx.query('UPDATE orders SET file_key = $2, complexity = $3 WHERE id = $1', [order, file, complexity]);
}

export async function setPrice(tx: Queryable, order: number, price: number): Promise<void> {
  await tx.query('UPDATE orders SET price = $2 WHERE id = $1', [order, price]);
}

export async function findOrder(db: Queryable, order: number): Promise<ShopOrder | undefined> {
  const { rows } = await db.query<Row>(`SELECT ${COLUMNS} FROM orders WHERE id = $1`, [order]);
  return rows[0] && orderOf(rows[0]);
}

/** Nobody else changes the order until the transaction has ended. */
export async function lockOrder(tx: Queryable, order: number): Promise<ShopOrder | undefined> {
  const { rows } = await tx.query<Row>(`SELECT ${COLUMNS} FROM orders WHERE id = $1 FOR UPDATE`, [order]);
  return rows[0] && orderOf(rows[0]);
}

/** The locked order, if it may enter `to`; else the problem that whoever asked is told. */
export async function lockForStep(tx: Queryable, id: number, to: Status): Promise<ShopOrder> {
  const order = await lockOrder(tx, id);
  if (order === undefined) throw new Problem(404, 'order-unknown', `there is no order ${id}`);
  const judged = judgeTransition(order.status, to);
  if (judged.kind === 'allowed') return order;
  throw new Problem(409, judged.reason, `order ${id} is ${order.status} and cannot become ${to}`);
}

/** One row of history per status change, whoever makes it. */
export async function enterStatus(tx: Queryable, order: OrderFacts, status: Status, at: Date): Promise<void> {
  await tx.query('UPDATE orders SET status = $2 WHERE id = $1', [order.order, status]);
  await writeHistory(tx, order, status, at);
}

async function writeHistory(tx: Queryable, order: OrderFacts, status: Status, at: Date): Promise<void> {
  await tx.query(
    `INSERT INTO order_status_history
       (order_id, status, changed_at, channel, partner_id, complexity, promised_on, is_test)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [order.order, status, at, order.channel, order.partnerId, order.complexity, order.promisedOn, order.test],
  );
}

/** The oldest of a status first, at most `limit` of them after the order `after`. */
export async function listByStatus(
  db: Queryable,
  { status, after, limit }: { status: Status; after: number; limit: number },
): Promise<ShopOrder[]> {
  const { rows } = await db.query<Row>(
    `SELECT ${COLUMNS} FROM orders WHERE status = $1 AND id > $2 ORDER BY id LIMIT $3`,
    [status, after, limit],
  );
  return rows.map(orderOf);
}

export async function readHistory(db: Queryable, order: number): Promise<{ status: Status; at: Date }[]> {
  const { rows } = await db.query<{ status: Status; at: Date }>(
    'SELECT status, changed_at AS at FROM order_status_history WHERE order_id = $1 ORDER BY id',
    [order],
  );
  return rows;
}

function orderOf(row: Row): ShopOrder {
  return {
    order: Number(row.id),
    status: row.status,
    channel: row.channel,
    partnerId: row.partner_id,
    complexity: row.complexity,
    promisedOn: row.promised_on,
    test: row.is_test,
    file: row.file_key,
    price: row.price === null ? null : Number(row.price),
  };
}
