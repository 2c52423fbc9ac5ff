import type { DatabaseWitness } from '@orderwatch/model';
import { WitnessUnavailable } from '../../../domain/errors.ts';
import { quoteTable } from '../source/cursor-column.ts';
import type { Query } from '../source/session.ts';
import { readColumns } from '../source/source-table.ts';
import type { Replication } from './refusals.ts';

/** What the log will say of the table. */
export interface PublishedTable {
  readonly oid: string;
  /** Column → its type, domains seen through. */
  readonly types: ReadonlyMap<string, string>;
  /** What a deleted row still shows of itself; null: all of it. */
  readonly identity: readonly string[] | null;
  readonly tellsDeletes: boolean;
  /** What works and could be better, in sentences. */
  readonly warnings: readonly string[];
}

/** Throws WitnessUnavailable with the statement that mends it. */
export async function checkPublication(
  query: Query,
  config: DatabaseWitness,
  { publication }: Replication,
): Promise<PublishedTable> {
  const { table } = config;
  const [found] = await query(
    `SELECT pubinsert::text, pubupdate::text, pubdelete::text,
            (SELECT to_jsonb(t)::text FROM pg_publication_tables t
              WHERE t.pubname = p.pubname AND format('%s.%s', t.schemaname, t.tablename) = $2) AS published
       FROM pg_publication p WHERE pubname = $1`,
    [publication, table],
  );
  const quoted = quoteTable(table);
  if (!found) {
    const statement = `CREATE PUBLICATION ${publication} FOR TABLE ${quoted} WITH (publish_via_partition_root = true)`;
    throw refusal(
      `there is no publication ${publication} in this database; its owner makes it: ${statement}`,
    );
  }
  if (found.published === null) {
    const statement = `ALTER PUBLICATION ${publication} ADD TABLE ${quoted}`;
    throw refusal(
      `publication ${publication} does not have ${table}: ${statement} (of a partitioned table, with publish_via_partition_root)`,
    );
  }
  if (found.pubinsert !== 'true' || found.pubupdate !== 'true') {
    const statement = `ALTER PUBLICATION ${publication} SET (publish = 'insert, update, delete, truncate')`;
    throw refusal(`publication ${publication} leaves out inserted or updated rows: ${statement}`);
  }
  const { attnames, rowfilter } = JSON.parse(found.published) as {
    attnames?: readonly string[];
    rowfilter?: string | null;
  };
  refuseColumns(config, publication, attnames);
  const tellsDeletes = found.pubdelete === 'true';
  const filtered = rowfilter
    ? [`publication ${publication} leaves out rows by a condition, and their orders are not seen`]
    : [];
  return { ...(await readCatalog(query, config)), tellsDeletes, warnings: filtered };
}

/** PostgreSQL 15 and later: a publication may name columns. */
function refuseColumns(
  config: DatabaseWitness,
  publication: string,
  published: readonly string[] | undefined,
): void {
  if (published === undefined) return;
  const missing = readColumns(config).filter((column) => !published.includes(column));
  if (missing.length === 0) return;
  const names = missing.map((column) => `"${column}"`).join(', ');
  throw refusal(
    `publication ${publication} leaves out ${names} of ${config.table}: ALTER PUBLICATION ${publication} SET TABLE with these columns too`,
  );
}

async function readCatalog(query: Query, { table }: DatabaseWitness) {
  const [found] = await query(
    `SELECT c.oid::text, c.relreplident::text AS identity,
            (SELECT json_object_agg(a.attname, (SELECT coalesce(nullif(y.typbasetype, 0), y.oid)::regtype
                                                  FROM pg_type y WHERE y.oid = a.atttypid))
               FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)::text AS types,
            (SELECT json_agg(a.attname) FROM pg_index i
               JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
              WHERE i.indrelid = c.oid
                AND CASE c.relreplident WHEN 'd' THEN i.indisprimary WHEN 'i' THEN i.indisreplident ELSE false END
            )::text AS keys
       FROM pg_class c WHERE c.oid = to_regclass($1)`,
    [quoteTable(table)],
  );
  if (!found) throw refusal(`table ${table} does not exist, or this role may not see its schema`);
  return {
    oid: found.oid as string,
    types: new Map(Object.entries(JSON.parse(found.types) as Record<string, string>)),
    identity: found.identity === 'f' ? null : (JSON.parse(found.keys ?? '[]') as readonly string[]),
  };
}

function refusal(detail: string): WitnessUnavailable {
  return new WitnessUnavailable(detail, { retryable: false });
}
