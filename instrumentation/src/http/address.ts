import type { IncomingMessage } from 'node:http';

export type Scheme = 'http' | 'https';

export interface Address {
  readonly host: string | undefined;
  readonly port: number | undefined;
}

const NOWHERE: Address = { host: undefined, port: undefined };
const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** `shop.example:8080`, `[::1]:8080` or a name alone, whose port the scheme says. */
export function parseAuthority(authority: string, scheme?: string): Address {
  const end = authority.lastIndexOf(':');
  if (end <= authority.lastIndexOf(']')) return { host: authority, port: DEFAULT_PORTS[scheme ?? ''] };
  const port = Number(authority.slice(end + 1));
  return { host: authority.slice(0, end), port: Number.isInteger(port) ? port : undefined };
}

/**
 * The server as its client named it, through proxies.
 * https://opentelemetry.io/docs/specs/semconv/http/http-spans/#setting-serveraddress-and-serverport-attributes
 */
export function serverAddress({ headers }: IncomingMessage, scheme: Scheme): Address {
  if (headers.forwarded !== undefined) {
    const host = /(?:^|[;,\s])host="?([^";,\s]+)/i.exec(headers.forwarded)?.[1];
    const proto = /(?:^|[;,\s])proto="?([^";,\s]+)/i.exec(headers.forwarded)?.[1];
    if (host !== undefined) return parseAuthority(host, proto?.toLowerCase());
  }
  const forwarded = firstOf(headers['x-forwarded-host']);
  if (forwarded !== undefined) return parseAuthority(forwarded, firstOf(headers['x-forwarded-proto']));
  return headers.host ? parseAuthority(headers.host, scheme) : NOWHERE;
}

/** Of a list that every proxy on the way adds to. */
function firstOf(header: string | string[] | undefined): string | undefined {
  const text = Array.isArray(header) ? header[0] : header;
  return text?.split(',', 1)[0]?.trim() || undefined;
}
