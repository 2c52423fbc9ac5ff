import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fromEnvironment, fromPath } from './chromium.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chromium-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function browser(name: string, says: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\necho '${says}'\n`, { mode: 0o755 });
  return path;
}

describe('finding Chromium', () => {
  it('says the version and the path of the one on PATH', async () => {
    const path = browser('google-chrome', '[25276:0101/120000] no bus. Google Chrome 156.0.8078.79');
    await expect(fromPath(folder).attempt()).resolves.toEqual({
      kind: 'found',
      value: { path, how: `Chromium 156.0.8078.79, ${path}` },
    });
  });

  it('says which names it looked for when PATH has none', async () => {
    await expect(fromPath(folder).attempt()).resolves.toMatchObject({
      kind: 'absent',
      reason: expect.stringContaining('chromium-browser'),
    });
  });

  it('refuses a path in the environment that cannot be executed', async () => {
    await expect(fromEnvironment(join(folder, 'gone')).attempt()).rejects.toThrow('ORDERWATCH_TEST_CHROMIUM');
  });

  it('leaves the way to PATH when the environment names none', async () => {
    await expect(fromEnvironment('').attempt()).resolves.toMatchObject({ kind: 'absent' });
  });
});
