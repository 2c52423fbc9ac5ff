import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mesIdOf, parseMesId, parseShopId } from './order-id.ts';

it('comes back from MES as it went there', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999_999_999 }), (order) => {
      expect(parseMesId(mesIdOf(order))).toBe(order);
      expect(parseShopId(String(order))).toBe(order);
    }),
  );
});

it('is written with four digits at least', () => {
  expect([mesIdOf(42), mesIdOf(500_001)]).toEqual(['M-0042', 'M-500001']);
});

it.each(['', '42', 'M-', 'M-0', 'M-0042x', 'm-0042', `M-${'9'.repeat(16)}`])('is none of MES: %j', (text) => {
  expect(parseMesId(text)).toBeUndefined();
});

it.each(['', '0', '042', '-1', '1e3', 'M-0042', '9'.repeat(16)])('is none of the shop: %j', (text) => {
  expect(parseShopId(text)).toBeUndefined();
});
