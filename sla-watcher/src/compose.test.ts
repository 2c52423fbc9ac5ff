import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startWatcher } from './compose.ts';
import type { PolledWitness } from './ports.ts';
import { systemClock } from './schedule/clock.ts';
import { createSqliteStore } from './store/sqlite/create-sqlite-store.ts';
import { createLogger } from './telemetry/log.ts';
import { modelOf, WORKSHOP } from './testing/model.ts';

test('a watcher that is stopped hands its leases back: another may read its witnesses at once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'orderwatch-compose-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const open = () => createSqliteStore({ path: join(folder, 'store.sqlite') });
  const store = open();
  await store.migrate();
  const polled = Promise.withResolvers<void>();
  const witness: PolledWitness = {
    name: 'shop-db',
    pollMs: 10,
    async *read() {
      polled.resolve();
      yield* [];
    },
    async close() {},
  };
  const watcher = await startWatcher({
    model: modelOf(WORKSHOP),
    store,
    clock: systemClock,
    routes: new Map(),
    witnesses: [witness],
    listen: { host: '127.0.0.1', port: 0, token: null },
    retentionMs: 86_400_000,
    log: createLogger({ level: 'silent', secrets: [], pretty: false }),
    version: 'test',
  });
  await polled.promise;
  const other = open();
  onTestFinished(() => other.close());
  const take = () => other.acquireLease('witness:shop-db', 'another', Date.now(), 1_000);
  await expect(take()).resolves.toBeNull();
  await watcher.stop(1_000);
  await expect(take()).resolves.toMatchObject({ owner: 'another', fence: 2 });
});
