import { OrderwatchError, StoreConflict, StoreUnavailable } from '../../domain/errors.ts';

/** SQLite's result codes that mean: another holds the lock, try again. Delay of the first retry in ms. */
const RETRYABLE = new Map<number, number>([
  [5 /* SQLITE_BUSY */, 10],
  [6 /* SQLITE_LOCKED */, 10],
]);

/** Result codes of a file that cannot be read or written now. */
const UNAVAILABLE = new Map<number, string>([
  [3 /* SQLITE_PERM */, 'access to the file is denied'],
  [8 /* SQLITE_READONLY */, 'the file is read only'],
  [10 /* SQLITE_IOERR */, 'the disk fails'],
  [11 /* SQLITE_CORRUPT */, 'the file is damaged'],
  [13 /* SQLITE_FULL */, 'the disk is full'],
  [14 /* SQLITE_CANTOPEN */, 'the file cannot be opened'],
  [26 /* SQLITE_NOTADB */, 'the file is not a database'],
]);

/** Extended codes; only an open incident of the same key can meet another's row. */
const CONFLICTS = new Set([1555 /* SQLITE_CONSTRAINT_PRIMARYKEY */, 2067 /* SQLITE_CONSTRAINT_UNIQUE */]);

export const CONFLICT_DELAY_MS = 2;

/** Our own error for SQLite's; what is not SQLite's, or is a mistake of ours, stays as it is. */
export function classifySqliteError(error: unknown): unknown {
  if (error instanceof OrderwatchError) return error;
  const extended = resultCode(error);
  if (extended !== null) {
    if (CONFLICTS.has(extended))
      return new StoreConflict('another wrote the same row first', { cause: error });
    const unavailable = UNAVAILABLE.get(extended & 0xff);
    if (unavailable !== undefined)
      return new StoreUnavailable(`the store cannot be used: ${unavailable}`, { cause: error });
  }
  if (isClosed(error)) return new StoreUnavailable('the store is closed', { cause: error });
  return isFileError(error)
    ? new StoreUnavailable('the folder of the store cannot be made', { cause: error })
    : error;
}

export function isBusy(error: unknown): boolean {
  const code = resultCode(error);
  return code !== null && RETRYABLE.has(code & 0xff);
}

/** The table of what a transaction is run again for. */
export function sqliteRetryDelay(error: unknown): number | null {
  if (error instanceof StoreConflict) return CONFLICT_DELAY_MS;
  const code = resultCode(error);
  return code === null ? null : (RETRYABLE.get(code & 0xff) ?? null);
}

function resultCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error)) return null;
  return typeof error.errcode === 'number' ? error.errcode : null;
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall === 'mkdir';
}

function isClosed(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_STATE';
}
