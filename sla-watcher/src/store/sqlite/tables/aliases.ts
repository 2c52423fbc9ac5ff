import { StoreConflict } from '../../../domain/errors.ts';
import type { StoreTx } from '../../../ports.ts';
import { aliasMoves } from '../../rows/alias-moves.ts';
import { storableKey } from '../../rows/storable-text.ts';
import { type Database, rowOf } from '../database.ts';

const TARGET = 'SELECT order_id FROM alias WHERE id = ?';
const SAVE =
  'INSERT INTO alias (id, order_id) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET order_id = excluded.order_id';
/** Who stood for the id now stands for its order: every alias is one step from its order. */
const FORWARD = 'UPDATE alias SET order_id = ? WHERE order_id = ?';
const TAKEN = 'SELECT id FROM journey WHERE id = ?';

export function sqliteAliases(database: Database): Pick<StoreTx, 'resolveAliases' | 'saveAliases'> {
  function resolve(ids: Iterable<string>): Map<string, string> {
    const found = new Map<string, string>();
    for (const id of ids) {
      const row = rowOf<{ order_id: string }>(database.statement(TARGET), storableKey(id));
      if (row !== null) found.set(id, row.order_id);
    }
    return found;
  }
  return {
    resolveAliases: async (ids) => resolve(ids),
    async saveAliases(edges) {
      const known = resolve(new Set(edges.flatMap(({ id, order }) => [id, order])));
      const { changed, fresh } = aliasMoves(edges, known);
      for (const id of fresh) {
        if (rowOf(database.statement(TAKEN), id) === null) continue;
        throw new StoreConflict(`order ${id} came in under an alias meanwhile`);
      }
      for (const { id, order } of changed) {
        database.statement(SAVE).run(id, order);
        database.statement(FORWARD).run(order, id);
      }
    },
  };
}
