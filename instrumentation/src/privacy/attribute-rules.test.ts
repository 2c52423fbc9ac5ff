import { describe, expect, it } from 'vitest';
import { createAttributeRules } from './attribute-rules.ts';

const rules = createAttributeRules(['shop.*', 'feature'], 10);

function applied(attributes: Record<string, string | number | string[]>) {
  rules.apply(attributes);
  return attributes;
}

describe('attributes', () => {
  it('are kept when conventions name them, or the service was allowed to', () => {
    expect(
      applied({ 'http.route': '/a', 'shop.size': 3, feature: 'x', customer: 'Jane', 'shop.e': 'a@b.cc' }),
    ).toEqual({ 'http.route': '/a', 'shop.size': 3, feature: 'x', 'shop.e': '[e-mail]' });
  });

  it('lose what holds more than it says: queries, addresses, headers, parameters', () => {
    expect(
      applied({
        'url.full': 'http://h/?a=1',
        'url.query': '?a=1',
        'client.address': '10.1.1.1',
        'http.request.header.cookie': ['a=b'],
        'db.query.parameter.0': 'Jane',
      }),
    ).toEqual({ 'url.full': 'http://h/' });
  });

  it('are capped, also inside of arrays', () => {
    expect(applied({ 'shop.a': 'x'.repeat(50), 'shop.b': ['y'.repeat(50), 'z'] })).toEqual({
      'shop.a': 'x'.repeat(10),
      'shop.b': ['y'.repeat(10), 'z'],
    });
  });

  it('tell about how much memory they take', () => {
    expect(rules.apply({ 'shop.a': 'xxxx', 'shop.b': 1 })).toBe(32 + 4 + 32 + 8);
  });
});
