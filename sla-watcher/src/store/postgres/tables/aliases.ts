import type { StoreTx } from '../../../ports.ts';
import { storableKey } from '../../rows/storable-text.ts';
import { type Session, statement } from '../session.ts';

const RESOLVE = statement('alias-resolve', 'SELECT id, order_id FROM alias WHERE id = ANY($1::text[])');
const SAVE = statement(
  'alias-save',
  'INSERT INTO alias VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET order_id = excluded.order_id',
);
/** Who stood for the id now stands for its order: every alias is one step from its order. */
const FORWARD = statement('alias-forward', 'UPDATE alias SET order_id = $1 WHERE order_id = $2');
/** What was seen of the one order is now of the other, so that an order's observations lie together. */
const MOVE_OBSERVATIONS = statement(
  'alias-move-observations',
  'UPDATE observation SET order_id = $1 WHERE order_id = $2',
);

/** Of two replicas that learn the same aliases, the callers lock the journeys first, in order of ids. */
export function postgresAliases(session: Session): Pick<StoreTx, 'resolveAliases' | 'saveAliases'> {
  async function resolve(ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await session.rows<{ id: string; order_id: string }>(RESOLVE, ids.map(storableKey));
    return new Map(rows.map(({ id, order_id }) => [id, order_id]));
  }
  return {
    resolveAliases: resolve,
    async saveAliases(edges) {
      const known = await resolve(edges.flatMap(({ id, order }) => [id, order]));
      for (const { id, order } of edges) {
        const target = known.get(order) ?? order;
        // Nothing new, or known the other way round: a circle would lead nowhere.
        if (target === known.get(id) || target === id) continue;
        await session.count(SAVE, id, target);
        await session.count(FORWARD, target, id);
        await session.count(MOVE_OBSERVATIONS, target, id);
        for (const [other, itsOrder] of known) if (itsOrder === id) known.set(other, target);
        known.set(id, target);
      }
    },
  };
}
