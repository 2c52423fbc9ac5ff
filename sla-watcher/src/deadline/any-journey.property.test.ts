import type { AttributeValue } from '@orderwatch/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Observation } from '../domain/observation.ts';
import { emptyJourney, fold } from '../journey/fold.ts';
import { createAssessor } from '../pipeline/assess.ts';
import { modelOf, NOON, WORKSHOP } from '../testing/model.ts';
import { observation } from '../testing/observation.ts';

const LAST = 8.64e15;
/** A pause in every stage, a share and a lead of warnings, a calendar on the order itself. */
const PAUSING = WORKSHOP.replace(
  '- { order: all, within: 21d, except: [PRICED], until: SHIPPED, severity: page }',
  '- { order: all, within: 168h working, warn: 75 %, except: [PLACED, MAKING], severity: page }',
);
const assessors = [WORKSHOP, PAUSING].map((text) => createAssessor(modelOf(text)));
const stages = [...(assessors[0]?.model.stages.keys() ?? []), 'TELEPORTED'];

const anyTime = fc.oneof(
  fc.integer({ min: NOON - 9e8, max: NOON + 9e8 }),
  fc.integer({ min: Date.parse('1990-01-01'), max: Date.parse('2060-01-01') }),
  fc.constantFrom(
    0,
    -1,
    LAST,
    -LAST,
    Date.parse('0000-01-01'),
    Date.parse('1899-12-31'),
    Date.parse('2299-12-31'),
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const anyPromise = fc.oneof(
  fc.constantFrom<AttributeValue>(
    '2026-02-30',
    '0000-01-01',
    '0001-01-01',
    '9999-12-31',
    'week 12',
    12,
    true,
  ),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.string(),
);
const anyObservation: fc.Arbitrary<Observation> = fc
  .record({
    stage: fc.constantFrom(...stages),
    line: fc.constantFrom('', 'a', '__proto__'),
    witness: fc.constantFrom('events', 'shop-db', 'mes-db', 'nobody'),
    system: fc.constantFrom('shop', 'mes', 'nowhere'),
    kind: fc.constantFrom('entered' as const, 'seen' as const, 'stamped' as const, 'stated' as const),
    at: fc.option(anyTime, { freq: 10 }),
    promised: fc.option(anyPromise),
    others: fc.dictionary(fc.constantFrom('channel', 'constructor', '__proto__'), fc.string(), {
      maxKeys: 2,
    }),
  })
  .map(({ promised, others, ...given }) => {
    const attributes = promised === null ? others : { ...others, promised_on: promised };
    return observation({ ...given, attributes });
  });

test('Whatever was told of an order, it can be judged, and every due time is one', () => {
  fc.assert(
    fc.property(fc.array(anyObservation, { maxLength: 20 }), fc.nat(9e8), (told, later) => {
      const journey = fold(emptyJourney('42'), told);
      for (const assessor of assessors) {
        const { verdict } = assessor.assess(journey, NOON + later, new Map());
        for (const { deadline } of verdict.judgements) {
          expect(deadline.dueAt === null || Number.isFinite(deadline.dueAt)).toBe(true);
          expect(deadline.warnAt === null || Number.isFinite(deadline.warnAt)).toBe(true);
        }
      }
    }),
    { numRuns: 1_000 },
  );
});
