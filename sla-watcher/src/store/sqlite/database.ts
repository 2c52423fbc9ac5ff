import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

/** A connection whose statements are prepared once; the number of distinct texts is that of the code. */
export interface Database {
  statement(sql: string): StatementSync;
  exec(sql: string): void;
  inTransaction(): boolean;
  close(): void;
}

export type Value = SQLInputValue;

/** How long SQLite itself may wait for a lock, in ms: it blocks the process, so we do the long waiting. */
const BUSY_TIMEOUT_MS = 20;
/** Pages after which the log is copied into the file: a page written often is copied once. */
const CHECKPOINT_PAGES = 8_192;

/** SQLite's page, in bytes: the unit in which a file is read, written and limited. */
const PAGE_BYTES = 4_096;

/** The one connection that writes. Each commit is on the disk before it returns. */
export function openWriter(path: string, maxBytes: number | null): Database {
  mkdirSync(dirname(path), { recursive: true });
  const limit = maxBytes === null ? [] : [`PRAGMA max_page_count = ${Math.floor(maxBytes / PAGE_BYTES)}`];
  return open(path, [
    ...limit,
    'PRAGMA journal_mode = WAL',
    'PRAGMA synchronous = FULL',
    `PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`,
    'PRAGMA cache_size = -65536',
  ]);
}

/** A connection that sees what is committed, and nothing of a transaction under way. */
export function openReader(path: string): Database {
  return open(path, ['PRAGMA query_only = ON', 'PRAGMA cache_size = -8192']);
}

function open(path: string, pragmas: readonly string[]): Database {
  const connection = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: false });
  const statements = new Map<string, StatementSync>();
  for (const pragma of pragmas) connection.exec(pragma);
  return {
    statement(sql) {
      const known = statements.get(sql);
      if (known !== undefined) return known;
      const prepared = connection.prepare(sql);
      statements.set(sql, prepared);
      return prepared;
    },
    exec: (sql) => connection.exec(sql),
    inTransaction: () => connection.isTransaction,
    close: () => connection.close(),
  };
}

/** Rows as the statement's columns say; the one place where SQLite's answer gets a type. */
export function rowsOf<Row>(statement: StatementSync, ...values: Value[]): Row[] {
  return statement.all(...values) as unknown as Row[];
}

export function rowOf<Row>(statement: StatementSync, ...values: Value[]): Row | null {
  return (statement.get(...values) as unknown as Row | undefined) ?? null;
}

/** How many rows it changed. */
export function changesOf(statement: StatementSync, ...values: Value[]): number {
  return Number(statement.run(...values).changes);
}
