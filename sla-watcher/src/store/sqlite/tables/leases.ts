import type { Lease } from '../../../ports.ts';
import { storableKey } from '../../rows/storable-text.ts';
import { type Database, rowOf } from '../database.ts';

/**
 * A lease that ran out stays its owner's until another takes it; so does the fence, which is why a
 * lease given back keeps its row.
 */
const ACQUIRE = `INSERT INTO lease (name, owner, fence, until) VALUES (?1, ?2, 1, ?3)
  ON CONFLICT (name) DO UPDATE SET
    fence = CASE owner WHEN ?2 THEN fence ELSE fence + 1 END, owner = ?2, until = ?3
    WHERE owner = ?2 OR until <= ?4
  RETURNING name, owner, fence, until`;
const RELEASE = 'UPDATE lease SET until = 0 WHERE owner = ?';

export function acquireSqliteLease(
  database: Database,
  name: string,
  owner: string,
  wall: number,
  forMs: number,
): Lease | null {
  return rowOf(database.statement(ACQUIRE), storableKey(name), storableKey(owner), wall + forMs, wall);
}

export function releaseSqliteLeases(database: Database, owner: string): void {
  database.statement(RELEASE).run(storableKey(owner));
}
