import { WitnessUnavailable } from '../../domain/errors.ts';

/** The server asks us to wait. */
export class ListBusy extends WitnessUnavailable {
  readonly waitMs: number;
  constructor(message: string, waitMs: number) {
    super(message, { retryable: true });
    this.waitMs = waitMs;
  }
}

/** What people get when they are told to come back next year. */
const LONGEST_WAIT_MS = 3_600_000;

const LASTING: ReadonlyMap<number, string> = new Map([
  [401, 'the list wants other credentials (401): correct those in its address'],
  [403, 'the list is closed to these credentials (403): they need the right to read it'],
  [404, 'there is no list at this path (404): correct path in the model, or its address'],
  [406, 'the list has no JSON to give (406)'],
  [410, 'there is no list at this path any more (410)'],
]);
const PASSING: readonly number[] = [408, 425];

/** In words of our own: an answer may quote anything. */
export function refusalOf({ status, headers }: Response): WitnessUnavailable {
  const waitMs = status === 429 || status === 503 ? readRetryAfter(headers) : null;
  if (waitMs !== null) return new ListBusy(`the list asks us to wait (${status})`, waitMs);
  const retryable = status >= 500 || status === 429 || PASSING.includes(status);
  const detail = LASTING.get(status) ?? `the list answers with status ${status}`;
  return new WitnessUnavailable(detail, { retryable });
}

/** Seconds, or a date by the server's own clock; null: neither. */
function readRetryAfter(headers: Headers): number | null {
  const written = headers.get('retry-after') ?? '';
  const until = () => Date.parse(written) - Date.parse(headers.get('date') ?? '');
  const ms = /^\d{1,9}$/.test(written) ? Number(written) * 1000 : until();
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), LONGEST_WAIT_MS) : null;
}

/** By Node's code of a failed connection. */
const CAUSES: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'refuses connections: it is down, or the address is wrong'],
  ['ENOTFOUND', "cannot be found: its host's name does not resolve"],
  ['EAI_AGAIN', "cannot be found: its host's name does not resolve just now"],
  ['ECONNRESET', 'broke off the connection'],
  ['EPIPE', 'broke off the connection'],
  ['UND_ERR_SOCKET', 'broke off the connection'],
]);

/** https://fetch.spec.whatwg.org/#port-blocking */
const BAD_PORT = 'has a port of another protocol, which no HTTP client calls';

export function unreachable(error: unknown, isLate: boolean): WitnessUnavailable {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  const why = cause instanceof Error && cause.message === 'bad port' ? BAD_PORT : CAUSES.get(code);
  const what = isLate ? 'does not answer in time' : (why ?? tlsOr(code));
  return new WitnessUnavailable(`the list ${what}`, { cause, retryable: true });
}

function tlsOr(code: string): string {
  if (/CERT|SIGNATURE/.test(code))
    return "has a certificate that is not trusted: NODE_EXTRA_CA_CERTS names its authority's";
  return code === '' ? 'cannot be reached' : `cannot be reached (${code})`;
}
