import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Observation } from '../domain/observation.ts';
import { hopObservation, observation } from '../testing/observation.ts';
import { emptyJourney, fold, mergeJourneys } from './fold.ts';

const anyObservation: fc.Arbitrary<Observation> = fc
  .record({
    line: fc.constantFrom('', 'a', 'b'),
    witness: fc.constantFrom('events', 'shop-db', 'mes-db'),
    system: fc.constantFrom('shop', 'mes'),
    stage: fc.constantFrom('PLACED', 'PRICED', 'SHIPPED'),
    kind: fc.constantFrom('entered' as const, 'seen' as const, 'stamped' as const),
    at: fc.integer({ min: 0, max: 40 }),
    attributes: fc.dictionary(
      fc.constantFrom('channel', 'promised_on', '__proto__', 'constructor'),
      fc.oneof(fc.boolean(), fc.integer(), fc.string()),
    ),
    aliases: fc.array(fc.constantFrom('mes:7', '43', '44'), { maxLength: 2 }),
  })
  .map((given) => observation(given));

const anyHop: fc.Arbitrary<Observation> = fc
  .record({
    line: fc.constantFrom('', 'a'),
    system: fc.constantFrom('shop', 'mes'),
    kind: fc.constantFrom('published' as const, 'received' as const, 'stored' as const),
    at: fc.integer({ min: 0, max: 200 }),
    step: fc.record({
      hop: fc.constantFrom(null, 'placed-to-mes'),
      nanos: fc.integer({ min: 0, max: 2 }),
      outcome: fc.constantFrom(null, 'confirmed'),
      attempt: fc.constantFrom(null, 1, 2),
      spanId: fc.constantFrom('a', 'b'),
    }),
  })
  .map((given) => hopObservation(given));

const many = fc.array(fc.oneof(anyObservation, anyHop), { maxLength: 160 });

describe('A journey', () => {
  test('does not depend on the order of its observations', () => {
    fc.assert(
      fc.property(
        many.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        ([list, shuffled]) => {
          expect(fold(emptyJourney('42'), shuffled)).toEqual(fold(emptyJourney('42'), list));
        },
      ),
    );
  });

  test('does not depend on repetition', () => {
    fc.assert(
      fc.property(many, (list) => {
        const once = fold(emptyJourney('42'), list);
        expect(fold(once, list)).toEqual(once);
      }),
    );
  });

  test('does not depend on batching, with caps reached or not', () => {
    fc.assert(
      fc.property(many, fc.integer({ min: 1, max: 20 }), (list, size) => {
        let batched = emptyJourney('42');
        for (let i = 0; i < list.length; i += size) batched = fold(batched, list.slice(i, i + size));
        expect(batched).toEqual(fold(emptyJourney('42'), list));
      }),
    );
  });

  test('merges associatively and, but for its own id, commutatively', () => {
    fc.assert(
      fc.property(many, many, many, (a, b, c) => {
        const [x, y, z] = [a, b, c].map((list) => fold(emptyJourney('42'), list)) as [never, never, never];
        expect(mergeJourneys(mergeJourneys(x, y), z)).toEqual(mergeJourneys(x, mergeJourneys(y, z)));
        expect(mergeJourneys(x, y)).toEqual(mergeJourneys(y, x));
      }),
    );
  });

  test('stays small under a million observations of one order, and keeps the first and the last', () => {
    let journey = emptyJourney('hot');
    for (let batch = 0; batch < 1_000; batch += 1) {
      const news = Array.from({ length: 1_000 }, (_, i) =>
        observation({ order: 'hot', stage: 'PLACED', at: batch * 1_000 + i, line: String(i) }),
      );
      journey = fold(journey, news);
    }
    expect(journey.marks.length).toBeLessThanOrEqual(64 * 8);
    expect(journey.truncated).toBe(true);
    const times = journey.marks.filter((m) => m.line === '0').map((m) => m.at);
    expect(times).toEqual([0, 1_000, 2_000, 3_000, 996_000, 997_000, 998_000, 999_000]);
  });

  const lines = Array.from({ length: 70 }, (_, i) => `l${String(i).padStart(2, '0')}`);
  /** Up to 80 places a line with 9 times each: some 70 lines of these reach every cap. */
  const wholeLine = fc
    .record({
      line: fc.constantFrom('', ...lines),
      stages: fc.integer({ min: 1, max: 80 }),
      times: fc.integer({ min: 1, max: 9 }),
    })
    .map(({ line, stages, times }) =>
      Array.from({ length: stages * times }, (_, i) =>
        observation({ line, stage: `S${i % stages}`, at: Math.floor(i / stages) }),
      ),
    );
  const bigOrder = fc.array(wholeLine, { maxLength: 12 }).map((parts) => parts.flat());

  test('is bounded in all and stays a merge: whole lines are kept, those with the smallest ids', () => {
    fc.assert(
      fc.property(bigOrder, bigOrder, (a, b) => {
        const whole = fold(emptyJourney('42'), [...a, ...b]);
        expect(fold(fold(emptyJourney('42'), b), a)).toEqual(whole);
        expect(fold(whole, a)).toEqual(whole);
        expect(whole.marks.length).toBeLessThan(2_048 + 80 * 8);
        const kept = new Set(whole.marks.map((mark) => mark.line));
        const all = [...new Set([...a, ...b].map((o) => o.line))].sort();
        expect([...kept]).toEqual(all.slice(0, kept.size));
        expect(whole.truncated || kept.size === all.length).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test('keeps every id of an order with many', () => {
    const aliases = Array.from({ length: 40 }, (_, i) => `A${10 + i}`);
    const journey = fold(emptyJourney('TEST-1'), [
      observation({ order: 'TEST-1', stage: 'PLACED', at: 0, aliases }),
    ]);
    expect(journey).toMatchObject({ ids: [...aliases, 'TEST-1'], truncated: false });
  });

  test.each(['constructor', 'toString', '__proto__'])('keeps an attribute called %s', (name) => {
    const attributes = Object.fromEntries([[name, 'Acme']]);
    const told = observation({ stage: 'PLACED', at: null, kind: 'stated', attributes });
    const journey = fold(fold(emptyJourney('42'), [told]), [observation({ stage: 'PLACED', at: 5 })]);
    expect(Object.entries(journey.attributes)).toEqual([
      [name, { value: 'Acme', at: null, witness: 'events' }],
    ]);
  });
});
