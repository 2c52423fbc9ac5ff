/** A whole watcher as a process of its own: prints its address, and tells its memory when asked. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, openStore, startWatcher, systemClock } from '@orderwatch/sla-watcher';
import { loadBenchModel } from './bench-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'orderwatch-bench-'));
const store = openStore(`sqlite:${join(folder, 'store.sqlite')}`);
await store.migrate();
const watcher = await startWatcher({
  ...{ model: loadBenchModel(), store, clock: systemClock, routes: new Map(), witnesses: [] },
  listen: { host: '127.0.0.1', port: 0, token: null },
  retentionMs: 400 * 86_400_000,
  log: createLogger({ level: 'silent', secrets: [], pretty: false }),
  version: 'bench',
});
console.log(watcher.url);
process.on('message', () => process.send?.(process.memoryUsage().rss));
process.once('SIGTERM', async () => {
  await watcher.stop(10_000);
  rmSync(folder, { recursive: true });
  process.disconnect();
});
