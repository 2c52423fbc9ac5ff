import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  beginning,
  completedAt,
  LEAKS,
  readTapPosition,
  type TapPosition,
  writeTapPosition,
} from './tap-position.ts';

const at = (completeAt: number, leak: TapPosition['leak'] = null): TapPosition => ({
  ...beginning('s'),
  completeAt,
  leak,
});

describe('how far a tap is complete', () => {
  it('moves on without a gap as long as nothing leaked', () => {
    expect(completedAt(at(10), 20)).toMatchObject({ completeAt: 20, gaps: [], leak: null });
  });

  it.each(LEAKS)('leaves a gap behind where it was %s, and then goes on', (leak) => {
    const told = completedAt(at(10, leak), 20);
    expect(told).toMatchObject({ completeAt: 20, gaps: [{ from: 10, to: 20 }], leak: null });
    expect(completedAt(told, 30)).toMatchObject({ completeAt: 30, gaps: [{ from: 10, to: 20 }] });
  });

  it('says nothing of the time before it began', () => {
    expect(completedAt({ ...beginning('s'), leak: 'new' }, 20)).toMatchObject({
      gaps: [{ from: 0, to: 20 }],
    });
  });

  it('does not go back when the clock does', () => {
    expect(completedAt(at(20), 10)).toMatchObject({ completeAt: 20 });
  });

  it('forgets no gap, however many there are', () => {
    const steps = fc.array(fc.record({ by: fc.integer({ min: 1, max: 9 }), leaks: fc.boolean() }), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(steps, (all) => {
        let position = at(0);
        const leaked: number[] = [];
        for (const { by, leaks } of all) {
          const from = position.completeAt!;
          position = completedAt({ ...position, leak: leaks ? 'gone' : null }, from + by);
          if (leaks) leaked.push(from + by / 2);
        }
        const { gaps } = position;
        expect(gaps.length).toBeLessThanOrEqual(32);
        for (const instant of leaked)
          expect(gaps.some(({ from, to }) => from <= instant && instant <= to)).toBe(true);
        for (const [i, gap] of gaps.entries()) if (i > 0) expect(gap.from).toBeGreaterThan(gaps[i - 1]!.to);
      }),
    );
  });
});

describe('the text of its position', () => {
  it('comes back as it was', () => {
    const position: TapPosition = {
      source: 's',
      completeAt: 5,
      gaps: [{ from: 1, to: 2 }],
      leak: 'overflowed',
      given: { a: 7 },
    };
    expect(readTapPosition(writeTapPosition(position))).toEqual(position);
    expect(readTapPosition(writeTapPosition(beginning('s')))).toEqual(beginning('s'));
  });

  it.each(['', '{}', 'null', '[]', '{"source":"s","gaps":[1],"completeAt":1}', '{"source":"s","gaps":[]}'])(
    'of another form is none: %j',
    (text) => {
      expect(readTapPosition(text)).toBeNull();
    },
  );
});
