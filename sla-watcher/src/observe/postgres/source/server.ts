import type { Query } from './session.ts';

/**
 * Which server answers: its cluster and, on a primary, its timeline. Transaction ids of another one
 * mean nothing; after a failover or a restore they may have been given out a second time. Null: this
 * role may not know.
 */
export async function identifyServer(query: Query): Promise<string | null> {
  const [row] = await query(
    `SELECT has_function_privilege('pg_control_system()', 'EXECUTE')::text AS may,
            CASE WHEN pg_is_in_recovery() THEN 'standby'
                 ELSE left(pg_walfile_name(pg_current_wal_lsn()), 8) END AS timeline`,
  );
  if (row?.may !== 'true') return null;
  const [system] = await query('SELECT system_identifier::text AS id FROM pg_control_system()');
  return `${system?.id} ${row.timeline}`;
}

/** Whether all of the log up to here can be seen; on a primary it always can. */
export async function hasReplayed(query: Query, lsn: string): Promise<boolean> {
  const [row] = await query(
    'SELECT NOT pg_is_in_recovery() OR pg_last_wal_replay_lsn() >= $1::pg_lsn AS reached',
    [lsn],
  );
  return row?.reached === 't';
}

/**
 * How far the server's log reaches, as text: a commit that a snapshot shows lies before it, where this is
 * read in or after that snapshot. On a primary what is inserted counts, because an asynchronous commit is
 * seen before it is written.
 */
export const LOG_REACHED =
  'CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_insert_lsn() END::text';

/** The further of two places in one log. */
export function furtherLog(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return bytesOf(a) < bytesOf(b) ? b : a;
}

/** `16/B374D848`: the high and the low 32 bits, in hex. */
function bytesOf(lsn: string): bigint {
  const [high = '0', low = '0'] = lsn.split('/');
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}
