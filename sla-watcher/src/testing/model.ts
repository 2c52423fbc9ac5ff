import { type Model, parseModel, renderProblem } from '@orderwatch/model';

/** A Friday noon in Moscow, from which the tests count. */
export const NOON = Date.parse('2026-11-20T12:00:00+03:00');

/** Parses a model for a test; what is wrong with it fails the test with all its problems. */
export function modelOf(text: string): Model {
  const parsed = parseModel(text, { file: 'test.yaml', now: NOON });
  if (!parsed.ok) throw new Error(parsed.problems.map(renderProblem).join('\n'));
  return parsed.model;
}

/** A shop and a workshop, joined by two hops; an events witness for both and a database for each. */
export const WORKSHOP = `
orderwatch: 1
name: workshop
environment: test
timezone: Europe/Moscow
systems:
  shop: { title: Shop }
  mes: { title: Workshop, ids: [{ match: '^M-0*([1-9][0-9]*)$', order: '$1' }] }
stages:
  PLACED: { system: shop, start: true, next: [PRICED] }
  PRICED: { system: mes, start: true, next: [APPROVED] }
  APPROVED: { system: shop, next: [MAKING] }
  MAKING: { system: mes, next: [SHIPPED] }
  SHIPPED: { system: mes, next: [CLOSED] }
  CLOSED: { system: shop, end: success, next: [RETURNED] }
  RETURNED: { system: shop, compensates: CLOSED, next: [CLOSED] }
  CANCELLED: { system: shop, end: cancelled, after: any }
hops:
  placed-to-mes: { status: PLACED, from: shop, to: mes, via: amqp }
  priced-to-shop: { status: PRICED, from: mes, to: shop, via: amqp }
limits:
  - { stage: PLACED, when: { channel: b2b }, within: 10m, severity: page }
  - { stage: PLACED, within: 30m, warn: 15m, severity: page }
  - { stage: MAKING, within: 8h working, severity: page }
  - { stage: RETURNED, within: 7d, severity: page }
  - { hop: placed-to-mes, within: 2m, severity: page }
  - { order: all, within: 21d, except: [PRICED], until: SHIPPED, severity: page }
  - { promise: promised_on, until: SHIPPED, warn: 2d, severity: page }
calendars:
  working:
    zone: Europe/Moscow
    hours: { mon-fri: '09:00-18:00' }
    holidays: [2026-11-23]
    until: 2027-12-31
witnesses:
  events: { kind: event, systems: [shop, mes] }
  shop-db:
    kind: database
    systems: [shop]
    url_env: SHOP_DATABASE_URL
    table: public.history
    shape: history
    columns: { order: order_id, status: status, at: at, key: id }
    attributes:
      promised_on: { column: promised_on, type: date }
      channel: channel
      test: { column: test, type: boolean }
    poll: 10s
  mes-db:
    kind: database
    systems: [mes]
    url_env: MES_DATABASE_URL
    table: public.orders
    shape: snapshot
    columns: { order: order_id, status: status, at: updated_at, key: id }
    poll: 10s
leave_out: [{ when: { test: true } }, { order: 'TEST-.*' }]
maintenance: [{ name: backup, weekly: 'sun 03:00-04:00', systems: [mes] }]
channels: { console: { kind: console } }
notify:
  - { severity: page, to: [console], group_wait: 30s, group_interval: 1m, join_for: 6h }
`;
