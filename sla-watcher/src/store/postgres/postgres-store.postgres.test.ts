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
  drop: () => emptyTables(database.url),
}));

/** To make the schema anew for every test would take most of the time. */
async function emptyTables(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'orderwatch'::regnamespace
      AND relkind IN ('r', 'p') AND NOT relispartition AND relname <> 'schema_version'
    LOOP EXECUTE format('DELETE FROM orderwatch.%I', name); END LOOP; END $$`);
  await client.end();
}
