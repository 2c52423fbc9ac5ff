import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchServer } from '../server.ts';
import type { Contestant } from './contestant.ts';
import { createGraphileWorker } from './graphile-worker.ts';
import { createOrderwatch } from './orderwatch.ts';
import { createPgBoss } from './pg-boss.ts';

const MAKERS: Readonly<Record<string, (server: BenchServer) => Promise<Contestant>>> = {
  'orderwatch on PostgreSQL': async (server) =>
    createOrderwatch('orderwatch on PostgreSQL', await server.createDatabase()),
  'orderwatch on SQLite': () => createOnFile('orderwatch on SQLite'),
  'graphile-worker': async (server) => createGraphileWorker(await server.createDatabase()),
  'pg-boss': async (server) => createPgBoss(await server.createDatabase()),
};

/** All contestants, or those whose names contain one of `only`. */
export async function createContestants(server: BenchServer, only: readonly string[]): Promise<Contestant[]> {
  const names = Object.keys(MAKERS).filter(
    (name) => only.length === 0 || only.some((part) => name.includes(part)),
  );
  return Promise.all(names.map((name) => MAKERS[name]!(server)));
}

async function createOnFile(name: string): Promise<Contestant> {
  const folder = mkdtempSync(join(tmpdir(), 'orderwatch-bench-'));
  const contestant = await createOrderwatch(name, `sqlite:${join(folder, 'orderwatch.sqlite')}`);
  return {
    ...contestant,
    async close() {
      await contestant.close();
      rmSync(folder, { recursive: true });
    },
  };
}
