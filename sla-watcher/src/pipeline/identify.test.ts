import { describe, expect, test } from 'vitest';
import { modelOf, NOON, WORKSHOP } from '../testing/model.ts';
import { type TestPipeline, testPipeline } from '../testing/pipeline.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const model = modelOf(
  WORKSHOP.replace(/ {2}shop-db:[\s\S]*?(?=leave_out)/, '').replace(/ {2}- \{ promise.*\n/, ''),
);
const placed = (order: string) => [
  { order, status: 'PLACED' },
  { order, status: 'PLACED', system: 'mes' },
];
/** The two systems turn out to mean one order: told by the shop, without moving it on. */
const linked = { order: '42', status: 'PLACED', aliases: { mes: 'X-9' } };

async function incidents(p: TestPipeline) {
  const all = await p.store.incidents({ state: 'all', limit: 10 });
  return all.map(({ total, open, resolvedAt }) => ({ total, open, resolved: resolvedAt !== null }));
}
async function members(p: TestPipeline): Promise<readonly string[]> {
  const all = await p.store.incidents({ state: 'all', limit: 10 });
  const found = await Promise.all(all.map(({ id }) => p.store.members(id, { open: false, limit: 10 })));
  return found.flatMap((group) => group.map(({ order, left }) => `${order} ${left ?? 'in'}`)).sort();
}

describe('Orders that turn out to be one', () => {
  test('late under an id that then becomes an alias: the incident closes when the order moves on', async () => {
    const p = await testPipeline(model, NOON);
    await p.tell(...placed('X-9'));
    await p.pass(32 * MINUTE);
    await p.tell({ order: '42', status: 'PRICED', aliases: { mes: 'X-9' } });
    await p.pass(2 * MINUTE);
    expect(await incidents(p)).toEqual([{ total: 1, open: 0, resolved: true }]);
    expect(await members(p)).toEqual(['42 moved']);
    expect(await p.messages()).toMatchObject([{ kind: 'resolved', lines: [{ order: '42' }] }]);
  });

  test('both late in one incident: they count as one there, and it closes', async () => {
    const p = await testPipeline(model, NOON);
    await p.tell(...placed('X-9'), ...placed('42'), ...placed('7'));
    await p.pass(32 * MINUTE);
    expect(await incidents(p)).toEqual([{ total: 3, open: 3, resolved: false }]);
    await p.tell({ ...linked, at: new Date(NOON).toISOString() });
    expect(await incidents(p)).toEqual([{ total: 2, open: 2, resolved: false }]);
    expect((await p.order()).alarms).toHaveLength(1);
    await p.tell({ order: '42', status: 'PRICED' });
    await p.pass(2 * MINUTE);
    expect(await incidents(p)).toEqual([{ total: 2, open: 1, resolved: false }]);
    expect(await members(p)).toEqual(['42 moved', '7 in']);
  });

  test('late in two incidents of one place: they leave both', async () => {
    const p = await testPipeline(model, NOON);
    await p.tell(...placed('X-9'));
    await p.pass(32 * MINUTE + 6 * HOUR);
    await p.tell(...placed('42'));
    await p.pass(32 * MINUTE);
    expect(await incidents(p)).toHaveLength(2);
    await p.tell({ ...linked, at: new Date(NOON).toISOString() });
    expect((await p.order()).alarms).toHaveLength(2);
    await p.tell({ order: '42', status: 'PRICED' });
    await p.pass(2 * MINUTE);
    const over = { total: 1, open: 0, resolved: true };
    expect(await incidents(p)).toEqual([over, over]);
    expect((await p.order()).alarms).toEqual([]);
  });

  test('one has left the incident and the other is in it: the order is in it', async () => {
    const p = await testPipeline(model, NOON);
    await p.tell(...placed('X-9'), ...placed('42'));
    await p.pass(32 * MINUTE);
    await p.tell({ order: 'X-9', status: 'PRICED' });
    expect(await incidents(p)).toEqual([{ total: 2, open: 1, resolved: false }]);
    await p.tell({ ...linked, at: new Date(NOON).toISOString() });
    expect((await incidents(p))[0]).toMatchObject({ total: 1 });
    await p.pass(2 * MINUTE);
    expect(await incidents(p)).toEqual([{ total: 1, open: 0, resolved: true }]);
    expect(await members(p)).toEqual(['42 moved']);
  });

  test('an incident that is over stays as it was told', async () => {
    const p = await testPipeline(model, NOON);
    await p.tell(...placed('X-9'), ...placed('42'));
    await p.pass(32 * MINUTE);
    await p.tell({ order: 'X-9', status: 'PRICED' }, { order: '42', status: 'PRICED' });
    await p.pass(2 * MINUTE);
    await p.tell({ ...linked, at: new Date(NOON).toISOString() });
    expect(await incidents(p)).toEqual([{ total: 2, open: 0, resolved: true }]);
    expect(await members(p)).toEqual(['42 moved', 'X-9 moved']);
  });

  test('ten thousand aliases in a chain, in one post, are one order', async () => {
    const p = await testPipeline(model, NOON);
    const id = (i: number) => `c${String(i).padStart(5, '0')}`;
    const chain = Array.from({ length: 10_000 }, (_, i) => ({
      order: id(i),
      status: 'PLACED',
      aliases: { mes: id(i + 1) },
    }));
    await p.tell(...chain.toReversed());
    expect((await p.store.orders({ limit: 10 })).items).toHaveLength(1);
    expect((await p.order(id(10_000))).journey.order).toBe(id(0));
  });

  test('what was seen under any of the ids is read under the order', async () => {
    const p = await testPipeline(model, NOON);
    await p.tell(...placed('X-9'));
    p.now += MINUTE;
    await p.tell({ order: '42', status: 'PRICED', aliases: { mes: 'X-9' } });
    const seen = await p.store.observations('X-9', 10);
    expect(seen.map((o) => [o.order, 'stage' in o && o.stage])).toEqual([
      ['42', 'PLACED'],
      ['42', 'PLACED'],
      ['42', 'PRICED'],
    ]);
  });
});
