import { describe, expect, it } from 'vitest';
import { hasReached, wayTo } from './way.ts';

describe('the way of a canary', () => {
  it('of a customer goes through every status up to the one that is asked for', () => {
    expect(wayTo('MANUFACTURING_STARTED', 'b2c').map(({ to }) => to)).toEqual([
      'FILE_UPLOADED',
      'SUBMITTED',
      'PRICE_CALCULATED',
      'MANUFACTURING_APPROVED',
      'MANUFACTURING_STARTED',
    ]);
  });

  it('of a partner begins with its price', () => {
    expect(wayTo('MANUFACTURING_APPROVED', 'b2b').map(({ to }) => to)).toEqual([
      'PRICE_CALCULATED',
      'MANUFACTURING_APPROVED',
    ]);
  });

  it('to the end waits for the other system wherever that one must know first', () => {
    const waits = wayTo('CLOSED', 'b2c').map(({ to, after }) => [to, after?.teller, after?.status]);
    expect(waits).toContainEqual(['PRICE_CALCULATED', undefined, undefined]);
    expect(waits).toContainEqual(['MANUFACTURING_APPROVED', 'shop-api', 'PRICE_CALCULATED']);
    expect(waits).toContainEqual(['MANUFACTURING_STARTED', 'mes-api', 'MANUFACTURING_APPROVED']);
    expect(waits).toContainEqual(['CLOSED', 'shop-api', 'SHIPPED']);
  });

  it('to a cancelled order leads over its price', () => {
    expect(wayTo('CANCELLED', 'b2c').map(({ to }) => to)).toEqual([
      'FILE_UPLOADED',
      'SUBMITTED',
      'PRICE_CALCULATED',
      'CANCELLED',
    ]);
  });

  it('is done where somebody else went further, and not where the order was cancelled', () => {
    expect(hasReached('PACKAGING', 'MANUFACTURING_APPROVED')).toBe(true);
    expect(hasReached('SUBMITTED', 'PRICE_CALCULATED')).toBe(false);
    expect(hasReached('CANCELLED', 'PACKAGING')).toBe(false);
  });
});
