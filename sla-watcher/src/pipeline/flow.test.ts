import { expect, test } from 'vitest';
import { modelOf, NOON, WORKSHOP } from '../testing/model.ts';
import { type TestPipeline, testPipeline } from '../testing/pipeline.ts';
import { watchFlow } from './watch.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A week and a half after the tests' own instant, in the morning. */
const MONDAY = NOON + 10 * DAY - 3 * HOUR;
const model = modelOf(
  `${WORKSHOP.replace(/ {2}shop-db:[\s\S]*?(?=leave_out)/, '').replace(/ {2}- \{ promise.*\n/, '')}flow: { severity: page, weeks: 1 }\n`,
);

/** A week with six orders in each hour of the day's first nine; then silence, with `meanwhile` every 10 min. */
async function afterSilence(meanwhile: (p: TestPipeline, minute: number) => Promise<unknown>) {
  const p = await testPipeline(model, MONDAY - 7 * DAY);
  for (let hour = 0; hour < 7 * 24; hour += 1) {
    p.now = MONDAY - 7 * DAY + hour * HOUR;
    if (hour % 24 >= 9) continue;
    await p.tell(...Array.from({ length: 6 }, (_, i) => ({ order: `${hour}-${i}`, status: 'PRICED' })));
  }
  p.now = MONDAY;
  await p.tell({ order: 'last', status: 'PRICED' });
  for (let minute = 0; minute < 6 * 60; minute += 10) {
    p.now += 10 * MINUTE;
    await meanwhile(p, minute);
    await watchFlow(p.deps);
  }
  return (await p.store.incidents({ state: 'open', limit: 10 })).filter(({ kind }) => kind === 'flow');
}

test.each<[string, (p: TestPipeline, minute: number) => Promise<unknown>]>([
  ['nothing', async () => {}],
  ['a test order', (p, minute) => p.tell({ order: `TEST-${minute}`, status: 'PRICED' })],
  [
    'an order dated hours ahead',
    async (p, minute) => {
      if (minute > 0) return;
      await p.tell({ order: 'ahead', status: 'PRICED', at: new Date(p.now + 20 * HOUR).toISOString() });
    },
  ],
])('a stopped flow is told although %s comes in', async (_, meanwhile) => {
  expect(await afterSilence(meanwhile)).toHaveLength(1);
});
