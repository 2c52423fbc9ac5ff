import { describe, expect, test } from 'vitest';
import { handleIncident, unveil } from '../../pipeline.ts';
import { modelOf, NOON, WORKSHOP } from '../../testing/model.ts';
import { type TestPipeline, testPipeline } from '../../testing/pipeline.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Pages go to the console, and to the lead once they have lasted an hour and a half. */
const REMINDING = WORKSHOP.replace(/ {2}shop-db:[\s\S]*?(?=leave_out)/, '')
  .replace(/ {2}- \{ promise.*\n/, '')
  .replace('console: { kind: console }', 'console: { kind: console }, lead: { kind: console }')
  .replace('join_for: 6h }', 'join_for: 6h, repeat: 1h, escalate: { after: 90m, to: lead } }');
const PLAIN = REMINDING.replace(', repeat: 1h, escalate: { after: 90m, to: lead }', '');
/** An order placed at noon is late at half past, and is told after another half minute. */
const LATE = 30 * MINUTE;
const TOLD = LATE + MINUTE;

const placed = (order: string) => [
  { order, status: 'PLACED' },
  { order, status: 'PLACED', system: 'mes' },
];
const iso = (at: number) => new Date(at).toISOString();

/** Order 42 is late and told. */
async function told(text = REMINDING): Promise<TestPipeline> {
  const p = await testPipeline(modelOf(text), NOON);
  await p.tell(...placed('42'));
  await p.pass(TOLD, MINUTE / 2);
  expect(p.noticed).toEqual(['first']);
  return p;
}

async function only(p: TestPipeline) {
  const [incident] = await p.store.incidents({ state: 'all', limit: 9 });
  if (incident === undefined) throw new Error('no incident');
  return incident;
}
async function acknowledge(p: TestPipeline, by: string | null = 'Ann') {
  return handleIncident(p.deps, (await only(p)).id, { kind: 'acknowledge', by });
}
async function snooze(p: TestPipeline, forMs: number) {
  return handleIncident(p.deps, (await only(p)).id, { kind: 'snooze', forMs });
}

/** Each row of the outbox as `channel subject kind`, the id cut off; in the order in which they came. */
async function outbox(p: TestPipeline): Promise<readonly string[]> {
  const { id } = await only(p);
  const rows = await p.store.deliveries({ limit: 50 });
  return rows
    .toReversed()
    .map(({ channel, subject, message }) => `${channel} ${subject.replace(id, 'i')} ${message.kind}`);
}

async function newest(p: TestPipeline) {
  const [row] = await p.store.deliveries({ limit: 1 });
  if (row === undefined) throw new Error('nothing is told');
  return row.message;
}

/** Another order that becomes late now. */
async function joins(p: TestPipeline, ...orders: string[]): Promise<void> {
  const at = iso(p.now - LATE);
  await p.tell(...orders.flatMap(placed).map((event) => ({ ...event, at })));
}

describe('An incident that lasts', () => {
  test('is posted anew after each repeat, and the post before says that it is continued', async () => {
    const p = await told(REMINDING.replace(', escalate: { after: 90m, to: lead }', ''));
    await p.pass(HOUR - MINUTE, MINUTE);
    expect(p.noticed).toEqual(['first']);
    await p.pass(MINUTE, MINUTE / 2);
    expect(p.noticed).toEqual(['first', 'repeated']);
    expect(await outbox(p)).toEqual(['console i continued', 'console i:2 update']);
    const { reason, facts } = await newest(p);
    expect([reason, facts[0]?.label]).toEqual(['repeated', 'Again']);
    await p.pass(HOUR, MINUTE);
    expect(await outbox(p)).toEqual(['console i continued', 'console i:2 continued', 'console i:3 update']);
    expect(await only(p)).toMatchObject({ posts: 3 });
  });

  test('is repeated by its last post: an update in place is seen by nobody', async () => {
    const p = await told();
    await p.pass(50 * MINUTE, MINUTE);
    await joins(p, '43');
    await p.pass(10 * MINUTE, MINUTE / 2);
    expect(p.noticed).toEqual(['first', 'changed', 'repeated']);
    expect(await newest(p)).toMatchObject({ lines: [{ order: '42' }, { order: '43' }] });
  });

  test('is escalated once, to those who then hear of its end as well', async () => {
    const p = await told(REMINDING.replace('repeat: 1h, ', ''));
    await p.pass(88 * MINUTE, MINUTE);
    expect(p.noticed).toEqual(['first']);
    await p.pass(2 * MINUTE, MINUTE / 2);
    expect(p.noticed).toEqual(['first', 'escalated']);
    expect(await outbox(p)).toEqual(['console i update', 'lead i update']);
    expect(await newest(p)).toMatchObject({ reason: 'escalated' });
    await p.pass(5 * HOUR, 10 * MINUTE);
    expect(p.noticed).toEqual(['first', 'escalated']);
    await p.tell({ status: 'PRICED' });
    await p.pass(2 * MINUTE);
    expect(p.noticed).toEqual(['first', 'escalated', 'resolved']);
    expect(await outbox(p)).toEqual(['console i resolved', 'lead i resolved']);
  });

  test('that is escalated and repeated goes on anew to both', async () => {
    const p = await told();
    await p.pass(2 * HOUR, MINUTE / 2);
    expect(p.noticed).toEqual(['first', 'repeated', 'escalated', 'repeated']);
    expect(await outbox(p)).toEqual([
      ...['console i continued', 'console i:2 continued', 'lead i:2 continued'],
      ...['console i:3 update', 'lead i:3 update'],
    ]);
  });

  test('noticed long after it was due gives those told first an interval before it is escalated', async () => {
    const p = await testPipeline(modelOf(REMINDING), NOON);
    await p.tell(...placed('42'));
    p.now = NOON + DAY;
    await p.pass(30_000, 10_000);
    expect(p.noticed).toEqual(['first']);
    await p.pass(50_000, 10_000);
    expect(p.noticed).toEqual(['first']);
    await p.pass(10_000, 10_000);
    expect(p.noticed).toEqual(['first', 'escalated']);
  });

  test('from before the watch began is told once', async () => {
    const p = await testPipeline(modelOf(REMINDING), NOON);
    await p.tell(...placed('42').map((event) => ({ ...event, at: iso(NOON - DAY) })));
    await p.pass(DAY, HOUR);
    expect(await only(p)).toMatchObject({ kind: 'backlog', open: 1 });
    expect(p.noticed).toEqual(['first']);
  });

  test('of a severity that waits for the morning is in each digest, and in that of the lead once escalated', async () => {
    const daily = REMINDING.replace(
      /group_wait: 30s.*/,
      "daily: '09:00', escalate: { after: 30h, to: lead } }",
    );
    const p = await testPipeline(modelOf(daily), NOON);
    await p.tell(...placed('42'));
    await p.pass(3 * DAY - 2 * HOUR, HOUR);
    expect(p.noticed).toEqual(['first', 'escalated', 'repeated']);
    const rows = (await p.store.deliveries({ limit: 9 })).toReversed();
    expect(rows.map(({ channel, subject }) => `${channel} ${subject.slice(7, 17)}`)).toEqual([
      ...['console 2026-11-21', 'console 2026-11-22', 'lead 2026-11-22'],
      ...['console 2026-11-23', 'lead 2026-11-23'],
    ]);
  });

  test('takes on a repeat that the model did not have before', async () => {
    const p = await told(PLAIN);
    await unveil(p.deps);
    await p.pass(HOUR, MINUTE);
    expect(p.noticed).toEqual(['first', 'nothing-new']);
    const q = p.under(modelOf(REMINDING));
    await unveil(q.deps);
    await q.pass(MINUTE);
    expect(q.noticed).toEqual(['repeated']);
    await unveil(q.deps);
    await q.pass(MINUTE);
    expect(q.noticed).toEqual(['repeated']);
  });
});

describe('An incident that somebody acknowledged', () => {
  test('says so at once, and is neither repeated nor escalated', async () => {
    const p = await told();
    expect(await acknowledge(p)).toMatchObject({ reason: 'noted' });
    await p.pass(0);
    expect(p.noticed).toEqual(['first', 'handled']);
    const { facts } = await newest(p);
    expect(facts[0]).toEqual({ label: 'Acknowledged', value: 'by Ann at 12:31' });
    await p.pass(6 * HOUR, 10 * MINUTE);
    expect(p.noticed).toEqual(['first', 'handled']);
    await p.tell({ status: 'PRICED' });
    await p.pass(2 * MINUTE);
    expect(p.noticed).toEqual(['first', 'handled', 'resolved']);
    expect(await outbox(p)).toEqual(['console i resolved']);
  });

  test('twice by the same is acknowledged once; by another it is taken over', async () => {
    const p = await told();
    await acknowledge(p);
    await p.pass(MINUTE);
    const before = await only(p);
    await acknowledge(p);
    await acknowledge(p, null);
    expect(await only(p)).toEqual(before);
    await acknowledge(p, 'Bob');
    await p.pass(0);
    expect(p.noticed).toEqual(['first', 'handled', 'handled']);
    expect(await only(p)).toMatchObject({ acknowledged: { by: 'Bob' } });
  });

  test('before it was told is told with its first message', async () => {
    const p = await testPipeline(modelOf(REMINDING), NOON);
    await p.tell(...placed('42'));
    await p.pass(LATE + 10_000, MINUTE / 6);
    await acknowledge(p);
    await p.pass(20_000);
    expect(p.noticed).toEqual([]);
    await p.pass(2 * HOUR, MINUTE);
    expect(p.noticed).toEqual(['first']);
    expect((await newest(p)).facts[0]).toMatchObject({ label: 'Acknowledged' });
  });

  test('is updated while it grows, and posted anew once more than twice as many are in it', async () => {
    const p = await told();
    await acknowledge(p);
    await joins(p, '43');
    await p.pass(2 * MINUTE);
    expect(p.noticed).toEqual(['first', 'handled', 'changed']);
    await joins(p, '44');
    await p.pass(MINUTE + 10_000);
    expect(p.noticed).toEqual(['first', 'handled', 'changed', 'worse']);
    expect(await outbox(p)).toEqual(['console i continued', 'console i:2 update']);
    expect((await newest(p)).facts[0]).toEqual({
      label: 'Worse',
      value: '3 orders by now, 1 when it was acknowledged',
    });
    const { acknowledged } = await only(p);
    expect(acknowledged).toMatchObject({ by: 'Ann', lapsedAt: p.now });
    // From then on nobody takes care of it: an hour later it is repeated, half an hour later escalated.
    await p.pass(89 * MINUTE, MINUTE);
    expect(p.noticed.slice(4)).toEqual(['repeated']);
    await p.pass(MINUTE);
    expect(p.noticed.slice(4)).toEqual(['repeated', 'escalated']);
    await acknowledge(p);
    expect(await only(p)).toMatchObject({ acknowledged: { by: 'Ann', total: 3, lapsedAt: null } });
  });

  test('says nothing of an order that is told under another class: that is another incident', async () => {
    const p = await told(PLAIN);
    await acknowledge(p);
    await p.pass(MINUTE);
    const { id, key } = await only(p);
    await p.store.transaction(async (tx) => {
      const [incident] = (await tx.lockIncidents([id])).values();
      // As it was before more was known.
      await tx.saveIncidents([{ ...incident!, key: `${key.split('#')[0]}#?` }]);
      const journeys = await tx.lockJourneys(['42']);
      const records = [...journeys.values()].map((record) => ({
        ...record,
        nextAt: p.now,
        alarms: record.alarms.map((alarm) => ({ ...alarm, key: `${key.split('#')[0]}#?` })),
      }));
      await tx.saveJourneys(records);
    });
    await p.pass(2 * MINUTE);
    expect(p.cleared).toEqual(['re-judged']);
    expect(p.noticed).toEqual(['first', 'handled', 'first', 'resolved']);
    const open = await p.store.incidents({ state: 'open', limit: 9 });
    expect(open).toMatchObject([{ acknowledged: null, total: 1 }]);
  });
});

describe('An incident that somebody snoozed', () => {
  test('says so, is quiet until then, and then tells once how it stands', async () => {
    const p = await told();
    await snooze(p, 2 * HOUR);
    await p.pass(0);
    expect((await newest(p)).facts[0]).toEqual({
      label: 'Snoozed',
      value: 'until 14:31: nothing is told before',
    });
    await joins(p, '43', '44', '45');
    await p.pass(2 * HOUR - MINUTE, MINUTE);
    expect(p.noticed).toEqual(['first', 'handled']);
    await p.pass(MINUTE);
    expect(p.noticed.slice(2)).toEqual(['snooze-over']);
    expect(await outbox(p)).toEqual(['console i continued', 'console i:2 update']);
    expect((await newest(p)).lines).toHaveLength(4);
    expect(await only(p)).toMatchObject({ snoozedUntil: null });
  });

  test('is resolved when the snooze ends, as of when its last order left', async () => {
    const p = await told();
    await snooze(p, HOUR);
    await p.pass(MINUTE);
    await p.tell({ status: 'PRICED' });
    const leftAt = p.now;
    await p.pass(50 * MINUTE, MINUTE);
    expect(p.noticed).toEqual(['first', 'handled']);
    expect(await only(p)).toMatchObject({ open: 0, resolvedAt: null });
    await p.pass(10 * MINUTE, MINUTE);
    expect(p.noticed.slice(2)).toEqual(['resolved']);
    expect(await only(p)).toMatchObject({ resolvedAt: leftAt });
  });

  test('again is quiet until the later word says', async () => {
    const p = await told();
    await snooze(p, 3 * HOUR);
    await p.pass(MINUTE);
    await snooze(p, 5 * MINUTE);
    await p.pass(4 * MINUTE);
    expect(p.noticed).toEqual(['first', 'handled', 'handled']);
    await p.pass(MINUTE);
    expect(p.noticed.slice(3)).toEqual(['snooze-over']);
  });

  test('and acknowledged is told of neither when the snooze ends, but for that', async () => {
    const p = await told();
    await snooze(p, 5 * HOUR);
    await acknowledge(p);
    await p.pass(8 * HOUR, 10 * MINUTE);
    expect(p.noticed).toEqual(['first', 'handled', 'snooze-over']);
  });
});

describe('Of an incident', () => {
  test.each([
    ['that is not there', 'none', 'unknown'],
    ['whose id no database can keep', 'a\0', 'unknown'],
  ])('%s nobody can take care', async (_what, id, reason) => {
    const p = await told();
    expect(await handleIncident(p.deps, id, { kind: 'snooze', forMs: HOUR })).toEqual({ reason });
  });

  test('that is over nobody need take care', async () => {
    const p = await told();
    await p.tell({ status: 'PRICED' });
    await p.pass(2 * MINUTE);
    const before = await only(p);
    expect(await acknowledge(p)).toEqual({ reason: 'over', incident: before });
    expect(await only(p)).toEqual(before);
  });
});
