import { describe, expect, it, test } from 'vitest';
import type { HopRecord } from '../../domain/observation.ts';
import { modelOf, WORKSHOP } from '../../testing/model.ts';
import { matchesTopic, matchHop } from './match-hop.ts';

const NAMED = WORKSHOP.replace(
  /hops:[\s\S]*?(?=limits)/,
  `hops:
  placed-to-mes: { status: PLACED, from: shop, to: mes, via: amqp, exchange: orders, routing_key: order.placed, queue: mes.orders }
  approved-to-mes: { status: APPROVED, from: shop, to: mes, via: amqp, exchange: orders, routing_key: 'order.approved.#', queue: mes.orders }
  priced-to-shop: { status: PRICED, from: mes, to: shop, via: http, route: 'POST /prices/:id' }
`,
);
const model = modelOf(NAMED);
const amqp = (names: string[], routingKey: string | null): HopRecord['carrier'] => ({
  via: 'amqp',
  names,
  routingKey,
});

function hopOf(
  system: string,
  point: HopRecord['point'],
  carrier: HopRecord['carrier'],
  status: string | null = null,
  by = model,
) {
  return matchHop(by, system, { point, carrier, status })?.name ?? null;
}

describe('a message', () => {
  it.each([
    [
      'by exchange and routing key, where it is sent',
      'shop',
      'published',
      ['orders'],
      'order.placed',
      'placed-to-mes',
    ],
    [
      'by queue and routing key, where it comes',
      'mes',
      'received',
      ['mes.orders'],
      'order.placed',
      'placed-to-mes',
    ],
    [
      'by a routing key with a wildcard',
      'mes',
      'received',
      ['mes.orders'],
      'order.approved.by.seller',
      'approved-to-mes',
    ],
    ['not by a key that neither has', 'mes', 'received', ['mes.orders'], 'order.cancelled', null],
    ['not by a queue alone that two hops share', 'mes', 'received', ['mes.orders'], null, null],
    ['not by the routing key of another exchange', 'shop', 'published', ['mails'], 'order.placed', null],
    ['not where it goes the other way', 'mes', 'published', ['orders'], 'order.placed', null],
    ['not where the broker tells nothing', 'shop', 'published', [], null, null],
  ] as const)('is on a hop %s', (_, system, point, names, key, hop) => {
    expect(hopOf(system, point, amqp([...names], key))).toBe(hop);
  });

  it('that fits two hops is on the one whose status its span names', () => {
    const carrier = amqp(['mes.orders'], null);
    expect(hopOf('mes', 'received', carrier)).toBeNull();
    expect(hopOf('mes', 'received', carrier, 'APPROVED')).toBe('approved-to-mes');
    expect(hopOf('mes', 'received', carrier, 'PLACED')).toBe('placed-to-mes');
  });
});

test('a message with a wrong key is on the hop whose status its span names, if the exchange agrees', () => {
  const carrier = amqp(['orders'], 'nobody.knows');
  expect(hopOf('shop', 'published', carrier, 'PLACED')).toBe('placed-to-mes');
  expect(hopOf('shop', 'published', carrier, 'PRICED')).toBeNull();
  expect(hopOf('shop', 'published', amqp(['mails'], 'nobody.knows'), 'PLACED')).toBeNull();
});

test('a call is on a hop by its method and route', () => {
  const route = (text: string): HopRecord['carrier'] => ({ via: 'http', route: text });
  expect(hopOf('shop', 'received', route('POST /prices/:id'))).toBe('priced-to-shop');
  expect(hopOf('shop', 'received', route('GET /prices/:id'))).toBeNull();
});

test('a hop without names is found by the status, and by nothing else', () => {
  const plain = modelOf(WORKSHOP);
  const carrier = amqp(['anything'], 'at.all');
  expect(hopOf('mes', 'received', carrier, 'PLACED', plain)).toBe('placed-to-mes');
  expect(hopOf('mes', 'received', carrier, null, plain)).toBeNull();
});

test.each([
  ['order.placed', 'order.placed', true],
  ['order.*', 'order.placed', true],
  ['order.*', 'order', false],
  ['order.*', 'order.placed.b2b', false],
  ['order.#', 'order', true],
  ['order.#', 'order.placed.b2b', true],
  ['#', '', true],
  ['#.placed', 'a.b.placed', true],
  ['#.placed.#', 'placed', true],
  ['*.placed', 'placed', false],
  ['a.#.b.#.c', 'a.x.b.c', true],
  ['a.#.b.#.c', 'a.x.c', false],
])('as a binding, %s takes %s: %s', (pattern, key, takes) => {
  expect(matchesTopic(pattern, key)).toBe(takes);
});

test('a routing key of many words is matched in no time', () => {
  const key = Array.from({ length: 127 }, () => 'a').join('.');
  expect(matchesTopic(`${'#.'.repeat(60)}b`, key)).toBe(false);
});
