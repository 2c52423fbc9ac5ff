import type { Queryable } from '../database/pool.ts';
import type { OrderEvent, OrderFacts } from '../order/order-event.ts';
import { mesIdOf, parseMesId } from '../order/order-id.ts';
import { judgeTransition, type Status } from '../order/status.ts';
import { Problem } from '../web/problem.ts';

/** A row of MES's orders. */
export interface MesOrder extends OrderFacts {
  status: Status;
  file: string | null;
  price: number | null;
  updatedAt: Date;
}

interface Row {
  external_id: string;
  status: Status;
  channel: OrderFacts['channel'];
  partner_id: string | null;
  complexity: string | null;
  promised_on: string | null;
  is_test: boolean;
  file_key: string | null;
  price: string | null;
  updated_at: Date;
}

const COLUMNS = `external_id, status, channel, partner_id, complexity, promised_on::text, is_test, file_key, price,
  updated_at`;

/** The row of an order that MES had none of. */
export async function insertOrder(tx: Queryable, event: OrderEvent): Promise<'inserted' | 'there-already'> {
  const { rowCount } = await tx.query(
    `INSERT INTO orders
       (external_id, status, channel, partner_id, complexity, promised_on, is_test, file_key, price, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, clock_timestamp())
     ON CONFLICT (external_id) DO NOTHING`,
    [
      mesIdOf(event.order),
      event.status,
      event.channel,
      event.partnerId,
      event.complexity,
      event.promisedOn,
      event.test,
      event.file,
      event.price,
    ],
  );
  return rowCount === 0 ? 'there-already' : 'inserted';
}

export async function findOrder(db: Queryable, order: number): Promise<MesOrder | undefined> {
  const { rows } = await db.query<Row>(`SELECT ${COLUMNS} FROM orders WHERE external_id = $1`, [
    mesIdOf(order),
  ]);
  return rows[0] && orderOf(rows[0]);
}

/** Nobody else changes the order until the transaction has ended. */
export async function lockOrder(tx: Queryable, order: number): Promise<MesOrder | undefined> {
  const { rows } = await tx.query<Row>(`SELECT ${COLUMNS} FROM orders WHERE external_id = $1 FOR UPDATE`, [
    mesIdOf(order),
  ]);
  return rows[0] && orderOf(rows[0]);
}

/** The locked order, if it may enter `to`; else the problem that whoever asked is told. */
export async function lockForStep(tx: Queryable, order: number, to: Status): Promise<MesOrder> {
  const locked = await lockOrder(tx, order);
  const id = mesIdOf(order);
  if (locked === undefined) throw new Problem(404, 'order-unknown', `there is no order ${id}`);
  const judged = judgeTransition(locked.status, to);
  if (judged.kind === 'allowed') return locked;
  throw new Problem(409, judged.reason, `order ${id} is ${locked.status} and cannot become ${to}`);
}

/** The price comes with the status that it belongs to. */
export async function enterStatus(
  tx: Queryable,
  order: number,
  status: Status,
  price: number | null = null,
): Promise<void> {
  await tx.query(
    `UPDATE orders SET status = $2, price = coalesce($3, price), updated_at = clock_timestamp()
     WHERE external_id = $1`,
    [mesIdOf(order), status, price],
  );
}

/** Numbers of partners' orders, which the shop does not know of yet. */
export async function nextPartnerOrder(tx: Queryable): Promise<number> {
  const { rows } = await tx.query<{ next: string }>("SELECT nextval('partner_order_numbers') AS next");
  return Number(rows[0]?.next);
}

function orderOf(row: Row): MesOrder {
  return {
    order: parseMesId(row.external_id) ?? 0,
    status: row.status,
    channel: row.channel,
    partnerId: row.partner_id,
    complexity: row.complexity,
    promisedOn: row.promised_on,
    test: row.is_test,
    file: row.file_key,
    price: row.price === null ? null : Number(row.price),
    updatedAt: row.updated_at,
  };
}
