import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Observation, StageObservation } from '../domain/observation.ts';
import { modelOf, NOON, WORKSHOP } from '../testing/model.ts';
import { observation } from '../testing/observation.ts';
import { coursesOf } from './course.ts';
import { emptyJourney, fold } from './fold.ts';

const model = modelOf(WORKSHOP);
const WAY = ['PLACED', 'PRICED', 'APPROVED', 'MAKING', 'SHIPPED', 'CLOSED'];
const at = (minutes: number) => NOON + minutes * 60_000;
const read = (...observations: Observation[]) => coursesOf(fold(emptyJourney('42'), observations), model);
const stages = (...observations: Observation[]) =>
  read(...observations).map((course) => course.visits.map((v) => (v.inferred ? `(${v.stage})` : v.stage)));
const anomalies = (...observations: Observation[]) => read(...observations).flatMap((c) => c.anomalies);
/** A row of the shop's history. */
const shop = (stage: string, minute: number) =>
  observation({ stage, at: at(minute), witness: 'shop-db', system: 'shop' });
/** The workshop's row, as it was last touched; it keeps the shop's statuses too. */
const mes = (stage: string, minute: number, more: Partial<StageObservation> = {}) =>
  observation({ stage, at: at(minute), witness: 'mes-db', system: 'mes', kind: 'seen', ...more });
const event = (stage: string, minute: number) =>
  observation({ stage, at: at(minute), system: model.stages.get(stage)?.system ?? 'shop' });

describe('A row of a snapshot', () => {
  test.each([
    ['that waits in another system', [mes('PRICED', 0), shop('APPROVED', 60)], mes('PRICED', 600)],
    ['that is over', [mes('SHIPPED', 0), shop('CLOSED', 60)], mes('SHIPPED', 600)],
    ['that is cancelled', [mes('PRICED', 0), shop('CANCELLED', 60)], mes('PRICED', 600)],
    [
      'whose stage an event told too',
      [event('PRICED', 0), mes('PRICED', 1), shop('APPROVED', 60)],
      mes('PRICED', 600),
    ],
  ])('touched again of an order %s changes nothing', (_, told, touch) => {
    expect(read(...told, touch)).toEqual(read(...told));
  });

  test.each([
    ['that waits in another system', [shop('PLACED', 0), shop('APPROVED', 60)], mes('PRICED', 600)],
    ['that is over', [shop('PLACED', 0), shop('CLOSED', 60)], mes('SHIPPED', 600)],
    ['that is cancelled', [shop('PLACED', 0), shop('CANCELLED', 60)], mes('PRICED', 600)],
  ])('touched before it was first read, of an order %s, is of before', (_, told, touched) => {
    const [course, ...more] = read(...told, touched);
    expect(more).toEqual([]);
    expect(course?.anomalies).toEqual([]);
    expect(course?.visits.at(-1)?.stage).toBe(told.at(-1)?.stage);
    expect(course?.visits).toContainEqual(
      expect.objectContaining({ stage: touched.stage, kind: 'seen', at: at(60), inferred: false }),
    );
  });

  test('touched before it was first read has arrived when the other system had it', () => {
    const copy = observation({ stage: 'PRICED', at: at(5), witness: 'shop-db', system: 'shop' });
    expect(read(copy, mes('PRICED', 600))[0]?.arrivals).toMatchObject([{ arrived: true, arrivedAt: at(5) }]);
  });

  test('touched again proves no arrival in the next use of the id', () => {
    const first = [shop('PLACED', 0), mes('SHIPPED', 30), shop('CLOSED', 60)];
    const courses = read(...first, shop('PLACED', 6_000), mes('SHIPPED', 6_010));
    expect(courses.map((c) => c.visits.at(-1)?.stage)).toEqual(['CLOSED', 'PLACED']);
    expect(courses[1]?.arrivals).toMatchObject([{ hop: 'placed-to-mes', arrived: false }]);
  });

  test('that went on and came back is a loop', () => {
    expect(stages(mes('PRICED', 0), shop('APPROVED', 30), mes('MAKING', 60), mes('PRICED', 90))).toEqual([
      ['PRICED', 'APPROVED', 'MAKING', 'PRICED'],
    ]);
    expect(anomalies(mes('MAKING', 0), mes('SHIPPED', 60), mes('MAKING', 120))).toMatchObject([
      { kind: 'illegal-transition', from: 'SHIPPED', to: 'MAKING' },
    ]);
  });

  test('that came back within minutes, with events of it too, is a loop', () => {
    const told = [
      event('MAKING', 0),
      mes('MAKING', 1),
      event('SHIPPED', 2),
      mes('SHIPPED', 2),
      mes('MAKING', 3),
    ];
    expect(stages(...told)).toEqual([['MAKING', 'SHIPPED', 'MAKING']]);
  });

  test('that says less than events have told by then tells of the same stay', () => {
    expect(stages(event('MAKING', 0), event('SHIPPED', 60), mes('MAKING', 120))).toEqual([
      ['MAKING', 'SHIPPED'],
    ]);
    expect(stages(event('MAKING', 0), event('SHIPPED', 60), mes('SHIPPED', 61), mes('MAKING', 120))).toEqual([
      ['MAKING', 'SHIPPED', 'MAKING'],
    ]);
  });

  test('begins another use of the id where it began again', () => {
    const first = [mes('PRICED', 0), shop('APPROVED', 10), mes('SHIPPED', 60), shop('CLOSED', 90)];
    expect(stages(...first, mes('PRICED', 9_000))).toEqual([
      ['PRICED', 'APPROVED', '(MAKING)', 'SHIPPED', 'CLOSED'],
      ['PRICED'],
    ]);
  });

  /** Rows of both systems, as far as the order has come; the workshop may know the shop's statuses too. */
  const progress = fc
    .array(fc.record({ wait: fc.integer({ min: 11, max: 500 }), copied: fc.boolean() }), {
      minLength: 1,
      maxLength: WAY.length,
    })
    .map((steps) => {
      let minute = 0;
      return steps.flatMap(({ wait, copied }, i) => {
        minute += wait;
        const stage = WAY[i] as string;
        const isShops = model.stages.get(stage)?.system === 'shop';
        return [
          ...(isShops ? [shop(stage, minute)] : []),
          ...(copied || !isShops ? [mes(stage, minute + 1)] : []),
        ];
      });
    });

  test('may be touched any number of times, at any time, of an order that goes its way', () => {
    const touches = fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 60 });
    fc.assert(
      fc.property(progress, touches, (told, minutes) => {
        const rows = told.filter(({ witness }) => witness === 'mes-db');
        const touched = minutes.flatMap((minute) => {
          const row = rows.findLast((o) => (o.at as number) < at(minute));
          return row === undefined ? [] : [mes(row.stage, minute)];
        });
        expect(read(...told, ...touched)).toEqual(read(...told));
      }),
    );
  });

  test('may be touched any number of times of an order that goes in loops, and stands where it stood', () => {
    const loops = fc.array(
      fc.record({ stage: fc.constantFrom('PRICED', 'MAKING', 'SHIPPED'), touches: fc.nat(30) }),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(loops, (rows) => {
        const sights = rows.flatMap(({ stage, touches }) => Array<string>(touches + 1).fill(stage));
        const told = sights.map((stage, i) => mes(stage, 20 * i));
        expect(read(...told)[0]?.visits.at(-1)?.stage).toBe(rows.at(-1)?.stage);
      }),
    );
  });
});

describe('A copy of a status in another system', () => {
  const whole = WAY.map((stage, i) => event(stage, i));
  const copy = (stage: string, minute: number) =>
    observation({ stage, at: at(minute), witness: 'mes-db', system: 'mes', kind: 'entered' });

  test('stands in for a stage whose owner nobody saw, in each use of the id', () => {
    const again = [event('PLACED', 6_000), observation({ stage: 'PRICED', at: at(6_010), system: 'shop' })];
    expect(stages(...whole, ...again)).toEqual([WAY, ['PLACED', 'PRICED']]);
  });

  test('is no word of its own where the owner spoke in the same use', () => {
    expect(stages(...whole, event('PLACED', 6_000), copy('PLACED', 6_400))).toEqual([WAY, ['PLACED']]);
  });

  test('of the end of one use, come late, does not end the next', () => {
    expect(stages(...whole, event('PLACED', 6_000), copy('CLOSED', 6_001))).toEqual([WAY, ['PLACED']]);
  });
});
