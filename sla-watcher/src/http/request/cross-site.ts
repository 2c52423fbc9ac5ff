import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from '../problem.ts';

/**
 * Refuses what a page of another site has its visitor's browser send: it would come with the visitor's
 * token, and without a token everybody may write. Browsers say where a request comes from; programs say
 * nothing, and are let through. After Go's `net/http.CrossOriginProtection`.
 */
export function refuseCrossSite({ headers }: { readonly headers: IncomingHttpHeaders }): void {
  if (isCrossSite(headers))
    throw new Problem('cross-site', 'Only a page of the watcher itself may ask this.');
}

function isCrossSite(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  // Over plain HTTP a browser says no more than the origin.
  const { origin, host } = headers;
  return origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host?.toLowerCase());
}
