import { cut, oneLine } from '@orderwatch/sla-watcher';
import { Misuse } from '../../failure.ts';

/** One of the two that a selftest talks to, over HTTP and JSON. */
export interface Peer {
  /** Throws Misuse where nobody answers, or not with JSON. */
  ask(method: string, path: string, options?: AskOptions): Promise<Answer>;
}

export interface AskOptions {
  readonly body?: unknown;
  readonly timeoutMs?: number;
  /** Null: it is not given up when the selftest is stopped. */
  readonly signal?: AbortSignal | null;
}

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface PeerOptions {
  /** As in `the platform`. */
  readonly what: string;
  readonly url: string;
  readonly token: string | null;
  /** The variable that holds it. */
  readonly tokenName: string;
  readonly signal: AbortSignal;
}

const TIMEOUT_MS = 15_000;
/** No answer of either is longer. */
const LONGEST_BYTES = 4 * 1024 * 1024;
const LONGEST_DETAIL = 200;

export function connectPeer({ what, url, token, tokenName, signal: stopped }: PeerOptions): Peer {
  const base = url.replace(/\/+$/, '');
  return {
    async ask(method, path, { body, timeoutMs = TIMEOUT_MS, signal = stopped } = {}) {
      const limit = AbortSignal.timeout(timeoutMs);
      const request = {
        method,
        redirect: 'error' as const,
        signal: signal === null ? limit : AbortSignal.any([limit, signal]),
        headers: {
          accept: 'application/json',
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      };
      const { status, text } = await send(`${base}${path}`, request, `${what} at ${base}`);
      if (status === 401) throw new Misuse(`${what} at ${base} wants a token: set ${tokenName} to it`);
      return { status, body: parse(text, `${what} at ${base}`) };
    },
  };
}

async function send(url: string, request: RequestInit, who: string) {
  try {
    const response = await fetch(url, request);
    return { status: response.status, text: await readText(response) };
  } catch (error) {
    if (request.signal?.aborted === true && (error as Error).name === 'AbortError') throw error;
    const { cause } = error as { cause?: { code?: unknown } };
    const why = (error as Error).name === 'TimeoutError' ? 'in time' : `(${cause?.code ?? 'no connection'})`;
    throw new Misuse(`${who} does not answer ${why}: is that its address?`, { cause: error });
  }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > LONGEST_BYTES) throw new Error('the answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string, who: string): Answer['body'] {
  if (text === '') return {};
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null) return body as Answer['body'];
  } catch {
    // Told below, as what is JSON and no object is.
  }
  throw new Misuse(`${who} answers with no JSON: is that its address?`);
}

/** What a refusal says, fit for a terminal. */
export function detailOf({ status, body }: Answer): string {
  const said = [body['detail'], ...(Array.isArray(body['problems']) ? body['problems'] : [])];
  const text = said.filter((part) => typeof part === 'string').join('; ');
  return cut(oneLine(text === '' ? `status ${status}` : text), LONGEST_DETAIL);
}
