import { queryOnce } from '../services/cluster/query-once.ts';
import type { Line } from './order-telemetry.ts';
import type { VirtualTime } from './virtual-time.ts';

/** A table whose rows are recorded, whenever one is written. */
export interface RecordedTable {
  readonly witness: string;
  readonly url: string;
  readonly table: string;
  readonly order: string;
  /** What the watcher reads of a row. */
  readonly columns: readonly string[];
  /** Those of them that are instants. */
  readonly instants: readonly string[];
}

export async function beginRecording({ url, table }: RecordedTable): Promise<void> {
  await queryOnce(
    url,
    `CREATE TABLE recorded (serial bigserial PRIMARY KEY, at timestamptz NOT NULL, row jsonb NOT NULL);
     CREATE FUNCTION record_row() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
       BEGIN INSERT INTO recorded (at, row) VALUES (clock_timestamp(), to_jsonb(NEW)); RETURN NEW; END $$;
     CREATE TRIGGER record AFTER INSERT OR UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION record_row()`,
  );
}

export async function linesOfRows(recorded: RecordedTable, time: VirtualTime): Promise<readonly Line[]> {
  const rows = await queryOnce<{ at: Date; row: Record<string, unknown> }>(
    recorded.url,
    'SELECT at, row FROM recorded ORDER BY serial',
  );
  return rows.flatMap(({ at, row }) => {
    const digits = /\d+/.exec(String(row[recorded.order]))?.[0];
    if (digits === undefined) return [];
    const order = Number(digits);
    return [
      {
        at: Math.round(time.at(at.getTime(), order)),
        order,
        witness: recorded.witness,
        row: moved(row, order),
      },
    ];
  });

  function moved(row: Record<string, unknown>, order: number): Record<string, unknown> {
    const told = recorded.columns
      .filter((column) => row[column] !== null && row[column] !== undefined)
      .map((column) => [
        column,
        recorded.instants.includes(column) ? instantOf(row[column], order) : row[column],
      ]);
    return Object.fromEntries(told);
  }

  function instantOf(value: unknown, order: number): string {
    return new Date(Math.round(time.at(Date.parse(String(value)), order))).toISOString();
  }
}
