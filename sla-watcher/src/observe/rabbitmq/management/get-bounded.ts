import { WitnessUnavailable } from '../../../domain/errors.ts';
import type { HttpAddress } from './http-address.ts';

export interface Answer {
  readonly status: number;
  readonly text: string;
}

export interface Bounds {
  readonly timeoutMs: number;
  readonly bytes: number;
}

/**
 * One GET, bounded in time and bytes. Throws WitnessUnavailable when there is no whole answer; what it says
 * is for whoever asked. Redirects are not followed: they would take the credentials along.
 */
export async function getBounded(
  { base, authorization }: HttpAddress,
  path: string,
  { timeoutMs, bytes }: Bounds,
  signal: AbortSignal,
): Promise<Answer> {
  const deadline = AbortSignal.timeout(timeoutMs);
  const headers = authorization === null ? {} : { authorization };
  try {
    const response = await fetch(`${base}${path}`, {
      headers,
      redirect: 'manual',
      signal: AbortSignal.any([signal, deadline]),
    });
    return { status: response.status, text: await readBounded(response, bytes) };
  } catch (error) {
    if (signal.aborted || error instanceof WitnessUnavailable) throw error;
    throw unreachable(error, deadline.aborted);
  }
}

async function readBounded({ body }: Response, most: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    // Leaving the loop cancels the rest.
    if (bytes > most) throw new WitnessUnavailable(tooLarge(most), { retryable: true });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tooLarge(most: number): string {
  return `its answer is larger than ${Math.round(most / 1_000_000)} MB`;
}

/** By Node's code of a failed connection. */
const CAUSES: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'it refuses connections: the plugin is off, the broker is down, or the address is wrong'],
  ['ENOTFOUND', 'its host name cannot be resolved'],
  ['EAI_AGAIN', 'its host name cannot be resolved just now'],
  ['ECONNRESET', 'the connection to it was lost'],
  ['EPIPE', 'the connection to it was lost'],
  ['UND_ERR_SOCKET', 'the connection to it was lost'],
]);

function unreachable(error: unknown, isLate: boolean): WitnessUnavailable {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  const detail = isLate ? 'it does not answer in time' : (CAUSES.get(code) ?? tlsOr(code));
  return new WitnessUnavailable(detail, { cause, retryable: true });
}

function tlsOr(code: string): string {
  if (/CERT|SIGNATURE/.test(code))
    return "its certificate is not trusted: NODE_EXTRA_CA_CERTS names the authority's";
  return code === '' ? 'it cannot be reached' : `it cannot be reached (${code})`;
}
