import { carryContext, resumeContext } from '@orderwatch/instrumentation';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Publisher } from '../broker/publisher.ts';
import { inTransaction, type Queryable } from '../database/pool.ts';
import type { Envelope } from '../order/order-event.ts';
import type { Activity } from '../service/activity.ts';
import { Loop } from './loop.ts';

const BATCH = 20;
/** For what nobody kicked for, such as what stood there before a crash. */
const EVERY_MS = 2_000;
/** Between attempts for what the broker does not take, so that one bad message is not tried without end. */
const PAUSE_MS = 1_000;

interface Row {
  id: string;
  envelope: Envelope;
  carried: string;
}

/** Written in the transaction of the change that it tells of, with the work that it belongs to. */
export async function writeToOutbox(tx: Queryable, envelope: Envelope): Promise<void> {
  await tx.query('INSERT INTO outbox (message_id, envelope, carried) VALUES ($1, $2, $3)', [
    envelope.messageId,
    JSON.stringify(envelope),
    carryContext(),
  ]);
}

export interface RelayDeps {
  pool: Pool;
  publisher: Publisher;
  activity: Activity;
  log: Logger;
}

/**
 * Publishes what stands in the outbox, in its order, and deletes what the broker has confirmed. A crash
 * in between publishes a message twice, never not at all.
 */
export function createRelay({ pool, publisher, activity, log }: RelayDeps): Loop {
  const pausedUntil = new Map<string, number>();

  const send = async (row: Row): Promise<boolean> => {
    const outcome = await resumeContext(row.carried, () => publisher.publish(row.envelope), {
      name: 'outbox',
    });
    if (outcome.kind === 'confirmed') return true;
    log.warn({ outcome: outcome.kind, messageId: row.envelope.messageId }, 'message stays in the outbox');
    return false;
  };

  const round = () =>
    activity.during(async () => {
      const now = Date.now();
      for (const [id, until] of pausedUntil) if (until <= now) pausedUntil.delete(id);
      return inTransaction(pool, async (tx) => {
        const { rows } = await tx.query<Row>(
          'SELECT id, envelope, carried FROM outbox WHERE id <> ALL ($1) ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED',
          [[...pausedUntil.keys()], BATCH],
        );
        for (const row of rows) {
          if (await send(row)) await tx.query('DELETE FROM outbox WHERE id = $1', [row.id]);
          else pausedUntil.set(row.id, now + PAUSE_MS);
        }
        return rows.length === BATCH ? 'more' : 'done';
      });
    });

  return new Loop({ round, everyMs: EVERY_MS, log, name: 'the outbox relay' });
}
