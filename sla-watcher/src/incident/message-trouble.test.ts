import { expect, test } from 'vitest';
import { renderIncident } from './message.ts';
import { asText, ENGLISH_VOICE, incidentOf, memberOf, NOW, RUSSIAN_VOICE } from './message-cases.ts';
import type { VoiceOptions } from './message-voice.ts';

const backlog = incidentOf({ kind: 'backlog', key: 'backlog', total: 340, open: 340 });
const witness = { kind: 'witness', rule: 'witness', place: 'shop-db', total: 1, open: 1 } as const;
const flow = { kind: 'flow', rule: 'flow', place: 'flow', total: 1, open: 1, detail: '14' } as const;
const anomaly = incidentOf({
  kind: 'anomaly',
  rule: 'illegal-transition',
  place: 'PACKAGING → SUBMITTED',
  severity: 'digest',
});

/** What is in trouble beside late orders, and two of them when they are over. */
function told(voice: VoiceOptions): string {
  const none = { members: [], more: 1 };
  return [
    { incident: backlog, members: [memberOf('42')], more: 339 },
    { incident: incidentOf({ ...witness, detail: 'it refuses our role' }), ...none },
    { incident: incidentOf({ ...witness, resolvedAt: NOW }), ...none },
    { incident: incidentOf(flow), ...none },
    { incident: incidentOf({ ...flow, resolvedAt: NOW }), ...none },
    { incident: anomaly, members: [memberOf('42'), memberOf('43')], more: 0 },
  ]
    .map((input) => asText(renderIncident({ ...input, ...voice })))
    .join('\n\n');
}

test('a backlog, a blind witness, a stopped flow and an anomaly are told in English', () => {
  expect(told(ENGLISH_VOICE)).toMatchInlineSnapshot(`
    "[open page] BACKLOG: 340 orders already overdue when the watch began
    Longest late: order 42, 1 h 12 min
    Why it was due: limit 30m · started 10:02 · due 10:32
    Last seen: in SUBMITTED since 10:02 (shop-db)
    What it means: Told once, as one summary. What becomes overdue from now on is told by itself.
    Since: 10:32 Europe/Moscow, 1 h 12 min ago
    Model: jewellery, rule stage:SUBMITTED
    * 42 — 1 h 12 min late · in SUBMITTED since 10:02 (shop-db) · due 10:32
    +339
    /incidents/3f9c0a12bd44

    [open page] BLIND: witness shop-db does not see
    Reason: it refuses our role
    Since: 10:32 Europe/Moscow, 1 h 12 min ago
    What it means: Orders that only it could have seen are not called late or lost until it sees again.
    Model: jewellery, rule witness
    /incidents/3f9c0a12bd44

    [resolved page] RESOLVED: witness shop-db sees again
    Lasted: 1 h 12 min (10:32 – 11:44 Europe/Moscow)
    Model: jewellery, rule witness
    /incidents/3f9c0a12bd44

    [open page] FLOW STOPPED: no new orders
    Since: 10:32 Europe/Moscow, 1 h 12 min ago
    Usual: about 14 orders in such a time, going by the same hours of past weeks
    Model: jewellery, rule flow
    /incidents/3f9c0a12bd44

    [resolved page] RESOLVED: new orders are coming in again
    Lasted: 1 h 12 min (10:32 – 11:44 Europe/Moscow)
    Model: jewellery, rule flow
    /incidents/3f9c0a12bd44

    [open digest] ANOMALY: transition that the model does not allow, PACKAGING → SUBMITTED: 2 orders
    Last seen: in SUBMITTED since 10:02 (shop-db)
    Since: 10:32 Europe/Moscow, 1 h 12 min ago
    Model: jewellery, rule illegal-transition
    * 42 — in SUBMITTED since 10:02 (shop-db)
    * 43 — in SUBMITTED since 10:02 (shop-db)
    /incidents/3f9c0a12bd44"
  `);
});

test('and in Russian', () => {
  expect(told(RUSSIAN_VOICE)).toMatchInlineSnapshot(`
    "[open page] НАКОПИЛОСЬ: просрочено ещё до начала наблюдения — 340 заказов
    Дольше всех: заказ 42, 1 ч 12 мин
    Почему такой срок: предел 30m · начало 10:02 · срок 10:32
    Последнее известное: в SUBMITTED с 10:02 (shop-db)
    Что это значит: Сообщается один раз, одной сводкой. О новых просрочках будет сказано отдельно.
    С какого времени: 10:32 Europe/Moscow, 1 ч 12 мин назад
    Модель: jewellery, правило stage:SUBMITTED
    * 42 — опоздание 1 ч 12 мин · в SUBMITTED с 10:02 (shop-db) · срок 10:32
    +339
    /incidents/3f9c0a12bd44

    [open page] СЛЕПОТА: свидетель shop-db не видит
    Причина: it refuses our role
    С какого времени: 10:32 Europe/Moscow, 1 ч 12 мин назад
    Что это значит: Заказы, которые мог видеть только он, не считаются опоздавшими или потерянными, пока он снова не увидит.
    Модель: jewellery, правило witness
    /incidents/3f9c0a12bd44

    [resolved page] РЕШЕНО: свидетель shop-db снова видит
    Длилось: 1 ч 12 мин (10:32 – 11:44 Europe/Moscow)
    Модель: jewellery, правило witness
    /incidents/3f9c0a12bd44

    [open page] ПОТОК ОСТАНОВИЛСЯ: новых заказов нет
    С какого времени: 10:32 Europe/Moscow, 1 ч 12 мин назад
    Обычно: за такое время около 14 заказов, судя по тем же часам прошлых недель
    Модель: jewellery, правило flow
    /incidents/3f9c0a12bd44

    [resolved page] РЕШЕНО: новые заказы снова поступают
    Длилось: 1 ч 12 мин (10:32 – 11:44 Europe/Moscow)
    Модель: jewellery, правило flow
    /incidents/3f9c0a12bd44

    [open digest] АНОМАЛИЯ: переход, которого нет в модели, PACKAGING → SUBMITTED: 2 заказа
    Последнее известное: в SUBMITTED с 10:02 (shop-db)
    С какого времени: 10:32 Europe/Moscow, 1 ч 12 мин назад
    Модель: jewellery, правило illegal-transition
    * 42 — в SUBMITTED с 10:02 (shop-db)
    * 43 — в SUBMITTED с 10:02 (shop-db)
    /incidents/3f9c0a12bd44"
  `);
});
