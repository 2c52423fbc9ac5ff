import { WitnessUnavailable } from '../../../domain/errors.ts';

interface Answer {
  readonly detail: string;
  /** False: it stays so until somebody changes the database or the model. */
  readonly retryable: boolean;
}

const passing = (detail: string): Answer => ({ detail, retryable: true });
const lasting = (detail: string): Answer => ({ detail, retryable: false });

const UNREACHABLE = passing('the database cannot be reached');
const STOPPING = passing('the database is starting up or shutting down');
const CONNECTION_LOST = passing('the connection to the database was lost');
const TOO_MANY = passing('the database has no connection left for this role');
const SLOW = passing(
  'the database took longer than statement_timeout allows; an index on the cursor column makes it quick',
);

/** By SQLSTATE, or by Node's code of a failed connection. */
const ANSWERS: ReadonlyMap<string, Answer> = new Map([
  ['ECONNREFUSED', passing('the database refuses connections: it is down, or the address is wrong')],
  ['ENOTFOUND', passing("the database's host name cannot be resolved")],
  ['EAI_AGAIN', passing("the database's host name cannot be resolved just now")],
  ['EHOSTUNREACH', UNREACHABLE],
  ['ENETUNREACH', UNREACHABLE],
  ['ETIMEDOUT', UNREACHABLE],
  ['ECONNRESET', CONNECTION_LOST],
  ['EPIPE', CONNECTION_LOST],
  ['57P01', STOPPING],
  ['57P02', STOPPING],
  ['57P03', STOPPING],
  ['57014', SLOW],
  [
    '55P03',
    passing('somebody holds a lock on the table (a migration, VACUUM FULL), and we do not wait for it'),
  ],
  ['40001', passing('the standby cancelled the read, which was in the way of its replay')],
  ['53300', TOO_MANY],
  ['53400', TOO_MANY],
  ['42703', lasting('the table lacks a column that the model maps')],
  ['42P01', lasting('the table does not exist, or not in this schema')],
  ['3F000', lasting('the schema does not exist')],
  ['3D000', lasting('there is no database of this name on the server')],
  ['42501', lasting('the role may not read it: GRANT USAGE on the schema and SELECT on the table')],
  ['28P01', lasting('the server refuses this role and password: correct the connection string')],
  ['28000', lasting('the server does not let this role in (pg_hba.conf, or no such role)')],
]);

/** What the driver says without a code, and TLS with one of many. */
const UNTRUSTED = lasting(
  "the server's certificate is not trusted: name its authority, as in ?sslmode=verify-full&sslrootcert=/path/ca.pem",
);
const MESSAGES: readonly (readonly [RegExp, Answer])[] = [
  [
    /^(?:Query read timeout|timeout expired|Connection terminated due to connection timeout)/,
    passing('the database does not answer'),
  ],
  [/^(?:Connection terminated|Client has encountered a connection error|Client was closed)/, CONNECTION_LOST],
  [/client password must be/, lasting('the server wants a password and the connection string has none')],
  [/does not support SSL/, lasting('the server has no TLS, and the connection string asks for it')],
];

/**
 * What the driver or the server said → an error with words fit for people. They are ours alone: the
 * driver's may quote the connection string. What is no answer of a database is returned as it is.
 */
export function classifyError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof WitnessUnavailable) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === 'ERR_INVALID_URL' || error instanceof URIError) {
    // Without the cause, which holds the text of the URL.
    return new WitnessUnavailable('the connection string is no URL: postgres://user:password@host/database', {
      retryable: false,
    });
  }
  const answer = ANSWERS.get(code) ?? byMessage(error.message) ?? byClass(code);
  return answer === null ? error : unavailable(answer, error);
}

/** While connecting nothing is thrown but what keeps us from the database, known to us or not. */
export function asUnreachable(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof WitnessUnavailable) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  if (/CERT|SIGNATURE/.test(code)) return unavailable(UNTRUSTED, error);
  return unavailable(passing(`the database cannot be reached (${code})`), error);
}

function unavailable({ detail, retryable }: Answer, cause: Error): WitnessUnavailable {
  return new WitnessUnavailable(detail, { cause, retryable });
}

function byMessage(message: string): Answer | null {
  return MESSAGES.find(([pattern]) => pattern.test(message))?.[1] ?? null;
}

function byClass(code: string): Answer | null {
  if (!/^[0-9A-Z]{5}$/.test(code)) return null;
  if (code.startsWith('08')) return CONNECTION_LOST;
  return passing(`PostgreSQL answers with error ${code}`);
}
