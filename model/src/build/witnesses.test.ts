import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseModel } from '../index.ts';

const PROBES = new URL('../check/fixtures/good/probes.yaml', import.meta.url);

it('the list that a probe reads is visited in the order of the stages, all of them unless some are named', () => {
  const parsed = parseModel(readFileSync(PROBES, 'utf8'), { file: 'probes.yaml', now: 0 });
  expect(parsed.ok && [...parsed.model.witnesses.values()].slice(1)).toMatchObject([
    { name: 'oven-screen', stages: ['ORDERED', 'BAKED'], next: '/next', pollMs: 60_000, maxPages: 20 },
    {
      ...{ name: 'counter-screen', stages: ['ORDERED', 'BAKED', 'DELIVERED'], items: '', next: null },
      ...{ statuses: {}, pollMs: 60_000, timeoutMs: 10_000, maxPages: 50, lagMs: 0, severity: 'digest' },
    },
  ]);
});
