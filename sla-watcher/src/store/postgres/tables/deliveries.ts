import type { Delivery, DeliveryOutcome } from '../../../domain/delivery.ts';
import type { StoreReads, StoreTx, WantedDelivery } from '../../../ports.ts';
import { type DeliveryRow, decodeDelivery } from '../../rows/delivery-row.ts';
import { settlementOf } from '../../rows/settlement.ts';
import { storableKey } from '../../rows/storable-text.ts';
import { type Session, statement } from '../session.ts';
import { lastOfEach } from './last-of-each.ts';

/**
 * A newer revision makes a delivery wanted again, also one that failed, which then starts afresh. A
 * pause that the channel asked for stays. Shadow and real follow what was wanted last.
 */
const WANT = statement(
  'delivery-want',
  `INSERT INTO delivery (subject, channel, state, wanted, accepted, message, lease, attempts, in_doubt)
  SELECT subject, channel, state, wanted, 0, message, 0, 0, false
  FROM json_populate_recordset(NULL::delivery, $1) ORDER BY subject, channel
  ON CONFLICT (subject, channel) DO UPDATE SET
  state = excluded.state, wanted = excluded.wanted, message = excluded.message,
  attempts = CASE delivery.state WHEN 'failed' THEN 0 ELSE delivery.attempts END,
  error = CASE delivery.state WHEN 'failed' THEN NULL ELSE delivery.error END,
  retry_at = CASE delivery.state WHEN 'failed' THEN NULL ELSE delivery.retry_at END
  WHERE delivery.wanted < excluded.wanted`,
);
/** What it returns of `in_doubt` is how it was before: it speaks of the attempts before this one. */
const CLAIM = statement(
  'delivery-claim',
  `WITH claimable AS (SELECT subject, channel, in_doubt AS was_in_doubt FROM delivery
    WHERE state = 'wanted' AND (retry_at IS NULL OR retry_at <= $1)
    AND (lease_until IS NULL OR lease_until <= $1) AND channel <> ALL($4::text[])
    ORDER BY serial LIMIT $3 FOR UPDATE SKIP LOCKED)
  UPDATE delivery SET lease = lease + 1, lease_until = $1 + $2::bigint, attempts = attempts + 1, in_doubt = true
  FROM claimable WHERE delivery.subject = claimable.subject AND delivery.channel = claimable.channel
  RETURNING delivery.*, was_in_doubt`,
);
const SETTLE = statement(
  'delivery-settle',
  `UPDATE delivery SET accepted = greatest(accepted, $4::bigint), ref = $5, attempts = $6,
  in_doubt = $7, error = $8, retry_at = $9, lease_until = NULL,
  state = CASE WHEN state = 'shadow' THEN 'shadow' WHEN wanted > $11 THEN 'wanted' WHEN $10 THEN 'failed'
    WHEN greatest(accepted, $4::bigint) >= wanted THEN 'accepted' ELSE 'wanted' END
  WHERE subject = $1 AND channel = $2 AND lease = $3 AND lease_until IS NOT NULL`,
);
const LIST = statement('deliveries', 'SELECT * FROM delivery ORDER BY serial DESC LIMIT $1');

export function postgresWantDeliveries(session: Session): Pick<StoreTx, 'wantDeliveries'> {
  return {
    async wantDeliveries(wanted) {
      // Of the same revision the first counts, as it would in two calls.
      const oldestLast = wanted.toReversed().sort((a, b) => a.revision - b.revision);
      const rows = lastOfEach(oldestLast, ({ subject, channel }) => JSON.stringify([subject, channel])).map(
        rowOf,
      );
      if (rows.length > 0) await session.count(WANT, JSON.stringify(rows));
    },
  };
}

function rowOf({ subject, channel, revision, message, shadow }: WantedDelivery) {
  return {
    subject: storableKey(subject),
    channel: storableKey(channel),
    state: shadow ? 'shadow' : 'wanted',
    wanted: revision,
    message: JSON.stringify(message),
  };
}

export function postgresDeliveryReads(session: Session): Pick<StoreReads, 'deliveries'> {
  return {
    async deliveries({ limit }) {
      return (await session.rows<DeliveryRow>(LIST, limit)).map(decodeDelivery);
    },
  };
}

export async function claimPostgresDeliveries(
  session: Session,
  wall: number,
  leaseMs: number,
  limit: number,
  except: readonly string[],
): Promise<readonly Delivery[]> {
  type Claimed = DeliveryRow & { readonly serial: number; readonly was_in_doubt: boolean };
  const rows = await session.rows<Claimed>(CLAIM, wall, leaseMs, limit, except);
  return rows
    .sort((a, b) => a.serial - b.serial)
    .map((row) => deliveryOf({ ...row, in_doubt: row.was_in_doubt }));
}

function deliveryOf(row: DeliveryRow): Delivery {
  const { state: _, error: __, retryAt: ___, ...delivery } = decodeDelivery(row);
  return delivery;
}

export async function settlePostgresDelivery(
  session: Session,
  delivery: Delivery,
  outcome: DeliveryOutcome,
  wall: number,
): Promise<boolean> {
  const { accepted, ref, attempts, inDoubt, error, retryAt, failed } = settlementOf(delivery, outcome, wall);
  const changes = await session.count(
    SETTLE,
    ...[delivery.subject, delivery.channel, delivery.lease, accepted, ref, attempts],
    ...[inDoubt, error, retryAt, failed, delivery.wanted],
  );
  return changes === 1;
}
