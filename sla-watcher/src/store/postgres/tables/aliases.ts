import { StoreConflict } from '../../../domain/errors.ts';
import type { StoreTx } from '../../../ports.ts';
import { aliasMoves } from '../../rows/alias-moves.ts';
import { storableKey } from '../../rows/storable-text.ts';
import { type Session, statement } from '../session.ts';

const RESOLVE = statement('alias-resolve', 'SELECT id, order_id FROM alias WHERE id = ANY($1::text[])');
const NEWS = 'unnest($1::text[], $2::text[]) AS n (id, order_id)';
const SAVE = statement(
  'alias-save',
  `INSERT INTO alias SELECT * FROM ${NEWS} ON CONFLICT (id) DO UPDATE SET order_id = excluded.order_id`,
);
/** Who stood for the id now stands for its order: every alias is one step from its order. */
const FORWARD = statement(
  'alias-forward',
  `UPDATE alias SET order_id = n.order_id FROM ${NEWS} WHERE alias.order_id = n.id`,
);
/**
 * An id that becomes an alias is taken in `journey` and given back at once, within the transaction: who
 * brings an order under it meanwhile waits for us, and then looks (see journeys.ts). In order of ids, so
 * that two who learn the same aliases meet at the first.
 */
const RESERVE = statement(
  'alias-reserve',
  `INSERT INTO journey (id, revision, model_version, state, payload)
  SELECT id, 0, '', '', '' FROM unnest($1::text[]) AS n (id) ORDER BY id COLLATE "C" ON CONFLICT DO NOTHING`,
);
const GIVE_BACK = statement('alias-give-back', 'DELETE FROM journey WHERE id = ANY($1::text[])');

export function postgresAliases(session: Session): Pick<StoreTx, 'resolveAliases' | 'saveAliases'> {
  async function resolve(ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await session.rows<{ id: string; order_id: string }>(RESOLVE, ids.map(storableKey));
    return new Map(rows.map(({ id, order_id }) => [id, order_id]));
  }
  async function reserve(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    if ((await session.count(RESERVE, ids)) < ids.length) {
      throw new StoreConflict('an order came in under an alias meanwhile');
    }
    await session.count(GIVE_BACK, ids);
  }
  return {
    resolveAliases: resolve,
    async saveAliases(edges) {
      const ids = [...new Set(edges.flatMap(({ id, order }) => [id, order]))];
      const { changed, fresh } = aliasMoves(edges, await resolve(ids));
      if (changed.length === 0) return;
      await reserve(fresh);
      const columns = [changed.map(({ id }) => id), changed.map(({ order }) => order)];
      await session.count(SAVE, ...columns);
      await session.count(FORWARD, ...columns);
    },
  };
}
