import type { Queryable } from '../database/pool.ts';

/** Whether a message is new: noted in the transaction of what it changes, so that both are durable or neither. */
export async function noteInInbox(tx: Queryable, messageId: string): Promise<'new' | 'handled-before'> {
  const { rowCount } = await tx.query(
    'INSERT INTO inbox (message_id) VALUES ($1) ON CONFLICT (message_id) DO NOTHING',
    [messageId],
  );
  return rowCount === 0 ? 'handled-before' : 'new';
}
