import { expect, test } from 'vitest';
import type { MemberKey, Store } from '../ports.ts';
import { modelOf, NOON, WORKSHOP } from '../testing/model.ts';
import { pipelineOver, testPipeline } from '../testing/pipeline.ts';

const HOUR = 3_600_000;
const model = modelOf(
  WORKSHOP.replace(/ {2}shop-db:[\s\S]*?(?=leave_out)/, '')
    .replace(/ {2}- \{ promise.*\n/, '')
    .replace('join_for: 6h', 'join_for: 1h'),
);

test('of a batch that ends many incidents, each order is looked up only where it was', async () => {
  const asked: MemberKey[] = [];
  const p = await testPipeline(model, NOON);
  const listening: Store = {
    ...p.store,
    transaction: (work) =>
      p.store.transaction((tx) =>
        work({
          ...tx,
          loadMembers(keys) {
            asked.push(...keys);
            return tx.loadMembers(keys);
          },
        }),
      ),
  };
  const orders = Array.from({ length: 12 }, (_, i) => `o${i}`);
  for (const order of orders) {
    await p.tell({ order, status: 'PLACED' }, { order, status: 'PLACED', system: 'mes' });
    await p.pass(2 * HOUR);
  }
  const incidents = await p.store.incidents({ state: 'open', limit: 100 });
  expect(incidents).toHaveLength(12);
  await pipelineOver(listening, model, p.now, NOON).tell(
    ...orders.map((order) => ({ order, status: 'PRICED' })),
  );
  expect(asked).toHaveLength(12);
  await p.pass(HOUR);
  await expect(p.store.incidents({ state: 'open', limit: 100 })).resolves.toEqual([]);
});
