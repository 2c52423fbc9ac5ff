import { expect, test } from 'vitest';
import { renderDigest } from './message.ts';
import { asText, ENGLISH_VOICE, incidentOf, leftAs, memberOf, NOW, RUSSIAN_VOICE } from './message-cases.ts';

const HOUR = 3_600_000;
const incidents = [
  { incident: incidentOf({ total: 12, open: 9 }), members: [memberOf('42'), memberOf('57')] },
  {
    incident: incidentOf({ id: 'b', place: 'promise promised_on', total: 1, open: 1 }),
    members: [memberOf('7', { dueAt: NOW - 76 * HOUR, sighting: { limit: '2026-11-17' } })],
  },
  {
    incident: incidentOf({ id: 'c', place: 'hop price-to-crm', total: 3, open: 0, resolvedAt: NOW }),
    members: [leftAs('8', 'moved', '11:10')],
  },
  {
    incident: incidentOf({ id: 'd', kind: 'anomaly', rule: 'duplicate', place: 'stage PACKAGING' }),
    members: [],
  },
];

test('the morning digest tells every place in a line, then the orders, latest first', () => {
  expect(asText(renderDigest({ incidents, ...ENGLISH_VOICE }))).toMatchInlineSnapshot(`
    "[digest digest] DIGEST 20 Nov: 4 matters
    in SUBMITTED: 9 orders · limit 30m · longest late 1 h 12 min
    past promised_on: 1 order · longest late 3 d 4 h
    at hop price-to-crm: resolved: 3 orders
    Anomaly: change told twice, in PACKAGING: 2 orders
    * 7 — past promised_on · 3 d 4 h late · in SUBMITTED since 10:02 (shop-db) · due 17 Nov 07:44
    * 42 — 1 h 12 min late · in SUBMITTED since 10:02 (shop-db) · due 10:32
    * 57 — 1 h 12 min late · in SUBMITTED since 10:02 (shop-db) · due 10:32
    +9
    /"
  `);
});

test('and in Russian', () => {
  expect(asText(renderDigest({ incidents, ...RUSSIAN_VOICE }))).toMatchInlineSnapshot(`
    "[digest digest] СВОДКА за 20 ноя: 4 события
    в SUBMITTED: 9 заказов · предел 30m · дольше всех 1 ч 12 мин
    позже обещанного (promised_on): 1 заказ · дольше всех 3 д 4 ч
    на переходе price-to-crm: решено: 3 заказа
    Аномалия: изменение сообщено дважды, в PACKAGING: 2 заказа
    * 7 — позже обещанного (promised_on) · опоздание 3 д 4 ч · в SUBMITTED с 10:02 (shop-db) · срок 17 ноя 07:44
    * 42 — опоздание 1 ч 12 мин · в SUBMITTED с 10:02 (shop-db) · срок 10:32
    * 57 — опоздание 1 ч 12 мин · в SUBMITTED с 10:02 (shop-db) · срок 10:32
    +9
    /"
  `);
});

test('orders late at one place since different days are one line', () => {
  const { title, facts, lines } = renderDigest({
    incidents: [
      { incident: incidentOf({ id: 'a', total: 1, open: 1 }), members: [memberOf('42')] },
      { incident: incidentOf({ id: 'b', total: 5, open: 2 }), members: [memberOf('57'), memberOf('58')] },
      { incident: incidentOf({ id: 'c', total: 4, open: 0, resolvedAt: NOW }), members: [] },
    ],
    ...ENGLISH_VOICE,
  });
  expect(title).toBe('DIGEST 20 Nov: 2 matters');
  expect(facts.map(({ value }) => value)).toEqual([
    '3 orders · limit 30m · longest late 1 h 12 min',
    'resolved: 4 orders',
  ]);
  expect(lines).toHaveLength(3);
});

test('a digest of very many incidents stays readable and says what it leaves out', () => {
  const many = Array.from({ length: 40 }, (_, i) => ({
    incident: incidentOf({ id: `${i}`, place: `stage S${i}`, total: 100, open: 100 }),
    members: Array.from({ length: 20 }, (__, j) => memberOf(`${i}-${j}`)),
  }));
  const { facts, lines, more } = renderDigest({ incidents: many, ...ENGLISH_VOICE });
  expect(facts.at(-1)).toEqual({ label: 'More', value: 'and 25 more, on the page' });
  expect(lines.length + more).toBe(4000);
});
