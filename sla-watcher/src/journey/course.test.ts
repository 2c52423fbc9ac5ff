import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Observation, StageObservation } from '../domain/observation.ts';
import { modelOf, NOON, WORKSHOP } from '../testing/model.ts';
import { observation } from '../testing/observation.ts';
import { coursesOf } from './course.ts';
import { emptyJourney, fold } from './fold.ts';

const model = modelOf(WORKSHOP);
const MINUTE = 60_000;
const at = (minutes: number) => NOON + minutes * MINUTE;
const read = (...observations: Observation[]) => coursesOf(fold(emptyJourney('42'), observations), model);
const stages = (...observations: Observation[]) =>
  read(...observations).map((course) => course.visits.map((v) => v.stage));
const shop = (stage: string, minute: number | null, more: Partial<StageObservation> = {}) =>
  observation({
    stage,
    at: minute === null ? null : at(minute),
    witness: 'shop-db',
    system: 'shop',
    ...more,
  });
const mes = (stage: string, minute: number | null, more: Partial<StageObservation> = {}) =>
  observation({
    stage,
    at: minute === null ? null : at(minute),
    witness: 'mes-db',
    system: 'mes',
    kind: 'seen',
    ...more,
  });

describe('A course', () => {
  test('infers the stages that a snapshot skipped, and never calls them illegal', () => {
    const [course] = read(shop('PLACED', 0), mes('SHIPPED', 90));
    expect(course?.visits.map((v) => [v.stage, v.inferred])).toEqual([
      ['PLACED', false],
      ['PRICED', true],
      ['APPROVED', true],
      ['MAKING', true],
      ['SHIPPED', false],
    ]);
    expect(course?.anomalies).toEqual([]);
  });

  test('begins a stage when it was first seen there, however often the row is touched afterwards', () => {
    const [course] = read(...[10, 70, 130, 190].map((minute) => mes('PRICED', minute)));
    expect(course?.visits).toMatchObject([{ stage: 'PRICED', at: at(10) }]);
    expect(course?.anomalies).toEqual([]);
  });

  test('calls a status that went backwards illegal, and stands where the last one is', () => {
    const [course] = read(
      mes('MAKING', 0, { kind: 'entered' }),
      mes('SHIPPED', 30, { kind: 'entered' }),
      mes('MAKING', 60, { kind: 'entered' }),
    );
    expect(course?.visits.map((v) => v.stage)).toEqual(['MAKING', 'SHIPPED', 'MAKING']);
    expect(course?.anomalies).toMatchObject([{ kind: 'illegal-transition', from: 'SHIPPED', to: 'MAKING' }]);
  });

  test('says that time goes backwards where a wide row has its times swapped, and keeps the order', () => {
    const [course] = read(
      shop('PLACED', 0, { kind: 'stamped' }),
      mes('MAKING', 90, { kind: 'stamped' }),
      mes('SHIPPED', 60, { kind: 'stamped' }),
    );
    expect(course?.visits.at(-1)?.stage).toBe('SHIPPED');
    expect(course?.anomalies).toMatchObject([
      { kind: 'time-backwards', from: 'MAKING', to: 'SHIPPED', byMs: 30 * MINUTE },
    ]);
  });

  test('puts two clocks right that differ by less than the skew a source may have', () => {
    expect(stages(shop('APPROVED', 5), mes('MAKING', 1, { kind: 'entered' }))).toEqual([
      ['APPROVED', 'MAKING'],
    ]);
  });

  test('takes two witnesses of one change for one stay, also while the next stage has begun', () => {
    const [course] = read(shop('PLACED', 0), mes('PRICED', 1), observation({ stage: 'PLACED', at: at(2) }));
    expect(course?.visits.map((v) => v.stage)).toEqual(['PLACED', 'PRICED']);
  });

  test('reports the same change told twice by one witness at two times', () => {
    const [course] = read(shop('PLACED', 0), shop('PLACED', 3));
    expect(course?.visits).toHaveLength(1);
    expect(course?.anomalies).toMatchObject([{ kind: 'duplicate', stage: 'PLACED', at: at(3) }]);
  });

  test('reads a late copy of a status in another system as an arrival, not as a step back', () => {
    const [course] = read(mes('PRICED', 0), shop('APPROVED', 20), shop('PRICED', 30));
    expect(course?.visits.map((v) => v.stage)).toEqual(['PRICED', 'APPROVED']);
    expect(course?.anomalies).toEqual([]);
    expect(course?.arrivals).toMatchObject([{ hop: 'priced-to-shop', arrived: true, arrivedAt: at(20) }]);
  });

  test('leaves a hop open until the receiving system shows the status or a later one', () => {
    const open = read(shop('PLACED', 0))[0];
    expect(open?.arrivals).toMatchObject([{ hop: 'placed-to-mes', startedAt: at(0), arrived: false }]);
    const arrived = read(shop('PLACED', 0), mes('PRICED', 4))[0];
    expect(arrived?.arrivals[0]).toMatchObject({ arrivedAt: at(4), arrivedBy: 'mes-db' });
  });

  test('begins anew when the same id is used again after its end', () => {
    const whole = ['PLACED', 'PRICED', 'APPROVED', 'MAKING', 'SHIPPED', 'CLOSED'];
    const first = [shop('PLACED', 0), shop('CLOSED', 60)];
    const second = [shop('PLACED', 10_000)];
    expect(stages(...first, ...second)).toEqual([whole, ['PLACED']]);
  });

  test('goes on when an ended order is reopened as the model allows', () => {
    const [course, ...none] = read(shop('PLACED', 0), shop('CLOSED', 60), shop('RETURNED', 600));
    expect(none).toEqual([]);
    expect(course).toMatchObject({ ended: false });
    expect(course?.visits.at(-1)?.stage).toBe('RETURNED');
  });

  test('ends at an unknown time where a row only states the status', () => {
    const [course] = read(
      shop('PLACED', 0, { kind: 'stamped' }),
      shop('CANCELLED', null, { kind: 'stated' }),
    );
    expect(course).toMatchObject({ ended: true });
    expect(course?.visits.at(-1)).toMatchObject({ stage: 'CANCELLED', at: null });
  });

  test('has a course for every line, each with what is said of the whole order', () => {
    const lines = read(
      shop('PLACED', 0),
      mes('MAKING', 60, { line: '1' }),
      mes('SHIPPED', 90, { line: '2' }),
    );
    expect(lines.map((c) => [c.line, c.visits.at(-1)?.stage])).toEqual([
      ['1', 'MAKING'],
      ['2', 'SHIPPED'],
    ]);
  });

  test('is the same for every permutation of what was seen', () => {
    const seen = fc.array(
      fc.record({
        stage: fc.constantFrom(...model.stages.keys()),
        at: fc.integer({ min: 0, max: 30 }).map(at),
        witness: fc.constantFrom('events', 'shop-db', 'mes-db'),
        system: fc.constantFrom('shop', 'mes'),
        kind: fc.constantFrom('entered' as const, 'seen' as const, 'stamped' as const),
        line: fc.constantFrom('', 'a'),
      }),
      { maxLength: 25 },
    );
    fc.assert(
      fc.property(
        seen.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        ([list, shuffled]) => {
          expect(read(...shuffled.map(observation))).toEqual(read(...list.map(observation)));
        },
      ),
    );
  });
});

describe('a status that telemetry tells', () => {
  const traced = modelOf(
    WORKSHOP.replace(
      'witnesses:',
      'witnesses:\n  traces: { kind: trace, services: { shop-api: shop, mes-api: mes } }',
    ),
  );
  const told = (at: number, system = 'shop') =>
    observation({ stage: 'PLACED', at, system, witness: 'traces' });
  const anomaliesOf = (...seen: Observation[]) =>
    coursesOf(fold(emptyJourney('42'), seen), traced).flatMap((course) => course.anomalies);

  test('by a span and by a log record, a moment apart, is told once', () => {
    expect(anomaliesOf(told(60_000), told(60_001))).toEqual([]);
  });

  test('by the system that owns it and by the one that learnt of it is no repeat', () => {
    expect(anomaliesOf(told(60_000), told(90_000, 'mes'))).toEqual([]);
  });

  test('again later is a repeat', () => {
    expect(anomaliesOf(told(60_000), told(90_000))).toMatchObject([{ kind: 'duplicate', witness: 'traces' }]);
  });
});
