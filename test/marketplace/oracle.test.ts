import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MARKET_COLUMNS, marketplaceLines } from './generate.ts';
import { marketTruth } from './oracle.ts';

const LINES = [...marketplaceLines({ seed: 1, orders: 5_000 })];
const HEADER = MARKET_COLUMNS.join(',');
const truthOf = (...rows: readonly string[]) => marketTruth([HEADER, ...rows]);

describe('the marketplace', () => {
  it('is the same for the same seed', () => {
    expect(createHash('sha256').update(LINES.join('\n')).digest('hex')).toBe(
      '0dbe98c8b26d28eb82b7fa1bd61185ba69c61155a2f3d16bd9e9802f4373b7f9',
    );
  });

  it('has one row an order, each with an id of its own', () => {
    expect(LINES).toHaveLength(5_001);
    expect(new Set(LINES.map((line) => line.split(',')[0])).size).toBe(5_001);
  });

  it('has something for every count', () => {
    const { now, ...counts } = marketTruth(LINES);
    expect(new Date(now).toISOString().slice(0, 4)).toBe('2018');
    expect(counts).toMatchInlineSnapshot(`
      {
        "approval": {
          "finishedLate": 611,
          "openOverdue": 0,
          "unjudgeable": 13,
        },
        "backwards": 87,
        "deliveredUntimed": 1,
        "handover": {
          "finishedLate": 724,
          "openOverdue": 42,
          "unjudgeable": 34,
        },
        "promise": {
          "finishedLate": 378,
          "openOverdue": 93,
          "unjudgeable": 48,
        },
        "promiseAsInstant": {
          "finishedLate": 460,
          "openOverdue": 93,
          "unjudgeable": 48,
        },
      }
    `);
  });
});

describe('the oracle of the marketplace', () => {
  const late = (row: string) => {
    const { promise, promiseAsInstant, approval, handover } = truthOf(row);
    return [promise, promiseAsInstant, approval, handover].map((count) => Object.values(count));
  };

  it.each([
    ['a delivery on the promised day is in time', '5/20/2017 23:59', [0, 0, 0]],
    ['a delivery at the following midnight is not', '5/21/2017 0:00', [1, 0, 0]],
  ])('%s', (_, deliveredAt, expected) => {
    const row = `a,b,delivered,5/2/2017 10:00,5/3/2017 10:00,5/8/2017 10:00,${deliveredAt},5/20/2017 0:00`;
    expect(late(row)[0]).toEqual(expected);
  });

  it('takes a limit that is used up to the minute as kept', () => {
    const kept = 'a,b,delivered,5/2/2017 10:00,5/3/2017 10:00,5/8/2017 10:00,5/19/2017 0:00,5/20/2017 0:00';
    expect(late(kept).flat()).toEqual(new Array(12).fill(0));
    const missed = 'a,b,delivered,5/2/2017 10:00,5/3/2017 10:01,5/8/2017 10:02,5/19/2017 0:00,5/20/2017 0:00';
    expect(late(missed).slice(2)).toEqual([
      [1, 0, 0],
      [1, 0, 0],
    ]);
  });

  it('tells open orders from those that ended at an unknown time', () => {
    const last = 'z,z,delivered,9/1/2018 0:00,9/1/2018 0:01,9/1/2018 0:02,9/2/2018 0:00,9/20/2018 0:00';
    const row = (status: string) => `a,b,${status},5/2/2017 10:00,5/2/2017 10:05,,,5/20/2017 0:00`;
    expect(truthOf(row('processing'), last).handover).toEqual({
      finishedLate: 0,
      openOverdue: 1,
      unjudgeable: 0,
    });
    expect(truthOf(row('canceled'), last).handover).toEqual({
      finishedLate: 0,
      openOverdue: 0,
      unjudgeable: 1,
    });
  });
});
