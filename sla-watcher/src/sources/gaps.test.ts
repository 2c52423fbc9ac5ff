import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Gap } from '../domain/telemetry-source.ts';
import { joinGaps } from './gaps.ts';

const gap = fc
  .tuple(fc.nat(300), fc.nat(20), fc.boolean())
  .map(
    ([from, length, died]): Gap => ({ from, to: from + length, ...(died ? { died: true as const } : {}) }),
  );
const covers = ({ from, to }: Gap, at: number) => from <= at && at <= to;
const died = (from: number, to: number): Gap => ({ from, to, died: true });

describe('gaps', () => {
  it('are few, apart, and cover all that they ever covered', () => {
    fc.assert(
      fc.property(fc.array(gap, { maxLength: 200 }), (gaps) => {
        const joined = joinGaps(gaps);
        expect(joined.length).toBeLessThanOrEqual(32);
        for (let at = 0; at <= 320; at += 1) {
          if (gaps.some((one) => covers(one, at))) expect(joined.some((one) => covers(one, at))).toBe(true);
        }
        expect(joined.every(({ from }, i) => i === 0 || from >= (joined[i - 1] as Gap).to)).toBe(true);
        expect(joinGaps(joined)).toEqual(joined);
      }),
    );
  });

  it('are joined alike in whatever order and however often they come', () => {
    const few = fc.array(gap, { maxLength: 12 });
    fc.assert(
      fc.property(few, few, (a, b) => {
        expect(joinGaps([...joinGaps(b), ...joinGaps(a), ...a])).toEqual(joinGaps([...a, ...b]));
      }),
    );
  });

  it('are of a death only where nothing is missing for another reason', () => {
    fc.assert(
      fc.property(fc.array(gap, { maxLength: 200 }), fc.nat(320), (gaps, at) => {
        const inside = ({ from, to }: Gap) => from < at && at < to;
        if (!joinGaps(gaps).some((one) => one.died === true && inside(one))) return;
        expect(gaps.some((one) => one.died === true && covers(one, at))).toBe(true);
        expect(gaps.some((one) => one.died !== true && inside(one))).toBe(false);
      }),
    );
  });

  it.each<[string, Gap[], Gap[]]>([
    ['two deaths that meet are one', [died(1, 5), died(4, 9)], [died(1, 9)]],
    ['spans lost before a death', [{ from: 0, to: 4 }, died(4, 9)], [{ from: 0, to: 4 }, died(4, 9)]],
    ['spans lost into a death', [died(4, 9), { from: 0, to: 6 }], [{ from: 0, to: 6 }, died(6, 9)]],
    ['spans lost in a death', [died(1, 9), { from: 4, to: 5 }], [died(1, 4), { from: 4, to: 5 }, died(5, 9)]],
    ['a death that was none', [died(1, 9), { from: 1, to: 9 }], [{ from: 1, to: 9 }]],
  ])('%s', (_, gaps, joined) => {
    expect(joinGaps(gaps)).toEqual(joined);
  });
});
