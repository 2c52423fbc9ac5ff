import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changesOf, type Remembered } from './list-changes.ts';
import type { List } from './list-reading.ts';

const list: fc.Arbitrary<List> = fc
  .dictionary(fc.constantFrom('1', '2', '3', '__proto__'), fc.constantFrom('new', 'made', 'sent'))
  .map((orders) => new Map(Object.entries(orders)));

it('what was told of a list is the list, but for those that were missing once', () => {
  fc.assert(
    fc.property(fc.array(list, { minLength: 1, maxLength: 8 }), (reads) => {
      let remembered: Remembered = { listed: new Map(), missing: new Set() };
      const told = new Map<unknown, unknown>();
      for (const [i, read] of reads.entries()) {
        const changes = changesOf(remembered, read, 'screen', i);
        for (const { says, order, status, at } of changes.records) {
          expect(at).toBe(i);
          expect(told.get(order)).not.toBe(says === 'listed' ? status : undefined);
          if (says === 'listed') told.set(order, status);
          else told.delete(order);
        }
        ({ remembered } = changes);
        for (const [order, status] of read) expect(told.get(order)).toBe(status);
        const before: List = reads[i - 1] ?? new Map();
        for (const order of told.keys())
          expect(read.has(order as string) || before.has(order as string)).toBe(true);
      }
    }),
  );
});

it('a list that stays as it is is told once', () => {
  fc.assert(
    fc.property(list, (read) => {
      const first = changesOf({ listed: new Map(), missing: new Set() }, read, 'screen', 0);
      expect(first.records).toHaveLength(read.size);
      expect(changesOf(first.remembered, read, 'screen', 1).records).toEqual([]);
    }),
  );
});
