import { join } from 'node:path';
import type { DiagnosisJson } from '@orderwatch/sla-watcher';
import { describe, expect, it } from 'vitest';
import { loadModel } from '../model-file.ts';
import { page, tableUnder, unquoted } from '../testing/docs.ts';
import { type FakePlatform, type FakePlatformOptions, startFakePlatform } from '../testing/fake-platform.ts';
import { startFakeWatcher } from '../testing/fake-watcher.ts';
import { compareWithDocs } from '../testing/json-paths.ts';
import { orderwatch, temporaryFolder } from '../testing/run-command.ts';
import { readFileSync, writeFileSync } from 'node:fs';

const MODEL = join(import.meta.dirname, '../testing/fixtures/staging.yaml');
const { version } = loadModel(MODEL);
const HOPS = ['paid-to-mes', 'priced-to-shop', 'made-to-shop'];
const HOP = { kind: 'hop', names: HOPS };
const OFFERED: FakePlatformOptions = {
  stages: { PAID: HOPS[0] ?? null, PRICED: HOPS[1] ?? null, MADE: HOPS[2] ?? null, CLOSED: null },
  offered: [
    { fault: 'not-published', class: 1, place: HOP },
    { fault: 'dead-lettered', class: 5, place: HOP },
    { fault: 'consumer-paused', class: 4, place: HOP },
    {
      ...{ fault: 'people-idle', class: 10, place: { kind: 'stage', names: ['PRICED'] } },
      parameters: {},
    },
    { fault: 'slow-list', class: 0, place: { kind: 'none' } },
  ],
};
const LOSSES: Readonly<Record<string, DiagnosisJson['losses'][number]>> = {
  'not-published': 'not-published',
  'dead-lettered': 'dead-lettered',
  'consumer-paused': 'waiting',
};

/** What a watcher that is always right says of each canary. */
function rightly(platform: FakePlatform, order: string): readonly Partial<DiagnosisJson>[] {
  const strike = platform.canaries[Number(order) - 1]?.strike;
  if (strike == null) return [];
  const losses = [LOSSES[strike.fault] ?? 'drift'];
  return [{ place: `hop ${strike.place}`, conclusion: 'decided', losses, confidence: 'proven' }];
}

interface Scene {
  readonly offered?: Partial<FakePlatformOptions>;
  readonly tells?: (platform: FakePlatform, order: string) => readonly Partial<DiagnosisJson>[] | null;
  readonly watcher?: { readonly modelVersion?: string; readonly state?: string; readonly blind?: string };
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

async function play({ offered = {}, tells = rightly, watcher = {}, env = {}, args = [] }: Scene) {
  const platform = await startFakePlatform({ ...OFFERED, ...offered });
  const told = { diagnoses: (order: string) => tells(platform, order), modelVersion: version, ...watcher };
  const { url } = await startFakeWatcher(told);
  const flags = ['--platform', platform.url, '--watcher', url, '-m', MODEL, ...args];
  const ended = await orderwatch(['selftest', ...flags], { env });
  expect(platform.violations).toEqual([]);
  expect([...platform.active.keys()]).toEqual([]);
  return { ...ended, platform };
}

describe('a selftest', () => {
  it('passes where every canary is rightly told, and shows what was told of what', async () => {
    const { code, stdout, stderr } = await play({});
    expect([stderr, code], stdout).toEqual(['', 0]);
    const golden = readFileSync(join(import.meta.dirname, '../testing/golden/selftest.txt'), 'utf8');
    expect(stdout.replaceAll(/[\d.]+ s\b/g, '<time>')).toBe(golden);
  });

  it('injects each fault in each direction, once a round', async () => {
    const { platform } = await play({ args: ['--rounds', '2', '--only', 'not-published'] });
    const struck = platform.canaries.flatMap(({ strike }) => (strike === null ? [] : [strike.place]));
    expect(struck).toEqual(['paid-to-mes', 'priced-to-shop', 'paid-to-mes', 'priced-to-shop']);
  });

  it('fails where a class is told as another, and says which orders', async () => {
    const waiting = (platform: FakePlatform, order: string) =>
      rightly(platform, order).map((one) => ({ ...one, losses: ['waiting'] as const }));
    const { code, stdout } = await play({ tells: waiting, args: ['--only', 'dead-lettered'] });
    expect(code).toBe(1);
    expect(stdout).toContain('dead-lettered at hop paid-to-mes, order 3: waiting at hop paid-to-mes');
    expect(stdout).toContain('Failed: dead-lettered: recall 0 %, below 95 %');
  });

  it('fails where a healthy canary is called lost, whatever the threshold', async () => {
    const lost = (platform: FakePlatform, order: string) => {
      const told = rightly(platform, order);
      const wrong = { place: 'hop made-to-shop', conclusion: 'decided', losses: ['not-stored'] } as const;
      return told.length > 0 || order === '1' ? told : [wrong];
    };
    const args = ['--only', 'not-published', '--threshold', '0'];
    const { code, stdout } = await play({ tells: lost, args });
    expect(code).toBe(1);
    expect(stdout).toContain('Healthy canaries called lost: 1 of 1');
    expect(stdout).toContain('Failed: 1 healthy called lost');
  });

  it('tells programs all that docs/cli.md says', async () => {
    const unsure = (platform: FakePlatform, order: string) =>
      rightly(platform, order).map((one) => ({
        ...one,
        conclusion: 'either' as const,
        losses: ['waiting', 'not-published'] as const,
      }));
    const args = ['--json', '--only', 'not-published', 'working', '--threshold', '0.5'];
    const { code, stdout } = await play({ tells: unsure, args });
    expect(code).toBe(1);
    const documented = tableUnder(page('docs/cli.md'), '## orderwatch selftest', 'JSON').map(([first]) =>
      unquoted(first),
    );
    const told = JSON.parse(stdout) as Record<string, unknown>;
    expect(compareWithDocs(told, documented)).toEqual({ undocumented: [], missing: [] });
    expect(told).toMatchObject({
      ...{ ok: false, threshold: 0.5, missed: [] },
      classes: [{ class: 'not-published', injected: 2, right: 0, either: 2, recall: 0, place: 1 }],
      skipped: [{ reason: 'stage PRICED has 8h working, which open hours count' }],
    });
  });

  it('says of which witness the watcher sees nothing', async () => {
    const { stderr } = await play({
      watcher: { blind: 'it does not answer' },
      args: ['--only', 'not-published'],
    });
    expect(stderr).toBe('orderwatch: witness shop-db is blind: it does not answer\n');
  });

  it('has tokens of either from the environment, and shows none', async () => {
    const scene = { offered: { token: 'sesame' }, args: ['--only', 'not-published'] };
    const without = await play(scene);
    expect([without.code, without.stderr]).toEqual([2, expect.stringContaining('wants a token')]);
    const { code, stdout, stderr } = await play({ ...scene, env: { ORDERWATCH_PLATFORM_TOKEN: 'sesame' } });
    expect([code, `${stdout}${stderr}`.includes('sesame')]).toEqual([0, false]);
  });
});

describe('a selftest refuses', () => {
  it.each(['production', 'PROD'])('to lose orders where the model says %s', async (environment) => {
    const folder = temporaryFolder();
    const model = join(folder, 'model.yaml');
    const text = readFileSync(MODEL, 'utf8');
    writeFileSync(model, text.replace('environment: staging', `environment: ${environment}`));
    const { code, stderr, platform } = await play({ args: ['-m', model] });
    expect([code, stderr]).toEqual([2, expect.stringContaining(`says environment: ${environment}`)]);
    expect(platform.canaries).toEqual([]);
  });

  it('a platform that has other hops', async () => {
    const offered = [{ fault: 'not-published', class: 1, place: { kind: 'hop', names: ['a-to-b'] } }];
    const { code, stderr } = await play({ offered: { offered } });
    expect([code, stderr]).toEqual([2, expect.stringContaining('the platform offers faults at a-to-b')]);
  });

  it.each([
    ['has not heard of the canary', { tells: () => null }, 'does it watch this platform?'],
    ['judges by another model', { watcher: { modelVersion: 'f'.repeat(64) } }, 'by another model'],
    ['leaves canaries out', { watcher: { state: 'left-out' } }, 'leaves canary 1 out'],
  ])('a watcher that %s', async (_name, scene, says) => {
    const { code, stderr, platform } = await play({ ...scene, args: ['--only', 'not-published'] });
    expect([code, stderr]).toEqual([2, expect.stringContaining(says)]);
    expect(platform.canaries).toHaveLength(1);
  });

  it('what it does not understand', async () => {
    const { code, stderr } = await play({ args: ['--rounds', '0'] });
    expect([code, stderr]).toEqual([2, expect.stringContaining('it must be a whole number from 1 to 1000')]);
  });

  it('whoever does not answer, or is no platform', async () => {
    const nobody = ['selftest', '--platform', 'http://127.0.0.1:9', '-m', MODEL];
    const { code, stderr } = await orderwatch(nobody);
    expect([code, stderr]).toEqual([2, expect.stringContaining('does not answer')]);
    const { url } = await startFakeWatcher({ diagnoses: () => null, modelVersion: version });
    const other = await orderwatch(['selftest', '--platform', url, '--watcher', url, '-m', MODEL]);
    expect([other.code, other.stderr]).toEqual([
      2,
      expect.stringContaining('the platform refuses GET /faults'),
    ]);
  });
});

describe('faults are cleared', () => {
  it('also where a canary is struck by none', { timeout: 60_000 }, async () => {
    const place = { kind: 'hop', names: ['paid-to-mes'] };
    const offered = [{ fault: 'not-published', class: 1, place }];
    const { code, stdout } = await play({ offered: { offered, idle: 'not-published' } });
    expect([code, stdout]).toEqual([1, expect.stringContaining('Failed: 1 injected in vain')]);
  });
});
