import type { StoreTx } from '../../../ports.ts';
import { storableKey } from '../../rows/storable-text.ts';
import { type Database, rowOf } from '../database.ts';

const TARGET = 'SELECT order_id FROM alias WHERE id = ?';
const SAVE =
  'INSERT INTO alias (id, order_id) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET order_id = excluded.order_id';
/** Who stood for the id now stands for its order: every alias is one step from its order. */
const FORWARD = 'UPDATE alias SET order_id = ? WHERE order_id = ?';
/** What was seen of the one order is now of the other, so that an order's observations lie together. */
const MOVE_OBSERVATIONS = 'UPDATE observation SET order_id = ? WHERE order_id = ?';

export function sqliteAliases(database: Database): Pick<StoreTx, 'resolveAliases' | 'saveAliases'> {
  function targetOf(id: string): string | null {
    return rowOf<{ order_id: string }>(database.statement(TARGET), storableKey(id))?.order_id ?? null;
  }
  function save(id: string, order: string): void {
    const target = targetOf(order) ?? storableKey(order);
    // Nothing new, or known the other way round: a circle would lead nowhere.
    if (target === targetOf(id) || target === id) return;
    database.statement(SAVE).run(id, target);
    database.statement(FORWARD).run(target, id);
    database.statement(MOVE_OBSERVATIONS).run(target, id);
  }
  return {
    async resolveAliases(ids) {
      const found = new Map<string, string>();
      for (const id of ids) {
        const target = targetOf(id);
        if (target !== null) found.set(id, target);
      }
      return found;
    },
    async saveAliases(edges) {
      for (const { id, order } of edges) save(id, order);
    },
  };
}
