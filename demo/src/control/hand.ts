import { Pool } from 'pg';
import type { DatabaseName } from '../database/migrate.ts';
import type { Fault } from '../fault/fault.ts';
import { numberOf } from '../fault/parameter.ts';
import { mesIdOf } from '../order/order-id.ts';
import { STATUSES } from '../order/status.ts';

/** Somebody with a console on the databases: no service knows of what they do, and no telemetry tells it. */
export interface Hand {
  /** Does what the fault says to one order, at once or after the time that it names. */
  act(fault: Fault, order: string): Promise<void>;
  /** Orders in one database only, by the shop's ids. */
  makeOrphans(fault: Fault): Promise<string[]>;
  close(): Promise<void>;
}

/** A status that the other database would have to know of. */
const ORPHAN_STATUS = 'PRICE_CALCULATED';

export function createHand(
  databases: Readonly<Record<DatabaseName, string>>,
  onFailure: (message: string) => void,
): Hand {
  const pools = { shop: consoleOn(databases.shop), mes: consoleOn(databases.mes) };
  const timers = new Set<NodeJS.Timeout>();
  const doIt = (fault: Fault, order: string) =>
    (fault.fault === 'vanished' ? vanish : setBack)(pools, sideOf(fault), fault, order).catch(
      (error: Error) => onFailure(`by hand, ${fault.fault} of order ${order}: ${error.message}`),
    );

  return {
    async act(fault, order) {
      const afterMs = numberOf(fault.parameters, 'afterMs');
      if (afterMs === 0) return doIt(fault, order);
      const timer = setTimeout(() => {
        timers.delete(timer);
        void doIt(fault, order);
      }, afterMs);
      timers.add(timer);
    },
    makeOrphans: (fault) =>
      Promise.all(Array.from({ length: fault.limit ?? 1 }, () => makeOrphan(pools, sideOf(fault)))),
    async close() {
      for (const timer of timers) clearTimeout(timer);
      await Promise.all([pools.shop.end(), pools.mes.end()]);
    },
  };
}

type Pools = Readonly<Record<DatabaseName, Pool>>;

function consoleOn(url: string): Pool {
  const pool = new Pool({ connectionString: url, max: 2, application_name: 'console' });
  pool.on('error', () => {});
  return pool;
}

function sideOf({ parameters }: Fault): DatabaseName {
  return parameters['side'] === 'shop' ? 'shop' : 'mes';
}

/** $2 of the statements below: every status, for its place in the way. */
const WAY = [...STATUSES];

async function setBack({ shop, mes }: Pools, side: DatabaseName, fault: Fault, order: string): Promise<void> {
  const isTouched = fault.parameters['touched'] === 'yes';
  if (side === 'mes') {
    await mes.query(
      `UPDATE orders SET status = ($2::text[])[array_position($2, status) - 1],
         updated_at = CASE WHEN $3 THEN clock_timestamp() ELSE updated_at END
       WHERE external_id = $1 AND array_position($2, status) > 1`,
      [mesIdOf(Number(order)), WAY, isTouched],
    );
    return;
  }
  await shop.query(
    `WITH newest AS (
       SELECT id, status FROM order_status_history WHERE order_id = $1 ORDER BY id DESC LIMIT 1
     ), changed AS (
       UPDATE order_status_history h SET status = ($2::text[])[array_position($2, h.status) - 1],
         recorded_at = CASE WHEN $3 THEN clock_timestamp() ELSE recorded_at END
       FROM newest WHERE h.id = newest.id AND array_position($2, h.status) > 1 RETURNING h.status
     )
     UPDATE orders SET status = changed.status FROM changed WHERE orders.id = $1`,
    [order, WAY, isTouched],
  );
}

async function vanish({ shop, mes }: Pools, side: DatabaseName, _fault: Fault, order: string): Promise<void> {
  if (side === 'mes') {
    await mes.query('DELETE FROM orders WHERE external_id = $1', [mesIdOf(Number(order))]);
    return;
  }
  await shop.query(
    'WITH gone AS (DELETE FROM order_status_history WHERE order_id = $1) DELETE FROM orders WHERE id = $1',
    [order],
  );
}

async function makeOrphan({ shop, mes }: Pools, side: DatabaseName): Promise<string> {
  const { rows } = await shop.query<{ id: string }>(
    "SELECT nextval(pg_get_serial_sequence('orders', 'id'))::text AS id",
  );
  const id = rows[0]?.id ?? '';
  if (side === 'mes') {
    await mes.query("INSERT INTO orders (external_id, status, channel) VALUES ($1, $2, 'b2c')", [
      mesIdOf(Number(id)),
      ORPHAN_STATUS,
    ]);
    return id;
  }
  await shop.query(
    `WITH made AS (INSERT INTO orders (id, status, channel) VALUES ($1, $2, 'b2c'))
     INSERT INTO order_status_history (order_id, status, changed_at, channel)
     VALUES ($1, $2, clock_timestamp(), 'b2c')`,
    [id, ORPHAN_STATUS],
  );
  return id;
}
