import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, vi } from 'vitest';

const MODULE = join(import.meta.dirname, '../postgres.ts');

/** Starts a cluster, tells its postmaster and its folder, and then lives for ever. */
const OWNER = `
  import { startNativePostgres } from ${JSON.stringify(MODULE)};
  import { queryOnce } from ${JSON.stringify(join(import.meta.dirname, 'query-once.ts'))};
  const cluster = await startNativePostgres({ say: () => {} });
  const [row] = await queryOnce(cluster.url, 'SHOW data_directory');
  console.log(JSON.stringify({ pid: cluster.pid(), data: row.data_directory }));
  setInterval(() => {}, 1000);
`;

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

it('leaves no server and no folder when the process that started them is killed', async () => {
  const owner = spawn(process.execPath, ['--input-type=module-typescript', '--eval', OWNER], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface(owner.stdout), 'line');
  const { pid, data } = JSON.parse(line);
  expect([isRunning(pid), existsSync(data)]).toEqual([true, true]);
  owner.kill('SIGKILL');
  await vi.waitFor(() => expect([isRunning(pid), existsSync(data)]).toEqual([false, false]), 20_000);
});
