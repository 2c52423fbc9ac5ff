import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject as provided, it } from 'vitest';
import { type DemoPlatform, startDemo } from '../../scripts/services/demo/platform.ts';

const LOAD = join(import.meta.dirname, '../../demo/src/load/main.ts');

let demo: DemoPlatform;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'demo-load-'));
  demo = await startDemo(
    { postgresUrl: provided('postgresUrl'), rabbitmqUrl: provided('rabbitmqUrl') },
    { DEMO_PRICE_US_PER_POLYGON: '1' },
  );
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await demo?.stop();
});

async function count(status: string): Promise<number> {
  const sql = 'SELECT count(*)::int AS n FROM order_status_history WHERE status = $1';
  return Number((await demo.shop(sql, [status]))[0]?.['n']);
}

async function load(...args: readonly string[]): Promise<{ code: unknown; output: string; errors: string }> {
  const child = spawn(process.execPath, [LOAD, ...args], { env: { PATH: process.env.PATH ?? '' } });
  let [output, errors] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const [code] = await once(child, 'close');
  return { code, output, errors };
}

it('plays rounds of virtual time, each with its real instants, and switches what is planned', async () => {
  const plan = join(folder, 'plan.json');
  const inject = { fault: 'not-published', hop: 'price-to-crm', limit: 2 };
  writeFileSync(
    plan,
    JSON.stringify([
      { at: '2026-09-07T12:00:00+03:00', inject, as: 'lost' },
      { at: '2026-09-07T20:00:00+03:00', clear: 'lost' },
    ]),
  );
  const flags = ['--control', demo.controlUrl, '--per-day', '24', '--hours', '36', '--plan', plan];
  const { code, output, errors } = await load('rounds', ...flags);
  expect([code, errors]).toEqual([0, expect.stringContaining('cleared f1 lost')]);
  const rounds = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, number>);
  expect(rounds.length).toBeGreaterThan(15);
  for (const [at, round] of rounds.entries()) {
    expect(round).toMatchObject({ round: at + 1, settled: true });
    expect(round['realTo']).toBeGreaterThanOrEqual(round['realFrom'] ?? 0);
    expect(round['virtualFrom']).toBeGreaterThan(rounds[at - 1]?.['virtualFrom'] ?? 0);
  }
  const struck = (await demo.control('GET', '/faults/f1/struck'))['struck'] as unknown as { order: string }[];
  expect(struck).toHaveLength(2);
  expect(await count('MANUFACTURING_STARTED')).toBeGreaterThan(0);
});

it('plays live, and ends when it is told to', async () => {
  const before = [await count('INITIATED'), await count('CLOSED')];
  const flags = ['--rate', '6000', '--orders', '5', '--hour-seconds', '0', '--control', demo.controlUrl];
  const child = spawn(process.execPath, [LOAD, 'live', ...flags], { env: { PATH: process.env.PATH ?? '' } });
  const ended = once(child, 'close');
  await demo.until('people close orders', async () => (await count('CLOSED')) > (before[1] ?? 0));
  child.kill('SIGTERM');
  expect((await ended)[0]).toBe(0);
  expect((await count('INITIATED')) - (before[0] ?? 0)).toBeLessThanOrEqual(5);
});

it('says what it does not understand', async () => {
  expect(await load('sometimes')).toMatchObject({
    code: 2,
    errors: expect.stringContaining('live or rounds'),
  });
  expect(await load('live', '--rate', '0', '--seed', 'x')).toMatchObject({
    code: 2,
    errors: expect.stringMatching(/--rate: must be .*\n +--seed: must be/),
  });
  expect((await load('--help')).output).toContain('--hour-seconds');
});
