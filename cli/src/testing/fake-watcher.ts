import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DiagnosisJson } from '@orderwatch/sla-watcher';
import { onTestFinished } from 'vitest';

export interface FakeWatcherOptions {
  /** Null: it has not heard of it. */
  readonly diagnoses: (order: string) => readonly Partial<DiagnosisJson>[] | null;
  readonly modelVersion: string;
  readonly state?: string;
  readonly blind?: string;
}

/** The two addresses of the watcher's API that a selftest reads, and no other. */
export async function startFakeWatcher(options: FakeWatcherOptions): Promise<{ readonly url: string }> {
  const { diagnoses, modelVersion, state = 'late', blind } = options;
  const begun = Date.now();
  const orderOf = (id: string) => {
    const told = diagnoses(id);
    if (told === null) return null;
    const dueAt = new Date(begun).toISOString();
    const judgements = told.map(({ place }) => ({ place, dueAt }));
    return { order: id, state, modelVersion, judgements, diagnoses: told };
  };
  const server = createServer((request, response) => {
    const [, id] = /^\/api\/orders\/(\w+)$/.exec(request.url ?? '') ?? [];
    const order = id === undefined ? null : orderOf(id);
    const witness = { witness: 'shop-db', kind: 'database', state: 'blind', detail: blind };
    const body =
      request.url === '/api/witnesses'
        ? { items: blind === undefined ? [] : [witness] }
        : (order ?? { detail: 'no such order' });
    const isThere = request.url === '/api/witnesses' || order !== null;
    response.writeHead(isThere ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
