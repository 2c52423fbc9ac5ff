import { describe, expect, test } from 'vitest';
import { unveil } from '../pipeline.ts';
import { modelOf, NOON, WORKSHOP } from '../testing/model.ts';
import { type TestPipeline, testPipeline } from '../testing/pipeline.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ONLY_EVENTS = WORKSHOP.replace(/ {2}shop-db:[\s\S]*?(?=leave_out)/, '').replace(
  / {2}- \{ promise.*\n/,
  '',
);
const WITH_DIGEST = ONLY_EVENTS.replace(
  'join_for: 6h }',
  "join_for: 6h }\n  - { severity: digest, to: [console], daily: '09:00' }",
);
const moscow = (local: string) => Date.parse(`${local}+03:00`);
const iso = (at: number) => new Date(at).toISOString();
const inBothSystems = (order: string, status: string) => [
  { order, status },
  { order, status, system: 'mes' },
];

/** As `kind open/total`. */
async function incidents(p: TestPipeline): Promise<readonly string[]> {
  const all = await p.store.incidents({ state: 'all', limit: 100 });
  return all.map(({ severity, open, total }) => `${severity} ${open}/${total}`);
}

async function toldAndMovedOn(): Promise<TestPipeline> {
  const p = await testPipeline(modelOf(ONLY_EVENTS), NOON);
  await p.tell(...inBothSystems('42', 'PLACED'));
  await p.pass(40 * MINUTE);
  await p.tell({ status: 'PRICED' });
  await p.pass(5 * MINUTE);
  expect(await p.messages()).toMatchObject([{ kind: 'resolved' }]);
  return p;
}

describe('Telling once', () => {
  test('an order with one parcel over late and one still late stays in its incident', async () => {
    const p = await testPipeline(modelOf(ONLY_EVENTS), NOON);
    const placed = (line: string) => inBothSystems('42', 'PLACED').map((event) => ({ ...event, line }));
    await p.tell(...placed('a'), ...placed('b'));
    p.now += HOUR;
    await p.tell({ line: 'a', status: 'PRICED' });
    await p.pass(10 * MINUTE);
    expect(await p.messages()).toMatchObject([{ kind: 'open', lines: [{ order: '42' }] }]);
    expect(await incidents(p)).toEqual(['page 1/1']);
  });

  test.each([
    { what: 'a parcel that becomes known afterwards', news: { status: 'APPROVED', line: 'p1' } },
    { what: 'a witness with a time one second earlier', news: { status: 'PLACED', at: iso(NOON - 1000) } },
    {
      what: 'an attribute that brings another limit',
      news: { status: 'APPROVED', attributes: { channel: 'b2b' } },
    },
  ])('$what does not make old lateness new', async ({ news }) => {
    const p = await toldAndMovedOn();
    p.now += DAY;
    await p.tell(news);
    await p.pass(3 * MINUTE);
    expect(await incidents(p)).toEqual(['page 0/1']);
  });

  test('news within a maintenance window takes nothing back, and after it nothing is told twice', async () => {
    const p = await testPipeline(modelOf(ONLY_EVENTS), moscow('2026-11-22T01:00:00'));
    const placedAt = iso(p.now);
    await p.tell(...inBothSystems('42', 'PLACED'));
    await p.pass(40 * MINUTE);
    p.now = moscow('2026-11-22T03:10:00');
    await p.tell({ status: 'PLACED', at: placedAt, attributes: { note: 'the customer called' } });
    await p.pass(HOUR);
    expect(await incidents(p)).toEqual(['page 1/1']);
    expect(await p.messages()).toMatchObject([{ kind: 'open' }]);
    expect(p.cleared).toEqual([]);
  });
});

describe('Telling whom it concerns', () => {
  test('a morning missed in an outage does not swallow the next', async () => {
    const everythingDaily = WITH_DIGEST.replaceAll('severity: page }', 'severity: digest }');
    for (let minute = 0; minute < 6; minute += 1) {
      const p = await testPipeline(modelOf(everythingDaily), moscow('2026-11-18T12:00:00') + minute * MINUTE);
      await p.tell(...inBothSystems('1', 'PLACED'));
      await p.pass(HOUR, MINUTE);
      p.now = moscow('2026-11-20T04:00:00');
      await p.pass(0);
      await p.tell({ order: 'new', status: 'PLACED' });
      await p.pass(6 * HOUR, HOUR);
      expect(JSON.stringify(await p.messages())).toContain('"new"');
    }
  });

  test('each severity has a digest of its own, to its own channels', async () => {
    const model = WITH_DIGEST.replace(
      'console: { kind: console }',
      'console: { kind: console }, boss: { kind: console }',
    )
      .replace(/severity: page, to: .*/, "severity: page, to: [boss], daily: '09:00' }")
      .replace(
        'hop: placed-to-mes, within: 2m, severity: page',
        'hop: placed-to-mes, within: 2m, severity: digest',
      );
    const p = await testPipeline(modelOf(model), NOON);
    await p.tell({ status: 'PLACED' });
    await p.pass(DAY, HOUR);
    const told = await p.store.deliveries({ limit: 10 });
    expect(told.map(({ channel }) => channel).sort()).toEqual(['boss', 'console']);
  });

  test('a rule that becomes a page is told as one, also of orders that only waited for the digest', async () => {
    const asDigest = WITH_DIGEST.replace('warn: 15m, severity: page', 'warn: 15m, severity: digest');
    const p = await testPipeline(modelOf(asDigest), NOON);
    await p.tell(...inBothSystems('1', 'PLACED'));
    await p.pass(40 * MINUTE, MINUTE);
    expect(await p.messages()).toEqual([]);
    const q = p.under(modelOf(WITH_DIGEST));
    await q.pass(2 * MINUTE);
    expect(await q.messages()).toMatchObject([{ kind: 'open', severity: 'page', lines: [{ order: '1' }] }]);
    expect(q.cleared).toEqual(['re-dued']);
  });
});

describe('Trouble with a witness', () => {
  test('is over when the witness is no longer in the model', async () => {
    const p = await testPipeline(modelOf(WORKSHOP), NOON);
    await p.health('shop-db', { watermark: NOON + 99 * DAY });
    await p.health('mes-db', { state: 'blind', watermark: NOON, detail: 'connection refused' });
    await p.pass(2 * MINUTE);
    expect(await incidents(p)).toEqual(['page 1/1']);
    const q = p.under(modelOf(ONLY_EVENTS));
    await q.pass(5 * MINUTE);
    expect(await incidents(q)).toEqual(['page 0/1']);
  });

  test.each([
    { lasting: 10 * HOUR, told: 1 },
    { lasting: 20_000, told: 0 },
  ])('of digest severity that lasted $lasting ms before the morning is told $told times', async (given) => {
    const text = WORKSHOP.replace('poll: 10s\nleave_out', 'poll: 10s\n    severity: digest\nleave_out');
    const model = modelOf(
      text.replace(
        'join_for: 6h }',
        "join_for: 6h }\n  - { severity: digest, to: [console], daily: '09:00', group_wait: 30s }",
      ),
    );
    const p = await testPipeline(model, moscow('2026-11-18T20:00:00'));
    await p.health('shop-db', { watermark: p.now + 99 * DAY });
    await p.health('mes-db', { state: 'blind', watermark: p.now, detail: 'connection refused' });
    await p.pass(given.lasting, given.lasting / 2);
    await p.health('mes-db', { watermark: p.now + 99 * DAY });
    await p.pass(20 * HOUR, HOUR);
    expect(await p.messages()).toHaveLength(given.told);
  });
});

describe('Why an alarm is over', () => {
  test('an order that was seen late, and next seen two stages on, has moved: that is no late news', async () => {
    const p = await testPipeline(modelOf(WORKSHOP.replace('within: 30m, warn: 15m', 'within: 30m')), NOON);
    const see = async () => {
      for (const witness of ['shop-db', 'mes-db']) await p.health(witness, { watermark: p.now });
    };
    await see();
    await p.rows('shop-db', { order_id: '42', status: 'PLACED', at: iso(NOON) });
    await p.rows('mes-db', { order_id: '42', status: 'PLACED', updated_at: iso(NOON) });
    p.now += 2 * HOUR;
    await see();
    await p.pass(0);
    expect((await p.order()).alarms).toHaveLength(1);
    await p.rows('shop-db', { order_id: '42', status: 'APPROVED', at: iso(p.now) });
    p.now += MINUTE;
    await see();
    await p.pass(MINUTE);
    expect(p.cleared).toEqual(['moved']);
  });

  test('an anomaly of an order that has ended is over with it', async () => {
    const p = await testPipeline(modelOf(`${ONLY_EVENTS}anomalies: { illegal-transition: page }\n`), NOON);
    const step = (status: string, ms: number) => ({ status, at: iso(NOON + ms) });
    await p.tell(...inBothSystems('42', 'PLACED'), step('MAKING', 1), step('APPROVED', 2));
    await p.pass(2 * MINUTE);
    expect(await incidents(p)).toEqual(['page 1/1']);
    await p.tell({ status: 'MAKING' }, { status: 'SHIPPED' }, { status: 'CLOSED' });
    await p.pass(2 * MINUTE);
    expect(p.cleared).toEqual(['ended']);
  });
});

test('when shadow mode ends, what is still open is told', async () => {
  const p = await testPipeline(
    modelOf(ONLY_EVENTS.replace('environment: test', 'environment: test\nshadow: true')),
    NOON,
  );
  await unveil(p.deps);
  await p.tell(...inBothSystems('42', 'PLACED'));
  await p.pass(HOUR, MINUTE);
  expect(await p.store.deliveries({ limit: 10 })).toMatchObject([{ state: 'shadow' }]);
  const q = p.under(modelOf(ONLY_EVENTS));
  await unveil(q.deps);
  await q.pass(MINUTE);
  expect(await q.store.deliveries({ limit: 10 })).toMatchObject([
    { state: 'wanted', message: { lines: [{ order: '42' }] } },
  ]);
  expect(await unveil(q.deps)).toBe(0);
});
