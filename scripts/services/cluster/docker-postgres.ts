import { randomBytes } from 'node:crypto';
import { guardOrphans } from '../machine/orphan-guard.ts';
import { mustRun, runProgram } from '../machine/run-program.ts';
import { randomPassword } from './databases.ts';
import { type PostgresService, serveAt } from './postgres-service.ts';
import { readServerVersion, waitUntilAnswering } from './query-once.ts';

const IMAGE = 'postgres:17.5';
/** Docker's own client waits for minutes on an engine that is installed and not running. */
const ENGINE_TIMEOUT_MS = 10_000;
const START_TIMEOUT_MS = 60_000;
const SETTINGS = ['max_connections=200', 'wal_level=replica', 'fsync=on', 'timezone=UTC'];

/** What the engine says of itself when it does not answer, or nothing when it does. */
export async function findEngineFault(docker: string): Promise<string | undefined> {
  const { code, output } = await runProgram(docker, ['version', '--format', '{{.Server.Version}}'], {
    timeoutMs: ENGINE_TIMEOUT_MS,
  });
  if (code === 0) return undefined;
  return output.trim().split('\n').at(-1) || `no answer within ${ENGINE_TIMEOUT_MS} ms`;
}

/** Starts a container; `docker` is the path of Docker's client. */
export async function startContainer(docker: string, password = randomPassword()): Promise<PostgresService> {
  const name = `orderwatch-postgres-${randomBytes(4).toString('hex')}`;
  const guard = guardOrphans('"$1" rm --force --volumes "$2"', [docker, name]);
  const stop = async () => {
    await runProgram(docker, ['rm', '--force', '--volumes', name]);
    await guard.release();
  };
  try {
    const args = ['--detach', '--name', name, '--publish', '127.0.0.1::5432', '--env', 'POSTGRES_PASSWORD'];
    const settings = SETTINGS.flatMap((setting) => ['-c', setting]);
    // The password goes by environment: arguments can be read by every user of the machine.
    const env = { ...process.env, POSTGRES_PASSWORD: password };
    await mustRun(docker, ['run', ...args, IMAGE, ...settings], { env });
    const address = await mustRun(docker, ['port', name, '5432/tcp']);
    const url = `postgres://postgres:${password}@${address.split('\n')[0]}/postgres`;
    await waitUntilAnswering(url, START_TIMEOUT_MS);
    const how = `PostgreSQL ${await readServerVersion(url)} on ${new URL(url).host}, Docker image ${IMAGE}`;
    return { ...serveAt(url), how, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
