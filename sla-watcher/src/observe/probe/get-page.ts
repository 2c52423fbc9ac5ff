import { WitnessUnavailable } from '../../domain/errors.ts';
import { refusalOf, unreachable } from './classify-answer.ts';
import type { ProbeAddress } from './probe-address.ts';

/** A page of a list for people is far smaller. */
const MOST_BYTES = 4_000_000;
const MOST_REDIRECTS = 3;

export type Page =
  | { readonly reason: 'read'; readonly body: unknown }
  | { readonly reason: 'overflowed'; readonly detail: string };

/**
 * GETs one page of JSON, bounded in time and bytes. Throws WitnessUnavailable. Redirects are followed within
 * the origin only: elsewhere they would take the credentials along.
 */
export async function getPage(
  address: ProbeAddress,
  path: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Page> {
  const deadline = AbortSignal.timeout(timeoutMs);
  try {
    const response = await ask(address, `${address.base}${path}`, AbortSignal.any([signal, deadline]));
    const bytes = await readBounded(response);
    if (bytes === null)
      return { reason: 'overflowed', detail: `a page is larger than ${MOST_BYTES / 1_000_000} MB` };
    const json = parseJson(new TextDecoder().decode(bytes));
    if (json === null) throw lasting(NO_JSON);
    return { reason: 'read', body: json.value };
  } catch (error) {
    if (signal.aborted || error instanceof WitnessUnavailable) throw error;
    throw unreachable(error, deadline.aborted);
  }
}

async function ask({ authorization }: ProbeAddress, from: string, signal: AbortSignal): Promise<Response> {
  const headers = {
    accept: 'application/json',
    'user-agent': 'orderwatch-probe',
    ...(authorization === null ? {} : { authorization }),
  };
  let url = from;
  for (let followed = 0; ; followed += 1) {
    const response = await fetch(url, { headers, redirect: 'manual', signal });
    if (response.status === 200) return response;
    await response.body?.cancel();
    const target = targetOf(response, url);
    if (target === null) throw refusalOf(response);
    if (followed === MOST_REDIRECTS) throw lasting('the list redirects for ever');
    url = target;
  }
}

/** Null: it is no redirect. */
function targetOf({ status, headers }: Response, url: string): string | null {
  const location = headers.get('location');
  if (![301, 302, 303, 307, 308].includes(status) || location === null) return null;
  const target = URL.parse(location, url);
  if (target?.origin !== new URL(url).origin)
    throw lasting('the list redirects to another origin, which is not followed: correct its address');
  // An address with credentials of its own is refused by fetch.
  return `${target.origin}${target.pathname}${target.search}`;
}

/** Null: there is more than may be. */
async function readBounded({ body }: Response): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    // Leaving the loop cancels the rest.
    if (bytes > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const NO_JSON = 'the list answers with something else than JSON: its address may lead to a login page';

/** Null: it is none. The parser's own error would quote the text. */
function parseJson(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

function lasting(detail: string): WitnessUnavailable {
  return new WitnessUnavailable(detail, { retryable: false });
}
