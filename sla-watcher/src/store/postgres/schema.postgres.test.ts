import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../../scripts/services/postgres.ts';
import { createPostgresStore } from './create-postgres-store.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'));
  const store = createPostgresStore({ url: database.url });
  await store.migrate();
  await store.close();
});
afterAll(() => database?.drop());

const COLUMNS = `SELECT c.relname AS "table", a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
    || CASE WHEN co.collname IN ('default') OR co.collname IS NULL THEN '' ELSE ' COLLATE ' || co.collname END
    || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
    || CASE a.attidentity WHEN 'a' THEN ' GENERATED ALWAYS AS IDENTITY' ELSE '' END
    || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '') AS line
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  LEFT JOIN pg_collation co ON co.oid = a.attcollation
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE c.relnamespace = 'orderwatch'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.relname, a.attnum`;
const INDEXES = `SELECT tablename AS "table", regexp_replace(indexdef, ' orderwatch\\.| ON ONLY orderwatch\\.', ' ', 'g') AS line
  FROM pg_indexes JOIN pg_class c ON c.relname = tablename AND c.relnamespace = 'orderwatch'::regnamespace
  WHERE schemaname = 'orderwatch' AND NOT c.relispartition ORDER BY tablename, indexname`;
const PARTITIONS = `SELECT p.relname AS "table", c.relname || ' ' || pg_get_expr(c.relpartbound, c.oid) AS line
  FROM pg_class c JOIN pg_inherits ON inhrelid = c.oid JOIN pg_class p ON p.oid = inhparent
  WHERE c.relnamespace = 'orderwatch'::regnamespace AND c.relkind = 'r' ORDER BY c.relname`;
const STORAGE = `SELECT relname AS "table", 'WITH (' || array_to_string(reloptions, ', ') || ')' AS line FROM pg_class
  WHERE relnamespace = 'orderwatch'::regnamespace AND reloptions IS NOT NULL AND relkind = 'r'`;

/** What the server says of the schema, a paragraph a table. */
async function describeSchema(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const tables = new Map<string, string[]>();
  for (const sql of [COLUMNS, STORAGE, INDEXES, PARTITIONS]) {
    const { rows } = await client.query<{ table: string; line: string }>(sql);
    for (const { table, line } of rows) tables.set(table, [...(tables.get(table) ?? []), `  ${line}`]);
  }
  await client.end();
  const paragraphs = [...tables].map(([table, lines]) => [table, ...lines].join('\n'));
  return `Generated from a migrated database by schema.postgres.test.ts (vitest -u). Do not edit.\n\n${paragraphs.join('\n\n')}\n`;
}

it('the schema that migrations make is the one that was reviewed', async () => {
  await expect(await describeSchema(database.url)).toMatchFileSnapshot('./generated/schema.txt');
});
