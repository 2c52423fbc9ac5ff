import type { ClientBase } from 'pg';
import { ConfigInvalid } from '../../domain/errors.ts';
import { MIGRATIONS } from './migrations.ts';

/** Our own number among the advisory locks of the database; the second key is the schema. */
export const ADVISORY_CLASS = 7_266_411;

/** Takes the steps that the schema lacks, in one transaction; replicas that come at once wait for it. */
export async function migratePostgres(client: ClientBase, schema: string): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query('SET LOCAL lock_timeout = 0');
    await client.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [ADVISORY_CLASS, schema]);
    await takeSteps(client, schema);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

async function takeSteps(client: ClientBase, schema: string): Promise<void> {
  // Asked first: to create, even "if not exists", takes a right that the role need not have.
  const { rows } = await client.query<{ there: boolean }>('SELECT to_regnamespace($1) IS NOT NULL AS there', [
    schema,
  ]);
  if (rows[0]?.there !== true) await client.query(`CREATE SCHEMA ${schema}`);
  await client.query('CREATE TABLE IF NOT EXISTS schema_version (step int PRIMARY KEY)');
  const taken = await client.query<{ steps: number }>('SELECT count(*)::int AS steps FROM schema_version');
  const steps = taken.rows[0]?.steps ?? 0;
  if (steps > MIGRATIONS.length) {
    throw new ConfigInvalid(
      `the schema ${schema} is of version ${steps}, and this program knows ${MIGRATIONS.length}: run the newer program`,
    );
  }
  for (const [step, sql] of MIGRATIONS.entries()) {
    if (step < steps) continue;
    await client.query(sql);
    await client.query('INSERT INTO schema_version VALUES ($1)', [step + 1]);
  }
}
