import { type Model, parseModel } from '@orderwatch/model';

/** A small model with a witness of each kind and shape, for the tests of this folder. */
const TEXT = `
orderwatch: 1
name: tests
timezone: Europe/Berlin
systems:
  shop: {}
  mes: { ids: [{ match: '^M-0*([1-9][0-9]*)$', order: '$1' }] }
  partner: {}
stages:
  PLACED: { system: shop, start: true, next: [MADE] }
  MADE: { system: mes, next: [DONE] }
  DONE: { system: shop, end: success }
  CANCELLED: { system: shop, end: cancelled, after: any }
limits:
  - { stage: PLACED, within: 1d, severity: digest }
  - { promise: promised_on, until: DONE, severity: digest }
witnesses:
  shop-db:
    kind: database
    systems: [shop]
    url_env: SHOP_DATABASE_URL
    table: public.history
    shape: history
    columns:
      { order: order_id, line: parcel, status: status, at: at, key: id, cursor: at, aliases: { mes: mes_id, partner: partner_id } }
    statuses: { new: PLACED, note: null }
    attributes:
      channel: channel
      amount: { column: amount, type: number }
      test: { column: is_test, type: boolean }
      promised_on: { column: promised_on, type: date }
      promised_at: { column: promised_at, type: instant }
  mes-db:
    kind: database
    systems: [mes, shop]
    url_env: MES_DATABASE_URL
    table: public.orders
    shape: snapshot
    zone: Europe/Berlin
    columns: { order: id, status: status, at: updated_at, key: id }
  traces:
    kind: trace
    services: { shop-api: shop, mes-api: mes }
    statuses: { NEW: PLACED, CHAT: null }
  orders-file:
    kind: file
    systems: [shop]
    shape: wide
    zone: UTC
    time_format: M/d/yyyy H:mm
    columns: { order: id, status: status, stages: { PLACED: placed, MADE: made, DONE: done } }
    attributes:
      city: city
      promised_on: { column: promised, type: date }
  events: { kind: event, systems: [shop, mes] }
notify:
  - { severity: digest, to: [console] }
channels:
  console: { kind: console }
`;

export function testModel(): Model {
  const parsed = parseModel(TEXT, { file: 'test.yaml', now: Date.UTC(2026, 0, 1) });
  if (!parsed.ok)
    throw new Error(
      parsed.problems.map((problem) => `${problem.line}: ${problem.message}; ${problem.fix}`).join('\n'),
    );
  return parsed.model;
}
