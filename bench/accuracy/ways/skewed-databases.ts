import type { DemoPlatform } from '../../../scripts/services/demo/platform.ts';

/** How far the clocks of the two databases are off, in milliseconds; positive: ahead. */
export interface DatabaseSkew {
  readonly shopMs: number;
  readonly mesMs: number;
}

const SCHEMA = 'skew';

/**
 * The same server, by whoever is to see a clock that is off: what tells the time is looked for in a
 * schema of ours before PostgreSQL's own.
 */
export function skewedUrl(url: string): string {
  const skewed = new URL(url);
  skewed.searchParams.set('options', `-c search_path=${SCHEMA},public,pg_catalog`);
  return skewed.href;
}

/** From now on the services write times by that clock, and the watcher asks what time it is by it. */
export async function skewDatabases(demo: DemoPlatform, { shopMs, mesMs }: DatabaseSkew): Promise<void> {
  for (const sql of clockOf(shopMs)) await demo.shop(sql);
  await demo.shop(
    `ALTER TABLE order_status_history ALTER recorded_at SET DEFAULT ${SCHEMA}.clock_timestamp()`,
  );
  for (const sql of stampsOf(shopMs)) await demo.shop(sql);
  for (const sql of clockOf(mesMs)) await demo.mes(sql);
}

/** All that tells a time of now, so that one clock is off and not two differ. */
function clockOf(ms: number): readonly string[] {
  const by = `interval '${ms} milliseconds'`;
  const clock = (name: string) =>
    `CREATE FUNCTION ${SCHEMA}.${name}() RETURNS timestamptz LANGUAGE sql VOLATILE
       AS $$ SELECT pg_catalog.${name}() + ${by} $$`;
  return [
    `CREATE SCHEMA ${SCHEMA}`,
    ...['clock_timestamp', 'statement_timestamp'].map(clock),
    `CREATE VIEW ${SCHEMA}.pg_stat_activity AS
       SELECT pid, datname, usename, application_name, backend_xid, backend_type, state,
         xact_start + ${by} AS xact_start FROM pg_catalog.pg_stat_activity`,
  ];
}

/** What a service writes of its own clock: it runs where the database does. */
function stampsOf(ms: number): readonly string[] {
  const body = `BEGIN NEW.changed_at := NEW.changed_at + interval '${ms} milliseconds'; RETURN NEW; END`;
  return [
    `CREATE FUNCTION ${SCHEMA}.stamp() RETURNS trigger LANGUAGE plpgsql AS $$ ${body} $$`,
    `CREATE TRIGGER stamp BEFORE INSERT ON order_status_history
       FOR EACH ROW EXECUTE FUNCTION ${SCHEMA}.stamp()`,
  ];
}
