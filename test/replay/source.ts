import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { type Change, TIMES } from './changes.ts';

/** The order database that is watched, and the platform that writes it. */
export interface Source {
  /**
   * Writes every change a little before its order time comes. Returns by how much the latest was
   * late, in order time; negative is early, as it should be.
   */
  write(changes: readonly Change[], now: () => number, aheadMs: number): Promise<number>;
  close(): Promise<void>;
}

const TABLE = `
  CREATE TABLE public.orders (
    order_id text PRIMARY KEY,
    status text NOT NULL,
    purchased_at timestamptz, approved_at timestamptz, carrier_at timestamptz, delivered_at timestamptz,
    promised_on date NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE INDEX ON public.orders (updated_at, order_id)`;

/** Rows as they are after a batch of changes; what is not set stays as it was. */
const WRITE = `
  INSERT INTO public.orders AS o (order_id, status, promised_on, purchased_at, approved_at, carrier_at, delivered_at)
  SELECT * FROM unnest($1::text[], $2::text[], $3::date[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[])
  ON CONFLICT (order_id) DO UPDATE SET
    status = excluded.status,
    purchased_at = coalesce(excluded.purchased_at, o.purchased_at),
    approved_at = coalesce(excluded.approved_at, o.approved_at),
    carrier_at = coalesce(excluded.carrier_at, o.carrier_at),
    delivered_at = coalesce(excluded.delivered_at, o.delivered_at),
    updated_at = now()`;

export async function createSource(url: string, reader: string): Promise<Source> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(TABLE);
  await client.query(`GRANT SELECT ON public.orders TO ${reader}`);
  await client.query(`GRANT pg_read_all_stats TO ${reader}`);
  return {
    async write(changes, now, aheadMs) {
      let latestMs = Number.NEGATIVE_INFINITY;
      for (let next = 0; next < changes.length; ) {
        const until = now() + aheadMs;
        const from = next;
        while (next < changes.length && (changes[next] as Change).at <= until) next += 1;
        if (next === from) {
          await pause(10);
          continue;
        }
        await client.query(WRITE, rowsAfter(changes.slice(from, next)));
        latestMs = Math.max(latestMs, now() - (changes[from] as Change).at);
      }
      return latestMs;
    },
    close: () => client.end(),
  };
}

function rowsAfter(changes: readonly Change[]): (string | null)[][] {
  const rows = [...Map.groupBy(changes, (change) => change.order).values()];
  const last = (row: readonly Change[]) => row.at(-1) as Change;
  const time = (row: readonly Change[], column: string) => {
    const change = row.find(({ sets }) => sets === column);
    return change === undefined ? null : new Date(change.at).toISOString();
  };
  return [
    rows.map((row) => last(row).order),
    rows.map((row) => last(row).status),
    rows.map((row) => last(row).promisedOn),
    ...TIMES.map((column) => rows.map((row) => time(row, column))),
  ];
}
