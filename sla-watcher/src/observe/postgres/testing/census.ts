import type { OwnerDatabase } from './database.ts';
import { type Watch, watchTable } from './watch.ts';
import type { WatchedModel } from './watched-model.ts';

/** `public.orders`, a row per order. */
export const SNAPSHOT: string = `
    table: orders
    shape: snapshot
    columns: { order: order_id, status: status, at: updated_at, key: id }
    statuses: { made: MADE, note: null }`;
export const SNAPSHOT_TABLE: string = `
  CREATE TABLE orders (id bigserial PRIMARY KEY, order_id text, status text, updated_at timestamptz DEFAULT now());
  CREATE INDEX ON orders (updated_at, id); CREATE INDEX ON orders (order_id)`;
/** For `history`. */
export const INDEXED: string = 'CREATE INDEX ON history (order_id)';

/** A witness over a real table and a real store that takes a census. */
export function census(db: OwnerDatabase, model: WatchedModel): Promise<Watch> {
  return watchTable(db.url, model, 'takes a census');
}

export async function pollTimes(watch: Watch, times: number): Promise<void> {
  for (let i = 0; i < times; i++) await watch.poll();
}
