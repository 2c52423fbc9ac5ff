import type { DemoPlatform } from '../../../scripts/services/demo/platform.ts';

/** How far the clocks of the two databases are off, in milliseconds; positive: ahead. */
export interface DatabaseSkew {
  readonly shopMs: number;
  readonly mesMs: number;
}

export const SKEW_SCHEMA = 'skew';

/**
 * Gives each database a clock that is off: views of its tables with shifted times, and a `clock_timestamp()`
 * that is found before PostgreSQL's own by whoever comes with `skewedUrl`.
 */
export async function skewDatabases(demo: DemoPlatform, { shopMs, mesMs }: DatabaseSkew): Promise<void> {
  for (const sql of clockOf(shopMs)) await demo.shop(sql);
  await demo.shop(
    `CREATE VIEW skew.order_status_history AS
       SELECT id, order_id, status, ${shifted('changed_at', shopMs)}, ${shifted('recorded_at', shopMs)},
         channel, partner_id, complexity, promised_on, is_test FROM public.order_status_history`,
  );
  for (const sql of clockOf(mesMs)) await demo.mes(sql);
  await demo.mes(
    `CREATE VIEW skew.orders AS
       SELECT id, external_id, status, ${shifted('updated_at', mesMs)} FROM public.orders`,
  );
}

/** The same database, by whoever is to see its clock as it is. */
export function skewedUrl(url: string): string {
  const skewed = new URL(url);
  skewed.searchParams.set('options', `-c search_path=${SKEW_SCHEMA},pg_catalog,public`);
  return skewed.href;
}

function clockOf(ms: number): readonly string[] {
  const body = `SELECT pg_catalog.clock_timestamp() + interval '${ms} milliseconds'`;
  return [
    `CREATE SCHEMA ${SKEW_SCHEMA}`,
    `CREATE FUNCTION ${SKEW_SCHEMA}.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$ ${body} $$`,
  ];
}

function shifted(column: string, ms: number): string {
  return `${column} + interval '${ms} milliseconds' AS ${column}`;
}
