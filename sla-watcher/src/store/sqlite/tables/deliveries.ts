import type { Delivery, DeliveryOutcome } from '../../../domain/delivery.ts';
import type { StoreReads, StoreTx, WantedDelivery } from '../../../ports.ts';
import { type DeliveryRow, decodeDelivery } from '../../rows/delivery-row.ts';
import { settlementOf } from '../../rows/settlement.ts';
import { storableKey } from '../../rows/storable-text.ts';
import { changesOf, type Database, rowsOf } from '../database.ts';

/**
 * A newer revision makes a delivery wanted again, also one that failed, which then starts afresh. A
 * pause that the channel asked for stays. Shadow and real follow what was wanted last.
 */
const WANT = `INSERT INTO delivery (subject, channel, state, wanted, accepted, message, lease, attempts, in_doubt)
  VALUES (?1, ?2, ?3, ?4, 0, ?5, 0, 0, 0) ON CONFLICT (subject, channel) DO UPDATE SET
  state = ?3, wanted = ?4, message = ?5,
  attempts = CASE state WHEN 'failed' THEN 0 ELSE attempts END,
  error = CASE state WHEN 'failed' THEN NULL ELSE error END,
  retry_at = CASE state WHEN 'failed' THEN NULL ELSE retry_at END
  WHERE wanted < ?4`;
const CLAIMABLE = `SELECT * FROM delivery WHERE state = 'wanted'
  AND (retry_at IS NULL OR retry_at <= ?1) AND (lease_until IS NULL OR lease_until <= ?1)
  AND channel NOT IN (SELECT value FROM json_each(?3))
  ORDER BY serial LIMIT ?2`;
const CLAIM = `UPDATE delivery SET lease = lease + 1, lease_until = ?, attempts = attempts + 1, in_doubt = 1
  WHERE subject = ? AND channel = ?`;
const SETTLE = `UPDATE delivery SET accepted = max(accepted, coalesce(?4, 0)), ref = ?5, attempts = ?6,
  in_doubt = ?7, error = ?8, retry_at = ?9, lease_until = NULL,
  state = CASE WHEN state = 'shadow' THEN 'shadow' WHEN wanted > ?11 THEN 'wanted' WHEN ?10 THEN 'failed'
    WHEN max(accepted, coalesce(?4, 0)) >= wanted THEN 'accepted' ELSE 'wanted' END
  WHERE subject = ?1 AND channel = ?2 AND lease = ?3 AND lease_until IS NOT NULL`;
const LIST = 'SELECT * FROM delivery ORDER BY serial DESC LIMIT ?';

export function sqliteWantDeliveries(database: Database): Pick<StoreTx, 'wantDeliveries'> {
  return {
    async wantDeliveries(wanted: readonly WantedDelivery[]) {
      for (const { subject, channel, revision, message, shadow } of wanted) {
        const state = shadow ? 'shadow' : 'wanted';
        const values = [storableKey(subject), storableKey(channel), state, revision, JSON.stringify(message)];
        database.statement(WANT).run(...values);
      }
    },
  };
}

export function sqliteDeliveryReads(database: Database): Pick<StoreReads, 'deliveries'> {
  return {
    async deliveries({ limit }) {
      return rowsOf<DeliveryRow>(database.statement(LIST), limit).map(decodeDelivery);
    },
  };
}

export function claimSqliteDeliveries(
  database: Database,
  wall: number,
  leaseMs: number,
  limit: number,
  except: readonly string[],
): readonly Delivery[] {
  const rows = rowsOf<DeliveryRow>(database.statement(CLAIMABLE), wall, limit, JSON.stringify(except));
  return rows.map((row) => {
    database.statement(CLAIM).run(wall + leaseMs, row.subject, row.channel);
    // `inDoubt` stays as it was: it speaks of the attempts before this one.
    return deliveryOf({ ...row, lease: row.lease + 1, attempts: row.attempts + 1 });
  });
}

function deliveryOf(row: DeliveryRow): Delivery {
  const { state: _, error: __, retryAt: ___, ...delivery } = decodeDelivery(row);
  return delivery;
}

export function settleSqliteDelivery(
  database: Database,
  delivery: Delivery,
  outcome: DeliveryOutcome,
  wall: number,
): boolean {
  const { accepted, ref, attempts, inDoubt, error, retryAt, failed } = settlementOf(delivery, outcome, wall);
  const changes = changesOf(
    database.statement(SETTLE),
    ...[delivery.subject, delivery.channel, delivery.lease, accepted, ref, attempts],
    ...[Number(inDoubt), error, retryAt, Number(failed), delivery.wanted],
  );
  return changes === 1;
}
