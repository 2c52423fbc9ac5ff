import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../../scripts/services/postgres.ts';
import { describeStore } from '../contract/store-contract.ts';
import { createPostgresStore } from './create-postgres-store.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'));
});
afterAll(() => database?.drop());

describeStore('the PostgreSQL store', async () => ({
  open: () => createPostgresStore({ url: database.url }),
  execute,
  drop: emptyTables,
}));

async function execute(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.url, options: '-c search_path=orderwatch' });
  await client.connect();
  await client.query(sql);
  await client.end();
}

/** To make the schema anew for every test would take most of the time. */
function emptyTables(): Promise<void> {
  return execute(`DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'orderwatch'::regnamespace
      AND relkind IN ('r', 'p') AND NOT relispartition AND relname <> 'schema_version'
    LOOP EXECUTE format('DELETE FROM orderwatch.%I', name); END LOOP; END $$`);
}
