import type { Connections } from './connections.ts';
import { ADVISORY_CLASS } from './migrate.ts';
import { statement } from './session.ts';
import { foldCounts } from './tables/counts.ts';

/** A read of the counts adds up at most about this many transactions of each replica. */
const FOLD_EVERY = 200;

const LOCK = statement(
  'fold-lock',
  `SELECT pg_try_advisory_xact_lock($1, hashtext(current_schema() || ' counts')) AS locked`,
);

/** Called after every transaction; now and then has the counts added up, while the next ones run. */
export function createCountFolder(connections: Connections): () => void {
  let since = 0;
  return () => {
    since += 1;
    if (since < FOLD_EVERY) return;
    since = 0;
    // What fails here fails for all, and the next round makes up for it.
    fold(connections).catch(() => {});
  };
}

function fold(connections: Connections): Promise<void> {
  return connections.transact(async (session) => {
    const [lock] = await session.rows<{ locked: boolean }>(LOCK, ADVISORY_CLASS);
    if (lock?.locked === true) await foldCounts(session);
  });
}
