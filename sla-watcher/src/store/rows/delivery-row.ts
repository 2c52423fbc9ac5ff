import type { Message, MessageRef } from '../../domain/delivery.ts';
import type { StoredDelivery } from '../../ports.ts';

/** One row of table `delivery`, as far as it leaves the store. */
export interface DeliveryRow {
  readonly subject: string;
  readonly channel: string;
  readonly state: string;
  readonly wanted: number;
  readonly accepted: number;
  readonly message: string;
  readonly ref: string | null;
  readonly lease: number;
  readonly attempts: number;
  /** SQLite has no booleans. */
  readonly in_doubt: number | boolean;
  readonly error: string | null;
  readonly retry_at: number | null;
}

export function decodeDelivery(row: DeliveryRow): StoredDelivery {
  return {
    subject: row.subject,
    channel: row.channel,
    state: row.state as StoredDelivery['state'],
    wanted: row.wanted,
    accepted: row.accepted,
    message: JSON.parse(row.message) as Message,
    ref: row.ref === null ? null : (JSON.parse(row.ref) as MessageRef),
    lease: row.lease,
    attempts: row.attempts,
    inDoubt: Boolean(row.in_doubt),
    error: row.error,
    retryAt: row.retry_at,
  };
}
