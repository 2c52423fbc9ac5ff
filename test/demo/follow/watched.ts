import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DatabaseWitness, type Model, parseModel, renderProblem } from '@orderwatch/model';
import {
  createLogger,
  createPostgresWitness,
  openStore,
  type OrderDetail,
  startWatcher,
  systemClock,
} from '@orderwatch/sla-watcher';

/** A watcher with the model of this repository, in whose store is what it was told. */
export interface Watched {
  readonly url: string;
  order(id: string): Promise<OrderDetail | null>;
  /** Watches the databases too. Called once, when they are there. */
  close(): Promise<void>;
}

export interface WatchedOptions {
  /** How the platform's databases and queues are called. */
  readonly names: string;
  readonly urls: Readonly<Record<'shop-db' | 'mes-db', string>>;
  /** Instead of that of the repository. */
  readonly model?: Model;
}

export async function startWatched({ names, urls, model: given }: WatchedOptions): Promise<Watched> {
  const folder = mkdtempSync(join(tmpdir(), 'orderwatch-followed-'));
  const store = openStore(`sqlite:${join(folder, 'store.sqlite')}`);
  await store.migrate();
  const model = given ?? modelFor(names);
  const tables = [...model.witnesses.values()].filter((w): w is DatabaseWitness => w.kind === 'database');
  const watcher = await startWatcher({
    ...{ model, store, clock: systemClock, routes: new Map() },
    witnesses: tables.map((config) =>
      createPostgresWitness({ ...config, pollMs: 500 }, urls[config.name as keyof typeof urls], systemClock),
    ),
    listen: { host: '127.0.0.1', port: 0, token: null },
    retentionMs: 86_400_000,
    log: createLogger({ level: 'silent', secrets: [], pretty: false }),
    version: 'test',
  });
  return {
    url: watcher.url,
    async order(id) {
      const answer = await fetch(`${watcher.url}/api/orders/${id}`);
      return answer.status === 200 ? ((await answer.json()) as OrderDetail) : null;
    },
    async close() {
      await watcher.stop(5_000);
      rmSync(folder, { recursive: true });
    },
  };
}

/** Each platform of a test has queues of its own name. */
function modelFor(names: string) {
  const file = readFileSync(join(import.meta.dirname, '../../../orderwatch.yaml'), 'utf8');
  const parsed = parseModel(file.replaceAll('jewellery.', `${names}.`), {
    file: 'orderwatch.yaml',
    now: Date.now(),
  });
  if (!parsed.ok) throw new Error(parsed.problems.map(renderProblem).join('\n'));
  return parsed.model;
}
