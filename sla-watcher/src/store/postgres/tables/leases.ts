import type { Lease } from '../../../ports.ts';
import { storableKey } from '../../rows/storable-text.ts';
import { type Session, statement } from '../session.ts';

/**
 * A lease that ran out stays its owner's until another takes it; so does the fence, which is why a
 * lease given back keeps its row.
 */
const ACQUIRE = statement(
  'lease-acquire',
  `INSERT INTO lease (name, owner, fence, until) VALUES ($1, $2, 1, $3)
  ON CONFLICT (name) DO UPDATE SET
    fence = CASE lease.owner WHEN excluded.owner THEN lease.fence ELSE lease.fence + 1 END,
    owner = excluded.owner, until = excluded.until
    WHERE lease.owner = excluded.owner OR lease.until <= $4
  RETURNING name, owner, fence, until`,
);
/** Every name that was ever taken: a handful. */
const RELEASE = statement('lease-release', 'UPDATE lease SET until = 0 WHERE owner = $1');

export async function acquirePostgresLease(
  session: Session,
  name: string,
  owner: string,
  wall: number,
  forMs: number,
): Promise<Lease | null> {
  const values = [storableKey(name), storableKey(owner), wall + forMs, wall];
  return (await session.rows<Lease>(ACQUIRE, ...values))[0] ?? null;
}

export async function releasePostgresLeases(session: Session, owner: string): Promise<void> {
  await session.count(RELEASE, storableKey(owner));
}
