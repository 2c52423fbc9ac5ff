import { expect, inject, test } from 'vitest';
import { marketplace } from './changes.ts';
import { replay } from './replay.ts';
import { seeded } from './seeded.ts';

// The long one, with more orders and at least twenty kills, is `npm run campaign:replay`.
test('two replicas that are killed at random tell exactly the orders that history deserves', {
  timeout: 240_000,
}, async () => {
  const result = await replay({
    postgresUrl: inject('postgresUrl'),
    lines: await marketplace(null, 3, 400),
    durationMs: 60_000,
    kills: 6,
    random: seeded(3),
    say: () => {},
  });
  expect(result.expected.size).toBeGreaterThan(50);
  expect([...result.expected].filter((alarm) => !result.told.has(alarm))).toEqual([]);
  expect([...result.told].filter((alarm) => !result.expected.has(alarm))).toEqual([]);
  // At least once: whatever is told twice says so.
  expect(result.duplicates).toBeLessThanOrEqual(result.marked);
});
