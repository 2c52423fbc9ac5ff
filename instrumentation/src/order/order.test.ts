import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBaggage } from './baggage.ts';
import { parseHosts } from './hosts.ts';
import { mergeOrders, parseOrder } from './order.ts';

const ALLOWED = new Set(['order.channel', 'order.complexity']);

describe('an order', () => {
  it('is its id and what is allowed of it', () => {
    const order = parseOrder(
      { id: 42, channel: 'b2c', partnerId: 'p', attributes: { 'order.note': 'x' } },
      ALLOWED,
    );
    expect(order).toEqual({
      id: '42',
      entries: [
        ['order.id', '42'],
        ['order.channel', 'b2c'],
      ],
    });
  });

  it.each([undefined, null, '', {}, { id: '' }, { id: Number.NaN }, true])(
    'is none without an id: %j',
    (input) => {
      expect(parseOrder(input as never, ALLOWED)).toBeUndefined();
    },
  );

  it('keeps what was known of it when it is bound again by its id alone', () => {
    const earlier = parseOrder({ id: 1, channel: 'b2c', complexity: 'low' }, ALLOWED)!;
    expect(mergeOrders(earlier, parseOrder(1, ALLOWED)!)).toBe(earlier);
    const later = parseOrder({ id: 1, complexity: 'high' }, ALLOWED)!;
    expect(Object.fromEntries(mergeOrders(earlier, later).entries)).toEqual({
      'order.id': '1',
      'order.channel': 'b2c',
      'order.complexity': 'high',
    });
  });

  it('comes out of baggage as it went in, whatever is in it', () => {
    const text = fc.string({ minLength: 1, maxLength: 200, unit: 'grapheme' });
    fc.assert(
      fc.property(text, text, (id, channel) => {
        const order = parseOrder({ id, channel }, ALLOWED)!;
        const header = order.baggage;
        expect(header).toMatch(/^[\x21-\x7e]+$/);
        expect(readBaggage(header, ALLOWED).order).toEqual(order);
      }),
    );
  });
});

describe('a baggage header', () => {
  it('gives the order and, apart from it, what is of others', () => {
    const { order, others } = readBaggage(
      'user=1;meta=x, order.id=42 ,order.channel=b2b,order.note=n',
      ALLOWED,
    );
    expect(order?.id).toBe('42');
    expect(others).toEqual([
      ['user', '1'],
      ['order.note', 'n'],
    ]);
  });

  it('never throws, whatever comes', () => {
    fc.assert(fc.property(fc.anything(), (header) => void readBaggage(header, ALLOWED)));
    fc.assert(fc.property(fc.string(), (header) => void readBaggage(header, ALLOWED)));
  });

  it('is not read when it is too long', () => {
    expect(readBaggage(`order.id=1,x=${'y'.repeat(9000)}`, ALLOWED).order).toBeUndefined();
  });
});

describe('hosts that may learn of the order', () => {
  const hosts = parseHosts(['crm', 'mes:8080', '*.Internal']);
  it.each([
    ['crm', 80, true],
    ['CRM', undefined, true],
    ['mes', 8080, true],
    ['mes', 80, false],
    ['a.internal', 443, true],
    ['internal', 443, false],
    ['evilinternal', 443, false],
    ['crm.evil.org', 80, false],
  ])('%s:%s %s', (host, port, allowed) => {
    expect(hosts(host, port)).toBe(allowed);
  });
});
