import { describe, expect, test } from 'vitest';
import { renderIncident } from './message.ts';
import { asText, ENGLISH_VOICE, incidentOf, leftAs, memberOf, NOW, RUSSIAN_VOICE } from './message-cases.ts';

const late = {
  incident: incidentOf({ total: 12, open: 12 }),
  members: [memberOf('42'), memberOf('57', { dueAt: NOW - 45_000, sighting: { witness: null } })],
  more: 10,
};
const resolved = {
  incident: incidentOf({
    total: 7,
    open: 0,
    revision: 4,
    resolvedAt: Date.parse('2026-11-20T12:37:00+03:00'),
  }),
  members: [
    leftAs('42', 'moved', '11:10'),
    leftAs('43', 'moved', '11:12'),
    leftAs('44', 'ended', '11:30'),
    leftAs('45', 'late-news', '11:31'),
    leftAs('46', 'not-seen', '11:32'),
  ],
  more: 2,
};

describe('orders late at one place', () => {
  test('say which, where, how late, why due and what was last seen, in English', () => {
    expect(asText(renderIncident({ ...late, ...ENGLISH_VOICE }))).toMatchInlineSnapshot(`
      "[open page] LATE: 12 orders in SUBMITTED (limit 30m)
      Longest late: order 42, 1 h 12 min
      Why it was due: limit 30m · started 10:02 · due 10:32
      Last seen: in SUBMITTED since 10:02 (shop-db)
      Since: 10:32 Europe/Moscow, 1 h 12 min ago
      Model: jewellery, rule stage:SUBMITTED
      * 42 — 1 h 12 min late · in SUBMITTED since 10:02 (shop-db) · due 10:32
      * 57 — 45 s late · in SUBMITTED since 10:02 (inferred) · due 11:43
      +10
      /incidents/3f9c0a12bd44"
    `);
  });
  test('and in Russian', () => {
    expect(asText(renderIncident({ ...late, ...RUSSIAN_VOICE }))).toMatchInlineSnapshot(`
      "[open page] ОПОЗДАНИЕ: 12 заказов в SUBMITTED (предел 30m)
      Дольше всех: заказ 42, 1 ч 12 мин
      Почему такой срок: предел 30m · начало 10:02 · срок 10:32
      Последнее известное: в SUBMITTED с 10:02 (shop-db)
      С какого времени: 10:32 Europe/Moscow, 1 ч 12 мин назад
      Модель: jewellery, правило stage:SUBMITTED
      * 42 — опоздание 1 ч 12 мин · в SUBMITTED с 10:02 (shop-db) · срок 10:32
      * 57 — опоздание 45 с · в SUBMITTED с 10:02 (по выводу) · срок 11:43
      +10
      /incidents/3f9c0a12bd44"
    `);
  });
  test('say how many are left once some have gone', () => {
    const incident = incidentOf({ total: 21, open: 7, revision: 3 });
    const english = renderIncident({ ...late, incident, ...ENGLISH_VOICE });
    const russian = renderIncident({ ...late, incident, ...RUSSIAN_VOICE });
    expect([english.kind, english.title]).toEqual([
      'update',
      'LATE: 7 of 21 orders in SUBMITTED (limit 30m)',
    ]);
    expect(russian.title).toBe('ОПОЗДАНИЕ: 7 из 21 заказа в SUBMITTED (предел 30m)');
  });
  test('name the one order, its pauses and the day of what is not of today', () => {
    const at = (text: string) => Date.parse(`${text}+03:00`);
    const sighting = {
      stage: 'MANUFACTURING_APPROVED',
      since: at('2026-11-17T16:00'),
      limit: '24h working',
      startedAt: at('2026-11-17T16:00'),
      pausedMs: 55 * 3_600_000,
      healthUnknown: true,
    };
    const only = memberOf('M-0042', { dueAt: at('2026-11-20T11:00'), sighting });
    const incident = incidentOf({
      total: 1,
      open: 1,
      severity: 'digest',
      place: 'stage MANUFACTURING_APPROVED',
      rule: 'stage:MANUFACTURING_APPROVED',
    });
    expect(
      asText(renderIncident({ incident, members: [only], more: 0, ...ENGLISH_VOICE })),
    ).toMatchInlineSnapshot(`
      "[open digest] LATE: order M-0042 in MANUFACTURING_APPROVED (limit 24h working)
      Longest late: order M-0042, 44 min
      Why it was due: limit 24h working · started 17 Nov 16:00 · paused 2 d 7 h · due 11:00
      Last seen: in MANUFACTURING_APPROVED since 17 Nov 16:00 (shop-db)
      Health: nobody can know whether its witnesses see: judged on their word
      Since: 10:32 Europe/Moscow, 1 h 12 min ago
      Model: jewellery, rule stage:MANUFACTURING_APPROVED
      * M-0042 — 44 min late · in MANUFACTURING_APPROVED since 17 Nov 16:00 (shop-db) · due 11:00
      /incidents/3f9c0a12bd44"
    `);
  });
  test.each([
    ['hop price-to-crm', '2m', 'LATE: 12 orders at hop price-to-crm (limit 2m)'],
    ['order', '21d', 'LATE: 12 orders as a whole (limit 21d)'],
    // Each order was promised a day of its own.
    ['promise promised_on', '2026-11-19', 'LATE: 12 orders past promised_on'],
  ])('at %s are titled by their place', (place, limit, title) => {
    const members = [memberOf('42', { sighting: { limit } })];
    expect(
      renderIncident({ ...late, incident: { ...late.incident, place }, members, ...ENGLISH_VOICE }).title,
    ).toBe(title);
  });
  test('that nobody saw in any stage say so', () => {
    const sighting = { stage: null, since: null, witness: null, startedAt: null };
    const members = [memberOf('42', { dueAt: null, sighting })];
    const message = renderIncident({ ...late, members, ...ENGLISH_VOICE });
    expect(message.lines[0]?.text).toBe('in no stage that anybody saw');
    expect(message.facts[0]).toEqual({ label: 'Why it was due', value: 'limit 30m · start unknown' });
  });
});

describe('a resolved incident', () => {
  test('says how long it lasted and how each order left, in English', () => {
    expect(asText(renderIncident({ ...resolved, ...ENGLISH_VOICE }))).toMatchInlineSnapshot(`
      "[resolved page] RESOLVED: 7 orders in SUBMITTED (limit 30m)
      Lasted: 2 h 5 min (10:32 – 12:37 Europe/Moscow)
      How they left: 2 moved on, 1 ended, 1 had moved in time (late news), 1 out of sight (witness blind), 2 not listed here
      Model: jewellery, rule stage:SUBMITTED
      * 42 — moved on 11:10 · 38 min late · due 10:32
      * 43 — moved on 11:12 · 40 min late · due 10:32
      * 44 — ended 11:30 · 58 min late · due 10:32
      * 45 — late news 11:31: it had moved in time · due 10:32
      * 46 — out of sight 11:32: its witness went blind · due 10:32
      +2
      /incidents/3f9c0a12bd44"
    `);
  });
  test('and in Russian', () => {
    expect(asText(renderIncident({ ...resolved, ...RUSSIAN_VOICE }))).toMatchInlineSnapshot(`
      "[resolved page] РЕШЕНО: 7 заказов в SUBMITTED (предел 30m)
      Длилось: 2 ч 5 мин (10:32 – 12:37 Europe/Moscow)
      Чем кончилось: 2 прошли дальше, 1 завершён, 1 прошёл вовремя (поздняя весть), 1 не виден (свидетель ослеп), 2 здесь не показаны
      Модель: jewellery, правило stage:SUBMITTED
      * 42 — прошёл дальше 11:10 · опоздание 38 мин · срок 10:32
      * 43 — прошёл дальше 11:12 · опоздание 40 мин · срок 10:32
      * 44 — завершён 11:30 · опоздание 58 мин · срок 10:32
      * 45 — поздняя весть 11:31: он прошёл вовремя · срок 10:32
      * 46 — не виден 11:32: его свидетель ослеп · срок 10:32
      +2
      /incidents/3f9c0a12bd44"
    `);
  });
});

test.each([
  [1, '1 заказ'],
  [2, '2 заказа'],
  [5, '5 заказов'],
  [11, '11 заказов'],
  [21, '21 заказ'],
  [112, '112 заказов'],
])('%i orders take the right plural in Russian', (total, who) => {
  const incident = incidentOf({ total, open: total });
  expect(renderIncident({ ...late, members: [], incident, ...RUSSIAN_VOICE }).title).toBe(
    `ОПОЗДАНИЕ: ${who} в SUBMITTED`,
  );
});
