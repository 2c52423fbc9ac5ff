import { describe, expect, test } from 'vitest';
import { modelOf, NOON, WORKSHOP } from './testing/model.ts';
import { type TestPipeline, testPipeline } from './testing/pipeline.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ONLY_EVENTS = WORKSHOP.replace(/ {2}shop-db:[\s\S]*?(?=leave_out)/, '').replace(
  / {2}- \{ promise.*\n/,
  '',
);
const model = modelOf(ONLY_EVENTS);
const promising = modelOf(WORKSHOP.replace(/ {2}shop-db:[\s\S]*?(?=leave_out)/, ''));
const withDatabases = modelOf(WORKSHOP);

const start = (at = NOON): Promise<TestPipeline> => testPipeline(model, at);
const iso = (at: number) => new Date(at).toISOString();
const inBothSystems = (order: string, status: string) => [
  { order, status },
  { order, status, system: 'mes' },
];

describe('From an event to a message', () => {
  test('one order late in a stage is one message, updated as others join, resolved when all have moved', async () => {
    const p = await start();
    await p.tell(...inBothSystems('1', 'PLACED'));
    await p.pass(29 * MINUTE);
    expect(await p.messages()).toEqual([]);
    await p.tell(...inBothSystems('2', 'PLACED'));
    await p.pass(3 * MINUTE);
    expect(await p.messages()).toMatchObject([{ kind: 'open', lines: [{ order: '1' }] }]);
    await p.pass(29 * MINUTE);
    expect(await p.messages()).toMatchObject([{ kind: 'update', lines: [{ order: '1' }, { order: '2' }] }]);
    await p.tell({ order: '1', status: 'PRICED' }, { order: '2', status: 'PRICED' });
    await p.pass(2 * MINUTE);
    expect(await p.messages()).toMatchObject([{ kind: 'resolved' }]);
    expect(p.cleared).toEqual(['moved', 'moved']);
  });

  test('fires while the stage is still running, within two seconds of the due instant', async () => {
    const p = await start();
    await p.tell(...inBothSystems('1', 'PLACED'));
    p.now += 30 * MINUTE + 1;
    await p.pass(0);
    expect(await p.order('1')).toMatchObject({
      state: 'late',
      alarms: [{ key: 'late|page|stage:PLACED|stage PLACED#working' }],
    });
  });

  test('an order that went late and moved on before anybody looked is told all the same', async () => {
    const p = await start();
    await p.tell(...inBothSystems('1', 'PLACED'));
    p.now += 3 * HOUR;
    await p.tell({ order: '1', status: 'PRICED', at: iso(NOON + 2 * HOUR) });
    await p.pass(MINUTE);
    expect(await p.messages()).toMatchObject([{ kind: 'resolved', lines: [{ order: '1' }] }]);
    await p.tell({ order: '1', status: 'PRICED', at: iso(NOON + 2 * HOUR) });
    await p.pass(10 * MINUTE);
    expect(await p.store.incidents({ state: 'all', limit: 10 })).toHaveLength(1);
  });

  test('what is told twice, in parts or in another order leaves the same order behind', async () => {
    const events = [
      ...inBothSystems('1', 'PLACED'),
      { order: '1', status: 'PRICED', at: iso(NOON + MINUTE) },
      { order: '1', status: 'APPROVED', at: iso(NOON + 2 * MINUTE) },
    ];
    const a = await start();
    await a.tell(...events);
    const b = await start();
    for (const event of [...events, ...events].reverse()) await b.tell({ at: iso(NOON), ...event });
    expect((await b.order('1')).journey).toEqual((await a.order('1')).journey);
  });
});

describe('Cases the core must survive', () => {
  test('first day: what was overdue before the watcher was there is one summary, not a flood', async () => {
    const p = await start();
    const old = Array.from({ length: 3_000 }, (_, i) => ({
      order: `o${i}`,
      status: 'PLACED',
      at: iso(NOON - DAY - i * MINUTE),
    }));
    for (let i = 0; i < old.length; i += 500) await p.tell(...old.slice(i, i + 500));
    await p.pass(2 * MINUTE);
    const incidents = await p.store.incidents({ state: 'open', limit: 10 });
    expect(incidents).toMatchObject([{ kind: 'backlog', total: 3_000, open: 3_000 }]);
    expect(await p.messages()).toHaveLength(1);
  });

  test('late news: the incident closes as a false alarm, which is counted', async () => {
    const p = await start();
    await p.tell(...inBothSystems('1', 'PLACED'));
    await p.pass(40 * MINUTE);
    await p.tell({ order: '1', status: 'PRICED', at: iso(NOON + 10 * MINUTE) });
    await p.pass(2 * MINUTE);
    expect(p.cleared).toEqual(['late-news']);
    expect(await p.messages()).toMatchObject([{ kind: 'resolved' }]);
  });

  test('model change: orders in flight are re-dued under the new version, and the clock says so', async () => {
    const p = await start();
    await p.tell(...inBothSystems('1', 'PLACED'));
    await p.pass(40 * MINUTE);
    const relaxed = modelOf(ONLY_EVENTS.replace('within: 30m, warn: 15m', 'within: 2h'));
    const q = p.under(relaxed);
    await q.pass(2 * MINUTE);
    expect(await q.order('1')).toMatchObject({
      state: 'on-track',
      modelVersion: relaxed.version,
      alarms: [],
    });
    expect(q.cleared).toEqual(['re-dued']);
    const { verdict } = q.deps.assessor.assess((await q.order('1')).journey, q.now, q.deps.health());
    expect(verdict.judgements[0]?.deadline.clock).toMatchObject({
      modelVersion: relaxed.version,
      limit: '2h',
    });
  });

  test('an order that comes back: the same id used again is judged anew', async () => {
    const p = await start();
    await p.tell({ status: 'PLACED' }, { status: 'CLOSED', at: iso(NOON + MINUTE) });
    expect(await p.order()).toMatchObject({ state: 'ended' });
    p.now = NOON + DAY;
    await p.tell(...inBothSystems('42', 'PLACED'));
    expect(await p.order()).toMatchObject({ state: 'on-track', stage: 'PLACED', since: NOON + DAY });
    await p.pass(31 * MINUTE);
    expect(await p.order()).toMatchObject({ state: 'late' });
  });

  test('a promise holds for the use of the id in which it was made', async () => {
    const p = await testPipeline(promising, NOON);
    const promised = { promised_on: '2026-11-03' };
    await p.tell(
      { status: 'PLACED', attributes: promised },
      { status: 'CLOSED', at: iso(NOON + MINUTE), attributes: promised },
    );
    p.now = NOON + 9 * DAY;
    await p.tell(...inBothSystems('42', 'PLACED'));
    await p.pass(MINUTE);
    expect(await p.order()).toMatchObject({ state: 'on-track' });
    await p.tell({ status: 'PLACED', attributes: { promised_on: '2026-11-11' } });
    await p.pass(MINUTE);
    expect(await p.order()).toMatchObject({ state: 'late' });
  });

  test('different ids: what two systems call differently is one order, also when they meet late', async () => {
    const p = await start();
    await p.tell({ order: '42', status: 'PLACED' }, { order: 'M-0042', status: 'PLACED', system: 'mes' });
    expect((await p.order('42')).journey.marks).toHaveLength(2);
    await p.tell({ order: 'X-9', status: 'PRICED' });
    await p.pass(40 * MINUTE);
    await p.tell({ order: '42', status: 'APPROVED', aliases: { mes: 'X-9' } });
    await p.tell({ order: '42', status: 'MAKING', aliases: { shop: 'X-9' } });
    const merged = await p.order('X-9');
    expect(merged.journey).toMatchObject({ order: '42' });
    expect(merged.journey.marks.map((m) => m.stage)).toEqual(
      expect.arrayContaining(['PLACED', 'PRICED', 'MAKING']),
    );
    expect((await p.store.orders({ limit: 10 })).items).toHaveLength(1);
  });

  test('hot order: a hundred thousand observations of one do not grow it', async () => {
    const p = await start();
    for (let batch = 0; batch < 20; batch += 1) {
      const hot = Array.from({ length: 5_000 }, (_, i) => ({
        status: 'PLACED',
        at: iso(NOON - (batch * 5_000 + i) * 10),
      }));
      await p.tell(...hot);
    }
    expect((await p.order()).journey.marks.length).toBeLessThanOrEqual(8);
  });

  test('fixed by hand: a job that touches every row is no incident, and hides none', async () => {
    const p = await testPipeline(withDatabases, NOON);
    const seen = async () => {
      await p.health('mes-db', { watermark: p.now });
      await p.health('shop-db', { watermark: p.now });
    };
    const row = (id: number, at: number) => ({
      id,
      order_id: `${id}`,
      status: 'MAKING',
      updated_at: iso(at),
    });
    await seen();
    await p.rows('mes-db', row(1, NOON), row(2, NOON));
    // A night later a job touches both; eight working hours have passed since, for neither anew.
    p.now = Date.parse('2026-11-24T14:00:00+03:00');
    await seen();
    await p.rows('mes-db', row(1, p.now), row(2, p.now));
    await p.pass(10_000);
    expect(await p.order('1')).toMatchObject({ since: NOON, state: 'late' });
    // Support puts one right with SQL, with a status that leads back: shown, and told to nobody here.
    await p.rows('mes-db', { id: 2, order_id: '2', status: 'SHIPPED', updated_at: iso(p.now + 1_000) });
    expect(await p.order('2')).toMatchObject({ stage: 'SHIPPED', alarms: [] });
    // The archive deletes closed rows: a row that is no longer there says nothing.
    expect(await p.order('1')).toMatchObject({ stage: 'MAKING' });
  });

  test('clocks: a source that is five minutes behind is no reason to call an order late', async () => {
    const p = await testPipeline(withDatabases, NOON);
    await p.health('shop-db', { watermark: NOON + HOUR });
    await p.health('mes-db', { watermark: NOON + 32 * MINUTE, skewMs: -5 * MINUTE });
    await p.rows('shop-db', { id: 1, order_id: '1', status: 'PLACED', at: iso(NOON) });
    await p.rows('mes-db', { id: 1, order_id: '1', status: 'PLACED', updated_at: iso(NOON) });
    p.now = NOON + 33 * MINUTE;
    await p.pass(0);
    expect(await p.order('1')).toMatchObject({ state: 'at-risk' });
  });

  test('blind is not lost: a shut eye is one page, the order undetermined until it opens', async () => {
    const p = await testPipeline(withDatabases, NOON);
    await p.health('shop-db', { watermark: NOON + DAY });
    await p.health('mes-db', { watermark: NOON + MINUTE });
    await p.rows('shop-db', { id: 1, order_id: '1', status: 'PLACED', at: iso(NOON) });
    await p.rows('mes-db', { id: 1, order_id: '1', status: 'PLACED', updated_at: iso(NOON) });
    await p.health('mes-db', { watermark: NOON + MINUTE, state: 'blind', detail: 'connection refused' });
    await p.pass(40 * MINUTE);
    expect(await p.order('1')).toMatchObject({ state: 'undetermined', alarms: [] });
    const incidents = await p.store.incidents({ state: 'open', limit: 10 });
    expect(incidents).toMatchObject([{ kind: 'witness', place: 'mes-db' }]);
    await p.health('mes-db', { watermark: p.now });
    await p.pass(2 * MINUTE);
    expect(await p.order('1')).toMatchObject({ state: 'late' });
  });

  test('test orders are left out, also when it is said only later that they are', async () => {
    const p = await start();
    await p.tell({ order: 'TEST-1', status: 'PLACED' }, ...inBothSystems('7', 'PLACED'));
    await p.pass(40 * MINUTE);
    expect(await p.order('TEST-1')).toMatchObject({ state: 'left-out' });
    await p.tell({ order: '7', status: 'PRICED', attributes: { test: true } });
    expect(await p.order('7')).toMatchObject({ state: 'left-out', alarms: [] });
    expect(p.cleared).toEqual(['left-out']);
  });

  test('shadow: what would have been told is recorded, and told to nobody', async () => {
    const p = await testPipeline(
      modelOf(ONLY_EVENTS.replace('environment: test', 'environment: test\nshadow: true')),
      NOON,
    );
    await p.tell(...inBothSystems('1', 'PLACED'));
    await p.pass(40 * MINUTE);
    expect(await p.store.deliveries({ limit: 10 })).toMatchObject([{ state: 'shadow' }]);
    expect(await p.store.claimDeliveries(p.now, 1_000, 10, [])).toEqual([]);
  });

  test('nothing to watch: silence at noon is told, and so is its end', async () => {
    const monday = Date.parse('2026-11-16T09:00:00+03:00');
    const flowing = modelOf(`${ONLY_EVENTS}flow: { severity: page, weeks: 4 }\n`);
    const p = await testPipeline(flowing, monday - 28 * DAY);
    for (let hour = 0; hour < 28 * 24; hour += 1) {
      const at = monday - 28 * DAY + hour * HOUR;
      const busy = hour % 24 < 9;
      p.now = at;
      const orders = Array.from({ length: busy ? 6 : 0 }, (_, i) => ({
        order: `${hour}-${i}`,
        status: 'PRICED',
        at: iso(at),
      }));
      if (orders.length > 0) await p.tell(...orders);
    }
    p.now = monday + HOUR;
    await p.tell({ order: 'last', status: 'PRICED' });
    p.now += 3 * HOUR;
    await p.pass(MINUTE);
    const open = (await p.store.incidents({ state: 'open', limit: 10 })).filter(
      ({ kind }) => kind === 'flow',
    );
    expect(open).toHaveLength(1);
    await p.tell({ order: 'again', status: 'PRICED' });
    await p.pass(3 * MINUTE);
    expect(
      (await p.store.incidents({ state: 'open', limit: 10 })).filter(({ kind }) => kind === 'flow'),
    ).toEqual([]);
  });

  test('an unknown status is a rejection, and the rest of the batch goes on', async () => {
    const p = await start();
    const result = await p.tell({ order: '1', status: 'TELEPORTED' }, { order: '2', status: 'PLACED' });
    expect(result).toMatchObject({ accepted: 1, rejected: [{ reason: 'unknown-status' }] });
    expect(await p.store.rejections(10)).toMatchObject([{ reason: 'unknown-status' }]);
  });
});

describe('A journey read aright', () => {
  test('a job that touches every row brings no order back, and ends no deadline', async () => {
    const p = await testPipeline(withDatabases, NOON);
    const turn = async (now: number) => {
      p.now = now;
      await p.health('mes-db', { watermark: now });
      await p.health('shop-db', { watermark: now });
      await p.pass(0);
    };
    const shop = (id: number, status: string, at: number) => ({
      id: `${id}${status}`,
      order_id: `${id}`,
      status,
      at: iso(at),
    });
    const mes = (id: number, status: string, at: number) => ({
      id,
      order_id: `${id}`,
      status,
      updated_at: iso(at),
    });
    await turn(NOON + HOUR);
    await p.rows('mes-db', mes(1, 'PRICED', NOON), mes(2, 'SHIPPED', NOON), mes(3, 'PRICED', NOON));
    await p.rows('shop-db', shop(1, 'PRICED', NOON), shop(1, 'APPROVED', NOON + 30 * MINUTE));
    await p.rows('shop-db', shop(2, 'CLOSED', NOON + 30 * MINUTE), shop(3, 'CANCELLED', NOON + 30 * MINUTE));
    const orders = async () =>
      (await Promise.all(['1', '2', '3'].map((id) => p.order(id)))).map(({ stage, since, state }) => ({
        stage,
        since,
        state,
      }));
    const before = await orders();
    expect(before.map(({ stage, state }) => [stage, state])).toEqual([
      ['APPROVED', 'on-track'],
      ['CLOSED', 'ended'],
      ['CANCELLED', 'ended'],
    ]);
    const night = NOON + 14 * HOUR;
    await turn(night);
    await p.rows('mes-db', mes(1, 'PRICED', night), mes(2, 'SHIPPED', night), mes(3, 'PRICED', night));
    await turn(night + DAY);
    expect(await orders()).toEqual(before);
    expect(await p.store.incidents({ state: 'all', limit: 10 })).toEqual([]);
  });

  test('times and promises that cannot be stop neither their own order nor the rest of the batch', async () => {
    const p = await testPipeline(withDatabases, NOON);
    const row = (id: string, status: string, at: string, promised_on?: string) => ({
      id: `${id}${status}`,
      order_id: id,
      status,
      at,
      promised_on,
    });
    const result = await p.rows(
      'shop-db',
      row('1', 'PRICED', '2000-01-01T00:00:00Z'),
      row('1', 'APPROVED', iso(NOON)),
      row('2', 'PLACED', iso(NOON), '0001-01-01'),
      row('3', 'PLACED', iso(NOON)),
    );
    expect(result).toMatchObject({ accepted: 4 });
    await p.tell({ order: '4', status: 'PLACED', attributes: { promised_on: '2026-02-30' } });
    for (const [order, stage] of [
      ['1', 'APPROVED'],
      ['2', 'PLACED'],
      ['3', 'PLACED'],
      ['4', 'PLACED'],
    ]) {
      expect(await p.order(order)).toMatchObject({ stage });
    }
  });

  test('a workshop that never learns of a cancellation is told of, though the order is over', async () => {
    const p = await testPipeline(
      modelOf(
        ONLY_EVENTS.replace(
          'hops:\n',
          'hops:\n  cancelled-to-mes: { status: CANCELLED, from: shop, to: mes, via: amqp }\n',
        ).replace('limits:\n', 'limits:\n  - { hop: cancelled-to-mes, within: 2m, severity: page }\n'),
      ),
      NOON,
    );
    await p.tell(...inBothSystems('1', 'PRICED'));
    p.now += MINUTE;
    await p.tell({ order: '1', status: 'CANCELLED' });
    expect(await p.order('1')).toMatchObject({ state: 'on-track', stage: 'CANCELLED' });
    await p.pass(5 * MINUTE);
    expect(await p.messages()).toMatchObject([{ kind: 'open', lines: [{ order: '1' }] }]);
    await p.tell({ order: '1', status: 'CANCELLED', system: 'mes' });
    await p.pass(2 * MINUTE);
    expect(await p.messages()).toMatchObject([{ kind: 'resolved' }]);
    expect(await p.order('1')).toMatchObject({ state: 'ended', alarms: [] });
  });

  test('an order that is left out stays so, by however many names it is known', async () => {
    const p = await start();
    await p.tell({ order: 'TEST-1', status: 'PLACED' });
    for (let i = 10; i < 40; i += 1)
      await p.tell({ order: 'TEST-1', status: 'PLACED', aliases: { shop: `A${i}` } });
    expect(await p.order('TEST-1')).toMatchObject({ state: 'left-out', journey: { order: 'A10' } });
  });
});
