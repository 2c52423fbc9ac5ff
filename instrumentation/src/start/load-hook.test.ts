import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasSyncHooks } from './load-hook.ts';

describe('Node', () => {
  it.each([
    ['20.20.2', false],
    ['22.15.0', false],
    ['22.22.2', false],
    ['22.22.3', true],
    ['23.11.0', false],
    ['24.11.0', false],
    ['24.11.1', true],
    ['25.0.0', false],
    ['25.1.0', true],
    ['26.0.0', true],
  ])('%s has hooks that run in its own thread: %s', (version, has) => {
    expect(hasSyncHooks(version)).toBe(has);
  });

  it('of every version that the package supports has them', () => {
    const { engines } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
    const lowest = String(engines.node).match(/\d+\.\d+\.\d+/g) ?? [];
    expect(lowest.map(hasSyncHooks)).toEqual([true, true, true]);
  });
});
