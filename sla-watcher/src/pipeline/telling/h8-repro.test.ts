import { expect, test } from 'vitest';
import { modelOf, NOON, WORKSHOP } from '/work/main/sla-watcher/src/testing/model.ts';
import { testPipeline } from '/work/main/sla-watcher/src/testing/pipeline.ts';
test('x', async () => {
  const model = modelOf(WORKSHOP.replace(/ {2}shop-db:[\s\S]*?(?=leave_out)/, '').replace(/ {2}- \{ (?:promise|hop): .*\n/g, ''));
  const p = await testPipeline(model, NOON);
  await p.tell({ status: 'PLACED' });
  await p.pass(35 * 60_000, 60_000);
  await p.tell({ status: 'PRICED' });
  await p.pass(5 * 60_000);
  console.log(p.noticed, (await p.store.incidents({ state: 'all', limit: 9 })).map(({ key, total, open }) => [key, total, open]), p.cleared);
});
