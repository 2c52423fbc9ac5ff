import { describe, expect, it } from 'vitest';
import { judgeTransition, STATUSES, statusAfter, statusBefore } from './status.ts';

describe('a transition', () => {
  it.each([
    ['INITIATED', 'FILE_UPLOADED'],
    ['PACKAGING', 'SHIPPED'],
    ['SHIPPED', 'CLOSED'],
    ['MANUFACTURING_STARTED', 'CANCELLED'],
  ] as const)('from %s to %s is allowed', (from, to) => {
    expect(judgeTransition(from, to)).toEqual({ kind: 'allowed' });
  });

  it.each([
    ['SUBMITTED', 'SUBMITTED', 'already-there'],
    ['CLOSED', 'CANCELLED', 'ended'],
    ['CANCELLED', 'SHIPPED', 'ended'],
    ['SHIPPED', 'PACKAGING', 'not-next'],
    ['SUBMITTED', 'MANUFACTURING_APPROVED', 'not-next'],
  ] as const)('from %s to %s is refused: %s', (from, to, reason) => {
    expect(judgeTransition(from, to)).toEqual({ kind: 'refused', reason });
  });
});

describe('the way of an order', () => {
  it('leads from the first status to the last, and back', () => {
    const way = STATUSES.filter((status) => status !== 'CANCELLED');
    expect(way.map(statusAfter)).toEqual([...way.slice(1), undefined]);
    expect(way.map(statusBefore)).toEqual([undefined, ...way.slice(0, -1)]);
  });

  it('does not say where a cancelled order came from', () => {
    expect(statusBefore('CANCELLED')).toBeUndefined();
  });
});
