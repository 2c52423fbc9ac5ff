import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers instead of the list. */
type Instead = (request: IncomingMessage, response: ServerResponse) => void;

/** A list of orders as a strict service shows it: it answers nothing that a careful client would not ask. */
export interface ListServer {
  /** With the credentials. */
  readonly url: string;
  /** Order → status, in the order of the list. */
  readonly orders: Map<string, string>;
  /** Paths, in the order in which they were asked for. */
  readonly asked: string[];
  /** Headers, likewise. */
  readonly authorizations: string[];
  /** What the list holds once so many requests have been answered. */
  readonly after: Map<number, () => void>;
  instead: Instead | null;
  close(): Promise<void>;
}

export async function startListServer(pageSize = 2): Promise<ListServer> {
  const list = {
    orders: new Map<string, string>(),
    asked: [] as string[],
    authorizations: [] as string[],
    after: new Map<number, () => void>(),
  };
  const http = createServer((request, response) => {
    const refused = refusalOf(request);
    list.asked.push(request.url ?? '');
    list.authorizations.push(request.headers.authorization ?? '');
    if (refused !== null) response.writeHead(refused).end();
    else if (server.instead !== null) server.instead(request, response);
    else json(response, pageOf(list.orders, request.url ?? '', pageSize));
    list.after.get(list.asked.length)?.();
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  const server: ListServer = {
    ...list,
    url: `http://prober:s%40cret@127.0.0.1:${port}/mes/`,
    instead: null,
    async close() {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
  return server;
}

export function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const CREDENTIALS = `Basic ${Buffer.from('prober:s@cret').toString('base64')}`;

function refusalOf({ method, url, headers }: IncomingMessage): number | null {
  if (method !== 'GET') return 405;
  if (headers.authorization !== CREDENTIALS) return 401;
  if (headers.accept !== 'application/json') return 406;
  return url?.startsWith('/mes/') === true ? null : 404;
}

/** By offset, as naive pages are: what moves meanwhile shifts the rest. */
function pageOf(orders: ReadonlyMap<string, string>, url: string, pageSize: number) {
  const query = new URL(url, 'http://list').searchParams;
  const status = query.get('status');
  const from = Number(query.get('from') ?? 0);
  const shown = [...orders].filter(([, its]) => status === null || its === status);
  const page = shown.slice(from, from + pageSize);
  const next = from + pageSize < shown.length ? String(from + pageSize) : null;
  return { data: { rows: page.map(([id, state]) => ({ id, state })) }, 'next/page': next };
}
