import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, type NativePostgres, startNativePostgres } from '../postgres.ts';
import { findEngineFault, startContainer } from './docker-postgres.ts';
import { queryOnce } from './query-once.ts';

let cluster: NativePostgres;
let server: URL;
let folder: string;

beforeAll(async () => {
  cluster = await startNativePostgres({ say: () => {} });
  server = new URL(cluster.url);
});

afterAll(() => cluster?.stop());

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'docker-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A client of Docker whose container is a cluster of this test; notes what it was asked for. */
function fakeDocker(answers: Partial<Record<'version' | 'run' | 'port', string>> = {}): string {
  const path = join(folder, 'docker');
  const { version = 'echo 28.1.1', run = 'echo 4f1d', port = `echo ${server.host}` } = answers;
  const cases = [`version) ${version};;`, `run) ${run};;`, `port) ${port};;`];
  writeFileSync(path, `#!/bin/sh\necho "$@" >>${folder}/asked\ncase $1 in\n${cases.join('\n')}\nesac\n`, {
    mode: 0o755,
  });
  return path;
}

const asked = () => readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n');

describe('PostgreSQL in a container', () => {
  it('is used when the engine answers', async () => {
    await expect(findEngineFault(fakeDocker())).resolves.toBeUndefined();
  });

  it('is passed over with the words of the client when the engine does not answer', async () => {
    const docker = fakeDocker({ version: 'echo Cannot connect to the Docker daemon >&2; exit 1' });
    await expect(findEngineFault(docker)).resolves.toBe('Cannot connect to the Docker daemon');
  });

  it('is published on loopback and durable, waited for, and removed by name', async () => {
    const container = await startContainer(fakeDocker(), server.password);
    await expect(queryOnce(container.url, 'SELECT 1 AS one')).resolves.toEqual([{ one: 1 }]);
    await (await createDatabase(container.url)).drop();
    await container.stop();
    const [run = '', port, remove] = asked();
    const name = /--name (\S+)/.exec(run)?.[1];
    expect(run).toMatch(/--publish 127\.0\.0\.1::5432 --env POSTGRES_PASSWORD postgres:[\d.]+ .*-c fsync=on/);
    expect([port, remove]).toEqual([`port ${name} 5432/tcp`, `rm --force --volumes ${name}`]);
  });

  it('is removed when it could not be started', async () => {
    const docker = fakeDocker({ run: 'echo no space left on device >&2; exit 125' });
    await expect(startContainer(docker)).rejects.toThrow('no space left on device');
    expect(asked().at(-1)).toMatch(/^rm --force/);
  });
});
