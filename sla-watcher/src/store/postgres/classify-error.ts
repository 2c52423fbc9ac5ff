import { OrderwatchError, StoreConflict, StoreUnavailable } from '../../domain/errors.ts';

/** What a transaction is run again for: SQLSTATE → pause before the first retry, in ms. */
const RETRYABLE = new Map<string, number>([
  ['40001' /* serialization_failure */, 5],
  ['40P01' /* deadlock_detected */, 20],
  ['55P03' /* lock_not_available */, 50],
  // A partition that we knew of was dropped: the only check that our inserts can fail.
  ['23514' /* check_violation */, 5],
]);

/** What says that another wrote the same row first. */
const CONFLICTS = new Set(['23505' /* unique_violation */]);

/** SQLSTATE, or its class, of a server that cannot be reached or written now. */
const UNAVAILABLE = new Map<string, string>([
  ['08', 'the connection failed'],
  ['28', 'the server refuses the login'],
  ['3D', 'the database is not there'],
  ['42501', 'the role may not do that'],
  ['25006', 'the server is read only'],
  ['25P03', 'the session was idle in a transaction for too long'],
  ['53100', 'the disk is full'],
  ['53200', 'the server is out of memory'],
  ['53300', 'the server has too many connections'],
  ['53', 'the server is out of a resource'],
  ['57014', 'a statement took too long'],
  ['57', 'the server is shutting down or starting'],
  ['58', 'the disk fails'],
  ['XX001', 'the data is damaged'],
  ['XX002', 'an index is damaged'],
]);

/** The system's codes of a connection that could not be made, or broke. */
const BROKEN_SOCKET = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['ENOTFOUND', 'EAI_AGAIN', 'ENOENT', 'EACCES'],
]);

/** The driver gives these no code. */
const BROKEN_CONNECTION =
  /^(Connection terminated|timeout e|Client (has encountered a connection error|was closed)|Query read timeout|Cannot use a pool after|The server does not support SSL)/;

export const CONFLICT_DELAY_MS = 5;

/** Our own error for the server's; what is a mistake of ours stays as it is. */
export function classifyPostgresError(error: unknown): unknown {
  if (error instanceof OrderwatchError) return error;
  const code = codeOf(error);
  if (CONFLICTS.has(code)) return new StoreConflict('another wrote the same row first', { cause: error });
  const reason = UNAVAILABLE.get(code) ?? (isState(code) ? UNAVAILABLE.get(code.slice(0, 2)) : undefined);
  if (reason !== undefined)
    return new StoreUnavailable(`the store cannot be used: ${reason}`, { cause: error });
  if (isBroken(error)) return new StoreUnavailable('the store cannot be reached', { cause: error });
  return error;
}

/** A connection after which the next statement may not use the same one. */
export function isBroken(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return BROKEN_SOCKET.has(codeOf(error)) || BROKEN_CONNECTION.test(error.message);
}

export function postgresRetryDelay(error: unknown): number | null {
  if (error instanceof StoreConflict) return CONFLICT_DELAY_MS;
  return RETRYABLE.get(codeOf(error)) ?? null;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Five characters of SQLSTATE; the system's codes are longer or begin with E. */
function isState(code: string): boolean {
  return /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('E');
}
