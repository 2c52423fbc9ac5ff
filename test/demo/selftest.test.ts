import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseModel, renderProblem } from '@orderwatch/model';
import { afterAll, beforeAll, describe, expect, inject as provided, it } from 'vitest';
import { type DemoPlatform, startDemo } from '../../scripts/services/demo/platform.ts';
import { type Relay, startRelay } from './follow/relay.ts';
import { startWatched, type Watched } from './follow/watched.ts';

const ROOT = join(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'cli/src/main.ts');
const TIMEOUT_MS = 300_000;

let folder: string;
let relay: Relay;
let demo: DemoPlatform;
let watched: Watched;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'orderwatch-selftest-'));
  relay = await startRelay();
  const servers = { postgresUrl: provided('postgresUrl'), rabbitmqUrl: provided('rabbitmqUrl') };
  demo = await startDemo(servers, {
    OTEL_EXPORTER_OTLP_ENDPOINT: relay.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_COMPRESSION: 'none',
    OTEL_BSP_SCHEDULE_DELAY: '100',
    OTEL_BLRP_SCHEDULE_DELAY: '100',
    ORDERWATCH_HEARTBEAT_MS: '500',
  });
  writeFileSync(join(folder, 'staging.yaml'), stagingModel(demo.names));
  const database = (name: string) => new URL(`/${demo.names}_${name}`, servers.postgresUrl).href;
  const urls = { 'shop-db': database('shop'), 'mes-db': database('mes') };
  watched = await startWatched({ names: demo.names, urls, model: parsed(stagingModel(demo.names)) });
  relay.handOnTo(watched.url);
});

afterAll(async () => {
  await demo?.stop();
  await watched?.close();
  await relay?.close();
  rmSync(folder, { recursive: true });
});

/** From the first witness of the way to the end of the list: this watcher has databases and telemetry only. */
const OTHER_EYES = /^ {2}broker:[\s\S]*?(?=^# Orders that are not orders)/m;

/** Limits of seconds, so that a test need not wait for minutes. */
function stagingModel(names: string): string {
  return readFileSync(join(ROOT, 'orderwatch.yaml'), 'utf8')
    .replace(OTHER_EYES, '')
    .replaceAll('jewellery.', `${names}.`)
    .replace('environment: production', 'environment: staging')
    .replaceAll(/(hop: \S+, within: )\dm/g, '$16s')
    .replaceAll(/poll: 10s|lag: 15s/g, (key) => (key.startsWith('poll') ? 'poll: 500ms' : 'lag: 1s'))
    .replaceAll('blind_after: 5m', 'blind_after: 15s');
}

function parsed(text: string) {
  const result = parseModel(text, { file: 'staging.yaml', now: Date.now() });
  if (!result.ok) throw new Error(result.problems.map(renderProblem).join('\n'));
  return result.model;
}

function start(...args: readonly string[]): ChildProcess {
  const flags = ['--platform', demo.controlUrl, '--watcher', watched.url];
  return spawn(process.execPath, [MAIN, 'selftest', ...flags, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function ended(child: ChildProcess) {
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}

const active = async () => (await demo.control('GET', '/faults'))['active'] as unknown as unknown[];

describe('orderwatch selftest', { timeout: TIMEOUT_MS }, () => {
  it('loses orders on a real platform, and is told where', async () => {
    const only = ['--only', 'publish-failed', 'consumer-failed'];
    const { code, stdout, stderr } = await ended(start('-m', 'staging.yaml', '--json', ...only));
    expect([stderr, code], stdout).toEqual(['', 0]);
    const told = JSON.parse(stdout) as Record<string, unknown>;
    expect(told).toMatchObject({ ok: true, failures: [], missed: [] });
    // Two faults of either class, in two directions.
    const classes = told['classes'] as { class: string; injected: number; right: number }[];
    expect(classes.map(({ class: loss, injected, right }) => [loss, injected, right])).toEqual([
      ['publish-failed', 4, 4],
      ['consumer-failed', 4, 4],
    ]);
    expect(told['healthy']).toMatchObject({ calledLost: 0 });
    expect(await active()).toEqual([]);
  });

  it('clears what it has injected when it is stopped', async () => {
    const child = start('-m', 'staging.yaml', '--only', 'not-published');
    const end = ended(child);
    await demo.until('a fault is in force', async () => (await active()).length > 0);
    child.kill('SIGINT');
    expect(await end).toMatchObject({ code: 130, stderr: expect.stringContaining('cleared') });
    expect(await active()).toEqual([]);
  });

  it('does nothing where the watcher judges by another model', async () => {
    const other = stagingModel(demo.names).replace('name: jewellery', 'name: other');
    writeFileSync(join(folder, 'other.yaml'), other);
    const { code, stdout, stderr } = await ended(start('-m', 'other.yaml', '--json'));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('the watcher judges by another model');
  });
});
