import type { Pool } from 'pg';
import type { Status } from '../order/status.ts';
import type { PageQuery } from '../web/page-query.ts';

/** A row as operators see it. */
export interface ListedOrder {
  number: number;
  id: string;
  status: Status;
  channel: string;
  complexity: string | null;
  updatedAt: Date;
}

export interface ListPage {
  orders: ListedOrder[];
  /** Where the next page begins, if there is one. */
  next: number | null;
}

interface Row {
  number: string;
  id: string;
  status: Status;
  channel: string;
  complexity: string | null;
  updated_at: Date;
}

/** `distortedBy` are faults in force that show operators something else than what is stored. */
export async function readList(
  pool: Pool,
  { status, after, limit }: PageQuery,
  distortedBy: readonly string[],
): Promise<ListPage> {
  const { rows } = await pool.query<Row>(
    `SELECT o.id AS number, o.external_id AS id, coalesce(d.shown_status, o.status) AS status, o.channel,
            o.complexity, o.updated_at
     FROM orders o
     LEFT JOIN list_distortions d ON d.external_id = o.external_id AND d.fault_id = ANY ($4)
     WHERE (d.fault_id IS NULL OR d.shown_status IS NOT NULL)
       AND ($1::text IS NULL OR coalesce(d.shown_status, o.status) = $1)
       AND o.id > $2
     ORDER BY o.id LIMIT $3`,
    [status ?? null, after, limit + 1, distortedBy],
  );
  const orders = rows.slice(0, limit).map((row) => ({
    number: Number(row.number),
    id: row.id,
    status: row.status,
    channel: row.channel,
    complexity: row.complexity,
    updatedAt: row.updated_at,
  }));
  return { orders, next: rows.length > limit ? (orders.at(-1)?.number ?? null) : null };
}

export async function distortList(
  pool: Pool,
  faultId: string,
  id: string,
  shownStatus: Status | null,
): Promise<void> {
  await pool.query(
    `INSERT INTO list_distortions (fault_id, external_id, shown_status) VALUES ($1, $2, $3)
     ON CONFLICT DO NOTHING`,
    [faultId, id, shownStatus],
  );
}

/** Faults are numbered anew by every supervisor: what an earlier one left would be taken for a new one's. */
export async function forgetDistortions(pool: Pool, keep: readonly string[]): Promise<void> {
  await pool.query('DELETE FROM list_distortions WHERE fault_id <> ALL ($1)', [keep]);
}
