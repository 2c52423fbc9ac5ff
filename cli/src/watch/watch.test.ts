import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { orderwatch, temporaryFolder } from '../testing/run-command.ts';

const MAIN = join(import.meta.dirname, '../main.ts');
const MODEL = join(import.meta.dirname, '../testing/fixtures/workshop.yaml');
/** The one whose stages the sample's orders go through. */
const OF_SAMPLE = join(import.meta.dirname, '../../../orderwatch.yaml');

interface Running {
  readonly child: ChildProcess;
  readonly url: string;
  /** What it wrote to standard error so far. */
  said(): string;
}

/** The sample needs no database, and keeps its store in a folder of its own. */
async function startSample(): Promise<Running> {
  const args = [MAIN, 'watch', '--sample', '--port', '0', '--model', OF_SAMPLE];
  const child = spawn(process.execPath, args, {
    cwd: temporaryFolder(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  child.once('close', () => reject(new Error(`the watcher ended: ${text}`)));
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
    const address = /http:\S+/.exec(text);
    if (address) resolve(address[0]);
  });
  return { child, url: await promise, said: () => text };
}

describe('orderwatch watch', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('says where it listens, and ends with 0 on %s', async (signal) => {
    const { child, url, said } = await startSample();
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    child.kill(signal);
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(said()).toMatch(/^orderwatch \S+: http:\S+\nrecorded traffic: .*\norderwatch: stopping\n$/);
  });

  it('says what to do where its port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const args = ['watch', '--sample', '--model', OF_SAMPLE, '--port', String(port)];
    expect(await orderwatch(args, { cwd: temporaryFolder() })).toEqual({
      code: 2,
      stdout: '',
      stderr:
        `orderwatch: port ${port} of 127.0.0.1 is taken, by another watcher perhaps: ` +
        'choose another with --port, or 0 for any that is free\n',
    });
  });

  it.each([
    { what: '--fresh without --sample', args: ['--fresh'], says: '--fresh begins the sample again' },
    { what: 'a store for the sample', args: ['--sample', '--store', 'sqlite:x'], says: 'a store of its own' },
    {
      what: 'the sample under another model',
      args: ['--sample'],
      says: 'the model workshop has not: shop-db, mes-db, telemetry',
    },
    { what: 'a port that is none', args: ['--port', '65536'], says: 'a whole number from 0 to 65535' },
    { what: 'an open address without a token', args: ['--host', '0.0.0.0'], says: 'set ORDERWATCH_TOKEN' },
    { what: 'databases without an address', args: [], says: 'witness mes-db: set MES_DATABASE_URL' },
  ])('refuses $what', async ({ args, says }) => {
    const given = ['watch', '--model', MODEL, ...args];
    const { code, stdout, stderr } = await orderwatch(given, { cwd: temporaryFolder() });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(says);
  });
});
