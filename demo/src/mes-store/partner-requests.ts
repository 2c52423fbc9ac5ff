import type { Queryable } from '../database/pool.ts';

/** The order that an earlier question with this reference has led to. */
export async function findPartnerRequest(
  db: Queryable,
  partnerId: string,
  reference: string,
): Promise<string | undefined> {
  const { rows } = await db.query<{ external_id: string }>(
    `SELECT external_id FROM partner_requests WHERE partner_id = $1 AND reference = $2
     ORDER BY asked_at LIMIT 1`,
    [partnerId, reference],
  );
  return rows[0]?.external_id;
}

export async function notePartnerRequest(
  tx: Queryable,
  partnerId: string,
  reference: string,
  id: string,
): Promise<void> {
  await tx.query('INSERT INTO partner_requests (partner_id, reference, external_id) VALUES ($1, $2, $3)', [
    partnerId,
    reference,
    id,
  ]);
}
