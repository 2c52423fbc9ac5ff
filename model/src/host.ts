import { type Parsed, parsed, refused } from './parsed.ts';

/** A label of a host name; names of containers may hold an underscore. */
const LABEL = '[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?';
const HOST = new RegExp(`^(?<wildcard>\\*\\.)?${LABEL}(?:\\.${LABEL})*(?<port>:[1-9][0-9]{0,4})?$`);
const LONGEST_HOST = 253;
const LAST_PORT = 65_535;

/**
 * A host as services call it: `name`, `name:port` or `*.domain`, in lower case. Two that must be refused
 * look harmless: `*` would let orders leave for everybody, and behind `*.` a port is never compared.
 */
export function parseHost(text: string): Parsed<string> {
  const host = text.toLowerCase();
  const { wildcard, port } = HOST.exec(host)?.groups ?? {};
  const isHost = HOST.test(host) && host.length <= LONGEST_HOST && Number(port?.slice(1) ?? 1) <= LAST_PORT;
  if (isHost && !(wildcard && port)) return parsed(host);
  // What stands before an @ may be a password, and the complaint go into a log.
  const shown = text.includes('@') ? 'this' : `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
  return refused('bad-host', `${shown} is no host of ours`, fixFor(host));
}

function fixFor(host: string): string {
  if (host === '*') return 'name the hosts, as in mes-api or *.mes.internal: orders would go to everybody';
  if (/^\*\.[^:]*:/.test(host)) return `write ${host.replace(/:.*$/, '')}: it holds for every port`;
  const inUrl = /^[a-z]+:\/\/(?:[^/@]*@)?([^/?#]+)/.exec(host)?.[1];
  if (inUrl !== undefined && parseHost(inUrl).ok) return `write ${inUrl}: the host alone`;
  return 'write a name, as in mes-api, mes-api:8080 or *.mes.internal';
}
